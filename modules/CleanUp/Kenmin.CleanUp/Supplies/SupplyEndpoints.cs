using System.Security.Claims;
using Kenmin.Api;
using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Scope;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.CleanUp.Supplies;

/// <summary>A movement of supplies as programs send it.</summary>
/// <param name="Id">The movement's id: sent again, nothing more happens; null for a new one.</param>
/// <param name="Move">How they move.</param>
/// <param name="Lines">How many of which.</param>
/// <param name="Note">Why.</param>
internal sealed record SupplyRequest(Guid? Id, SupplyMove Move, IReadOnlyList<SupplyLine>? Lines, string? Note)
{
    public static SupplyRequest Example { get; } = new(null, SupplyMove.Allocate, [new(SupplyItem.BurnableBag, 20), new(SupplyItem.Tongs, 5)], null);
}

/// <summary>Supplies for programs.</summary>
internal sealed class SupplyEndpoints(SupplyReader supplies, ActivityDesk desk) : IApiEndpoints
{
    private const string Kept = "what is in stock and with groups stays visible and comes back; whether more is given is decided when it is sent";
    private static readonly IReadOnlyList<SupplyBalance> Example = [new(SupplyItem.BurnableBag, 500, 20, 0, 80)];

    public void Map(IEndpointRouteBuilder api)
    {
        var staff = api.MapGroup("/clean-up/staff").WithTags("clean-up staff").AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        staff.MapGet("/municipalities/{municipality}/supplies", async (string municipality, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                Own(municipality, user) is { } own ? Results.Ok(await supplies.OfMunicipalityAsync(own, cancellationToken)) : ApiProblems.NotFound())
            .Produces<IReadOnlyList<SupplyBalance>>().WithExample(response: Example).WithSummary("在庫 / Stock").RequirePermission(Permissions.Read);
        staff.MapPost("/municipalities/{municipality}/supplies", async (string municipality, SupplyRequest body, ClaimsPrincipal user, IMessageBus bus, TimeProvider clock, CancellationToken cancellationToken) =>
            {
                if (Own(municipality, user) is not { } own) return ApiProblems.NotFound();
                if (SupplyPlaces.IsOfActivity(body.Move)) return WrongMove();
                var answer = await bus.InvokeAsync<CommandAnswer>(Command(body, own, null, user, clock), cancellationToken);
                return answer.IsDone ? Results.Ok(await supplies.OfMunicipalityAsync(own, cancellationToken)) : answer.ToResult();
            })
            .Produces<IReadOnlyList<SupplyBalance>>().WithExample(SupplyRequest.Example with { Move = SupplyMove.Receive }, Example)
            .WithSummary("在庫を増やす・減らす / Add to the stock, or write off").RequirePermission(Permissions.Manage);
        staff.MapGet("/activities/{id:guid}/supplies", async (Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
                await desk.FindAsync(id, user, cancellationToken) is null ? ApiProblems.NotFound() : Results.Ok(await supplies.OfActivityAsync(id, cancellationToken)))
            .Produces<IReadOnlyList<SupplyBalance>>().WithExample(response: Example).WithSummary("活動の用品 / Supplies of an activity").RequirePermission(Permissions.Read);
        staff.MapPost("/activities/{id:guid}/supplies", async (Guid id, SupplyRequest body, ClaimsPrincipal user, IMessageBus bus, TimeProvider clock, CancellationToken cancellationToken) =>
            {
                if (await desk.FindAsync(id, user, cancellationToken) is not { MayDecide: true } found) return ApiProblems.NotFound();
                if (!SupplyPlaces.IsOfActivity(body.Move)) return WrongMove();
                var answer = await bus.InvokeAsync<CommandAnswer>(Command(body, found.Line.Activity.MunicipalityCode, id, user, clock), cancellationToken);
                return answer.IsDone ? Results.Ok(await supplies.OfActivityAsync(id, cancellationToken)) : answer.ToResult();
            })
            .Produces<IReadOnlyList<SupplyBalance>>().WithExample(SupplyRequest.Example, Example)
            .WithSummary("割当・引渡し・返却 / Allocate, hand over, return").RequirePermission(Permissions.Manage);
    }

    private static string? Own(string code, ClaimsPrincipal user) =>
        Municipality.ByCode(code) is { } municipality && CleanUpScope.Covers(user, municipality.Code6) ? municipality.Code6 : null;

    private static IResult WrongMove() => ApiProblems.Invalid(new FieldProblem("#/move", new("ここではできない動きです。", "This cannot be done here.")));

    private static MoveSupplies Command(SupplyRequest body, string municipality, Guid? activity, ClaimsPrincipal user, TimeProvider clock) => new(
        body.Id ?? Guid.CreateVersion7(clock.GetUtcNow()), body.Move, municipality, activity, body.Lines ?? [], body.Note, user.Doer());
}
