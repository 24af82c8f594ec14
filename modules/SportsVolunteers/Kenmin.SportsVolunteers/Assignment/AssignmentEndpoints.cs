using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Shifts.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.SportsVolunteers.Assignment;

/// <summary>Where an assignment stands, and what its proposal is like.</summary>
internal sealed record AssignmentView(
    string State, int Percent, string? Problem, AssignmentRules Rules, DateTimeOffset? AnswerBy, int? People, int? Places, int? Filled, long? Worth, long? Bound,
    double? GapToBound, bool? Stopped, IReadOnlyList<AssignmentGapView> Gaps)
{
    public static AssignmentView Example { get; } = new(
        "proposed", 100, null, new(), null, 52_000, 12_400, 12_310, 13_000_000, 13_050_000, 0.0038, false, [new(ShiftView.Example.Id, 2, "資格がない：40人")]);

    public static AssignmentView Of(EventAssignment? a) => a is null
        ? new("none", 0, null, new(), null, null, null, null, null, null, null, null, [])
        : new(NameOf(a.State), a.Percent, a.Problem?.ToString(), a.Rules, a.AnswerBy, a.Figures?.People, a.Figures?.Places, a.Figures?.Filled, a.Figures?.Worth, a.Figures?.Bound,
            a.Figures?.GapToBound, a.Figures?.Stopped, [.. (a.Figures?.Gaps ?? []).Select(g => new AssignmentGapView(g.ShiftId, g.Missing, AssignmentWords.Of(g).ToString()))]);

    private static string NameOf(AssignmentState state) => state switch
    {
        AssignmentState.Queued => "queued",
        AssignmentState.Running => "running",
        AssignmentState.Sending => "sending",
        AssignmentState.BrokenOff => "broken-off",
        _ => "proposed",
    };
}

/// <summary>How far it is, for progress bars.</summary>
internal sealed record AssignmentProgressView(int Percent, string Text, bool Finished, bool Failed, string? Next);

/// <summary>A shift with places left, and why.</summary>
internal sealed record AssignmentGapView(Guid ShiftId, int Missing, string Why);

/// <summary>A place of the proposal.</summary>
internal sealed record AssignmentLineView(Guid Id, Guid ShiftId, Guid VolunteerId, string Name, string Why, string State, bool Pinned)
{
    public static AssignmentLineView Example { get; } = new(
        new("0199f100-0000-7000-8000-000000000009"), ShiftView.Example.Id, new("0199f100-0000-7000-8000-000000000004"), "見本　花子", "希望の活動、住まいの近く", "案（未送付）", false);
}

/// <summary>Pins (pin), forbids (forbid) or takes back (none).</summary>
internal sealed record RulingRequest(Guid VolunteerId, Guid ShiftId, string Ruling);

/// <summary>Sends offers.</summary>
/// <param name="AnswerBy">The last day to answer.</param>
/// <param name="FillAgain">Assigns what is free anew first.</param>
internal sealed record OffersRequest(DateOnly AnswerBy, bool FillAgain);

/// <summary>The assignment of an event.</summary>
internal sealed class AssignmentEndpoints : IApiEndpoints
{
    private const string Prepared = "staff prepare next year's events whatever is switched on now; offers ask for the event's own fiscal year";

    public void Map(IEndpointRouteBuilder api)
    {
        var one = api.MapGroup("/sports/staff/events/{id}/assignment").WithTags("sports staff").RequirePermission(Permissions.Assign)
            .ProducesProblem(StatusCodes.Status404NotFound);

        one.MapGet("/", async (string id, ClaimsPrincipal user, ShiftCatalog catalog, AssignmentDesk desk, CancellationToken stop) =>
                await catalog.StaffEventAsync(id, user, stop) is { } found ? Results.Ok(AssignmentView.Of(await desk.FindAsync(found.Id, stop))) : ApiProblems.NotFound())
            .Produces<AssignmentView>().WithExample(response: AssignmentView.Example).WithSummary("割り当ての状態 / State of the assignment").AlwaysOn(Prepared);

        one.MapPost("/", async (string id, [FromBody] AssignmentRules? rules, ClaimsPrincipal user, ShiftCatalog catalog, AssignmentDesk desk, CancellationToken stop) =>
            {
                if (await catalog.StaffEventAsync(id, user, stop) is not { } found) return ApiProblems.NotFound();
                if (rules is not null && RulesInput.Problem(rules) is { } problem) return ApiProblems.Invalid(problem);
                return await AnswerAsync(found, await desk.StartAsync(found, rules, null, user, stop), desk, stop);
            })
            .Produces<AssignmentView>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(new AssignmentRules(), AssignmentView.Example).WithSummary("割り当て案を作る / Make a proposal").WithDescription("It runs in the background, one for each event at a time.")
            .AlwaysOn(Prepared);

        one.MapPost("/stop", async (string id, ClaimsPrincipal user, ShiftCatalog catalog, AssignmentDesk desk, CancellationToken stop) =>
            {
                if (await catalog.StaffEventAsync(id, user, stop) is not { } found) return ApiProblems.NotFound();
                await desk.StopAsync(found.Id, stop);
                return await AnswerAsync(found, null, desk, stop);
            })
            .Produces<AssignmentView>(StatusCodes.Status202Accepted).WithExample(response: AssignmentView.Example).WithSummary("ここまでの最善で止める / Stop with the best so far").AlwaysOn(Prepared);

        one.MapGet("/progress", async (string id, ClaimsPrincipal user, ShiftCatalog catalog, AssignmentDesk desk, CancellationToken stop) =>
            {
                if (await catalog.StaffEventAsync(id, user, stop) is not { } found) return ApiProblems.NotFound();
                var now = await desk.FindAsync(found.Id, stop);
                var going = desk.IsUnderWay(now);
                return Results.Ok(new AssignmentProgressView(now?.Percent ?? 0, now is null ? "" : AssignmentWords.Of(now.State).ToString(), !going, now?.State == AssignmentState.BrokenOff, null));
            })
            .Produces<AssignmentProgressView>().WithExample(response: new AssignmentProgressView(40, "割り当てを考えています。", false, false, null)).WithSummary("How far an assignment is, for progress bars").AlwaysOn(Prepared);

        one.MapGet("/lines", async (string id, Guid? shift, Guid? after, int? take, ClaimsPrincipal user, ShiftCatalog catalog, AssignmentDesk desk, CancellationToken stop) =>
            {
                if (await catalog.StaffEventAsync(id, user, stop) is not { } found) return ApiProblems.NotFound();
                var size = PageSize.Within(take);
                var rows = await desk.FindAsync(found.Id, stop) is { } now ? await desk.LinesAsync(now, shift, after, size + 1, user, stop) : [];
                return Results.Ok(Page<AssignmentLineView>.Of(
                    [.. rows.Select(r => new AssignmentLineView(r.Line.Id, r.Line.ShiftId, r.Line.VolunteerId, r.Volunteer?.FullName ?? "", AssignmentWords.Of(r.Line.Why).ToString(), AssignmentWords.StateOf(r).Text.ToString(), r.Pinned))],
                    size, l => l.Id.ToString()));
            })
            .Produces<Page<AssignmentLineView>>().WithExample(response: Page<AssignmentLineView>.Of([AssignmentLineView.Example], 50, l => l.Id.ToString()))
            .WithSummary("割り当て案の行 / Places of the proposal").WithDescription("Every look is written to the audit log.").AlwaysOn(Prepared);

        one.MapPut("/rulings", async (string id, RulingRequest body, ClaimsPrincipal user, ShiftCatalog catalog, AssignmentDesk desk, CancellationToken stop) =>
            {
                if (await catalog.StaffEventAsync(id, user, stop) is not { } found) return ApiProblems.NotFound();
                if (body.Ruling is not ("pin" or "forbid" or "none"))
                    return ApiProblems.Invalid(new FieldProblem("#/ruling", new("pin、forbid、none のどれかを指定してください。", "Give one of pin, forbid, none.")));
                return await desk.RuleAsync(found.Id, body.VolunteerId, body.ShiftId, body.Ruling switch { "pin" => true, "forbid" => false, _ => null }, user, stop) is { } refusal
                    ? ApiProblems.Refused("not-found", refusal) : Results.NoContent();
            })
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(new RulingRequest(AssignmentLineView.Example.VolunteerId, ShiftView.Example.Id, "pin")).WithSummary("固定する・外す / Pin or forbid").AlwaysOn(Prepared);

        one.MapPost("/offers", async (string id, OffersRequest body, ClaimsPrincipal user, ShiftCatalog catalog, AssignmentDesk desk, CancellationToken stop) =>
            {
                if (await catalog.StaffEventAsync(id, user, stop) is not { } found) return ApiProblems.NotFound();
                var until = JapanTime.StartOf(body.AnswerBy.AddDays(1));
                return await AnswerAsync(found, body.FillAgain ? await desk.StartAsync(found, null, until, user, stop) : await desk.SendAsync(found, until, user, stop), desk, stop);
            })
            .Produces<AssignmentView>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(new OffersRequest(new(2026, 10, 20), false), AssignmentView.Example).WithSummary("案内を送る / Send offers").AlwaysOn(Prepared);
    }

    private static async Task<IResult> AnswerAsync(SportsEvent found, LocalizedText? refusal, AssignmentDesk desk, CancellationToken stop) =>
        refusal is { } why ? ApiProblems.Refused("not-now", why) : Results.Json(AssignmentView.Of(await desk.FindAsync(found.Id, stop)), statusCode: StatusCodes.Status202Accepted);
}
