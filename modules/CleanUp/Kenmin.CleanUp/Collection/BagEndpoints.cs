using System.Security.Claims;
using Kenmin.Api;
using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Scope;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.CleanUp.Collection;

/// <summary>Bags as the leader and the crew see them.</summary>
internal sealed record BagView(Guid Id, Guid ActivityId, string Place, double Latitude, double Longitude, int BurnableBags, int OtherBags, DateOnly CollectionDay, bool Late, BagState State, int? BagsFound)
{
    public static BagView Example { get; } = new(new("0199f000-0000-7000-8000-0000000000c6"), ActivityView.Example.Id, "駐車場の北側", 34.0, 131.4, 12, 3, new(2026, 6, 15), false, BagState.Waiting, null);

    public static BagView Of(BagSpot b) => new(b.Id, b.ActivityId, b.Place, b.Point.Latitude, b.Point.Longitude, b.BurnableBags, b.OtherBags, b.CollectionDay, b.Late, b.State, b.BagsFound);
}

/// <summary>What a leader sends of bags; with the id of an earlier report it corrects that.</summary>
internal sealed record BagRequest(Guid? Id, string? Place, double? Latitude, double? Longitude, int? BurnableBags, int? OtherBags, DateOnly? CollectionDay);

/// <summary>What became of bags.</summary>
internal sealed record BagMark(BagState State, int? BagsFound);

/// <summary>Bags for programs.</summary>
internal sealed class BagEndpoints(BagReader bags, ActivityReader activities, CampaignReader campaigns, CleanUpScope scope) : IApiEndpoints
{
    private const string Kept = "what was reported stays visible and is collected; whether more is taken is decided for the campaign's fiscal year";

    public void Map(IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/clean-up/me/activities/{id:guid}/bags").WithTags("clean-up").RequirePermission(Permissions.TakePart).AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        own.MapGet("", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await IsOwnAsync(id, user, cancellationToken) ? Results.Ok((await bags.OfActivityAsync(id, cancellationToken)).Select(BagView.Of).ToList()) : ApiProblems.NotFound())
            .Produces<IReadOnlyList<BagView>>().WithExample(response: new[] { BagView.Example }).WithSummary("ごみ袋の置き場所 / Where the bags lie");
        own.MapPost("", async (Guid id, BagRequest body, ClaimsPrincipal user, IMessageBus bus, TimeProvider clock, CancellationToken cancellationToken) =>
            {
                if (!await IsOwnAsync(id, user, cancellationToken)) return ApiProblems.NotFound();
                GeoPoint? point = null;
                if (body is { Latitude: { } latitude, Longitude: { } longitude })
                {
                    if (Math.Abs(latitude) > 90 || Math.Abs(longitude) > 180) return ApiProblems.Invalid(new FieldProblem("#/latitude", GeoPoint.Parse("x", "x").Error));
                    point = new(latitude, longitude);
                }

                var spot = body.Id ?? Guid.CreateVersion7(clock.GetUtcNow());
                var answer = await bus.InvokeAsync<CommandAnswer>(
                    new ReportBags(spot, id, body.Place ?? "", point, body.BurnableBags, body.OtherBags, body.CollectionDay, user.AccountId()!.Value), cancellationToken);
                return answer.IsDone ? Results.Ok(BagView.Of((await bags.FindAsync(spot, cancellationToken))!)) : answer.ToResult();
            })
            .Produces<BagView>().WithExample(new BagRequest(null, "駐車場の北側", null, null, 12, 3, new(2026, 6, 15)), BagView.Example)
            .WithSummary("置き場所を知らせる / Report where the bags lie");

        var staff = api.MapGroup("/clean-up/staff").WithTags("clean-up staff").AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        staff.MapGet("/campaigns/{id:guid}/collection/{municipality}/{day}", async (Guid id, string municipality, DateOnly day, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                Municipality.ByCode(municipality) is { } where && await campaigns.ForStaffAsync(id, user, cancellationToken) is not null && CleanUpScope.Covers(user, where.Code6)
                    ? Results.Ok((await bags.RunAsync(id, where.Code6, day, cancellationToken)).Select(BagView.Of).ToList()) : ApiProblems.NotFound())
            .Produces<IReadOnlyList<BagView>>().WithExample(response: new[] { BagView.Example }).WithSummary("収集の順路 / The crew's run, in order")
            .RequirePermission(Permissions.Read);
        staff.MapPut("/bags/{id:guid}/state", async (Guid id, BagMark body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                if (await bags.FindAsync(id, cancellationToken) is not { } spot || await campaigns.ForStaffAsync(spot.CampaignId, user, cancellationToken) is not { } campaign
                    || !scope.MayManage(user, campaign, spot.MunicipalityCode)) return ApiProblems.NotFound();
                var answer = await bus.InvokeAsync<CommandAnswer>(new MarkBags(id, body.State, body.BagsFound, user.Doer()), cancellationToken);
                return answer.IsDone ? Results.Ok(BagView.Of((await bags.FindAsync(id, cancellationToken))!)) : answer.ToResult();
            })
            .Produces<BagView>().WithExample(new BagMark(BagState.PickedUp, null), BagView.Example with { State = BagState.PickedUp })
            .WithSummary("収集の結果 / What became of bags").RequirePermission(Permissions.Manage);
    }

    private async Task<bool> IsOwnAsync(Guid activity, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await activities.FindAsync(activity, cancellationToken) is { } found && found.Group.AccountId == user.AccountId();
}
