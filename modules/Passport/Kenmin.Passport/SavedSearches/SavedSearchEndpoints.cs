using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Passport.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.Passport.SavedSearches;

/// <summary>A saved search as programs see it.</summary>
internal sealed record SavedSearchView(Guid Id, string Name, string Conditions, string Every, DateOnly? NextOn)
{
    public static SavedSearchView Example { get; } = new(new("0199f000-0000-7000-8000-0000000000f3"), "海岸の清掃", "words=海岸&municipality=352039", "week", new(2026, 6, 15));

    public static SavedSearchView Of(SavedSearch s) => new(s.Id, s.Name, s.Conditions, ApiWord.Of(s.Every), s.NextOn);
}

/// <summary>What is sent to save one.</summary>
internal sealed record SavedSearchRequest(string? Name, string? Conditions, DigestEvery? Every)
{
    public static SavedSearchRequest Example { get; } = new("海岸の清掃", "words=海岸&municipality=352039", DigestEvery.Week);
}

/// <summary>Saved searches for programs.</summary>
internal sealed class SavedSearchEndpoints : IApiEndpoints
{
    private const string Kept = "what a person saved can always be seen and deleted; what is new is decided by the feature";

    public void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/passport").WithTags("passport").RequirePermission(Permissions.Own).AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapGet("/searches", async (ClaimsPrincipal user, SavedSearchDesk desk, CancellationToken cancellationToken) =>
                Results.Ok((await desk.MineAsync(user, cancellationToken)).Select(SavedSearchView.Of).ToList()))
            .Produces<IReadOnlyList<SavedSearchView>>().WithExample(response: new[] { SavedSearchView.Example }).WithSummary("保存した条件 / My saved searches");
        group.MapPost("/searches", async (SavedSearchRequest body, ClaimsPrincipal user, IMessageBus bus, TimeProvider clock, CancellationToken cancellationToken) =>
            {
                var id = Guid.CreateVersion7(clock.GetUtcNow());
                return (await bus.InvokeAsync<CommandAnswer>(new SaveSearch(id, user.AccountId()!.Value, body.Name, body.Conditions?.TrimStart('?') ?? "", body.Every ?? DigestEvery.Never), cancellationToken))
                    .ToResult(() => Results.Ok(new MadeView(id)));
            })
            .Produces<MadeView>().WithExample(SavedSearchRequest.Example, MadeView.Example).WithSummary("条件を保存する / Save a search")
            .WithDescription("The conditions are those of /opportunities, as in its address.").NewEntries(Features.SavedSearches);
        group.MapDelete("/searches/{id:guid}", async (Guid id, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                (await bus.InvokeAsync<CommandAnswer>(new DeleteSearch(id, user.AccountId()!.Value), cancellationToken)).ToResult(() => Results.NoContent()))
            .Produces(StatusCodes.Status204NoContent).WithSummary("保存した条件を消す / Delete it");
    }
}
