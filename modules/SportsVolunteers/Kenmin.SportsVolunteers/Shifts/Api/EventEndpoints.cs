using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Initiatives;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Shifts.ManageEvents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.SportsVolunteers.Shifts.Api;

/// <summary>What staff do with a whole event, published or not.</summary>
internal sealed class EventEndpoints : IApiEndpoints
{
    private const int LongestReason = 200;
    private const string AnyYear = "staff prepare next year's events and finish last year's, whatever is switched on now";

    public void Map(IEndpointRouteBuilder api)
    {
        var staff = api.MapGroup("/sports/staff/events").WithTags("sports staff").AlwaysOn(AnyYear);

        staff.MapGet("", async (ClaimsPrincipal user, ShiftCatalog catalog, CancellationToken cancellationToken) =>
                Results.Ok((await catalog.AllAsync(user, cancellationToken)).Select(StaffEventView.Of).ToList()))
            .Produces<IReadOnlyList<StaffEventView>>().WithExample(response: new[] { StaffEventView.Example })
            .WithSummary("すべての大会 / All events").RequirePermission(Permissions.ReadShifts);

        staff.MapGet("/{id}/report", async (
                string id, ClaimsPrincipal user, ShiftCatalog catalog, EventReports reports, CancellationToken cancellationToken) =>
                await catalog.StaffEventAsync(id, user, cancellationToken) is { } found
                    ? Results.Ok(EventReportView.Of(await reports.MakeAsync(found, user, cancellationToken))) : ApiProblems.NotFound())
            .Produces<EventReportView>().ProducesProblem(StatusCodes.Status404NotFound).WithExample(response: EventReportView.Example)
            .WithSummary("参加の集計 / Who came and stayed").WithDescription("Over the shifts that the caller may see.")
            .RequirePermission(Permissions.ReadShifts);

        Command<PublicationRequest>(staff.MapPut, "/{id}/publication", (body, found, _) => new PublishEvent(found.Id, body.Published), _ => [])
            .WithExample(new PublicationRequest(true), StaffEventView.Example)
            .WithSummary("公開・非公開 / Publish, or take back");

        staff.MapPut("/{id}/initiative", GiveAsync)
            .Produces<StaffEventView>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).WithExample(new InitiativeRequest(EventView.Example.Id), StaffEventView.Example)
            .WithSummary("事業に属させる / Give an event without an initiative to one").RequirePermission(Permissions.ManageShifts);

        Command<SignUpRulesRequest>(
                staff.MapPut, "/{id}/sign-up-rules",
                (body, found, by) => new ChangeSignUpRules(found.Id, body.SignUpFrom, body.ClosesDaysBefore, body.OfferHours, by),
                body => Problems(
                    (body.ClosesDaysBefore is < 0 or > 60, "#/closesDaysBefore", new("0から60までの数で指定してください。", "Give a number from 0 to 60.")),
                    (body.OfferHours is < 0 or > 336, "#/offerHours", new("0から336までの数で指定してください。", "Give a number from 0 to 336."))))
            .WithExample(new SignUpRulesRequest(new(2026, 9, 1), 3, 48), StaffEventView.Example)
            .WithSummary("申込のきまり / Rules of sign-up");

        Command<ReasonRequest>(
                staff.MapPost, "/{id}/cancellation", (body, found, by) => new CancelEvent(found.Id, body.Reason!.Trim(), by),
                body => Problems((!ReasonIsGiven(body.Reason), "#/reason", ReasonMissing)))
            .WithExample(new ReasonRequest("台風のため", null), StaffEventView.Example)
            .WithSummary("大会の中止 / Cancel the event").WithDescription("All coming shifts are cancelled and everybody who signed up is told. Cannot be undone.");
    }

    internal static LocalizedText ReasonMissing { get; } =
        new($"理由を1～{LongestReason}文字で指定してください。", $"Give a reason of 1 to {LongestReason} characters.");

    internal static bool ReasonIsGiven(string? reason) => !string.IsNullOrWhiteSpace(reason) && reason.Length <= LongestReason;

    internal static IReadOnlyList<FieldProblem> Problems(params (bool Wrong, string Pointer, LocalizedText Text)[] rules) =>
        [.. rules.Where(r => r.Wrong).Select(r => new FieldProblem(r.Pointer, r.Text))];

    private static async Task<IResult> GiveAsync(
        string id, InitiativeRequest body, ClaimsPrincipal user, ShiftCatalog catalog, EventInitiatives initiatives, IMessageBus bus,
        CancellationToken cancellationToken)
    {
        if (await catalog.StaffEventAsync(id, user, cancellationToken) is not { } found) return ApiProblems.NotFound();
        var chosen = initiatives.Choose(body.InitiativeId.ToString(), user);
        if (!chosen.TryGet(out var initiative)) return ApiProblems.Invalid(new FieldProblem("#/initiativeId", chosen.Error));
        var outcome = await bus.InvokeAsync<Outcome>(new GiveEventToInitiative(found.Id, initiative!.Value), cancellationToken);
        return outcome.Refusal is { } refusal ? ApiProblems.Refused("initiative", refusal)
            : Results.Ok(StaffEventView.Of((await catalog.EventAsync(id, cancellationToken))!));
    }

    // What staff change about an event always goes the same way: find it, check what was sent, do it, show the event.
    private static RouteHandlerBuilder Command<TBody>(
        Func<string, Delegate, RouteHandlerBuilder> map, string pattern, Func<TBody, SportsEvent, Guid?, object> command,
        Func<TBody, IReadOnlyList<FieldProblem>> check) =>
        map(pattern, async (
                string id, TBody body, ClaimsPrincipal user, ShiftCatalog catalog, EventInitiatives initiatives, IMessageBus bus,
                CancellationToken cancellationToken) =>
            {
                if (await catalog.StaffEventAsync(id, user, cancellationToken) is not { } found) return ApiProblems.NotFound();
                if (found.CancelledBecause is not null)
                    return ApiProblems.Refused("event-cancelled", new("この大会は中止になりました。", "This event was cancelled."));
                if (body is PublicationRequest { Published: true } && !found.Published && !initiatives.IsBeingPrepared(found.InitiativeId, found.FiscalYear))
                    return ApiProblems.Refused("initiative-closed", EventInitiatives.Over);
                if (body is PublicationRequest { Published: true } && initiatives.MustBeGiven(found.InitiativeId, user))
                    return ApiProblems.Refused("initiative-missing", EventInitiatives.Missing);
                if (check(body) is { Count: > 0 } problems) return ApiProblems.Invalid(problems);
                await bus.InvokeAsync(command(body, found, user.AccountId()), cancellationToken);
                return Results.Ok(StaffEventView.Of((await catalog.EventAsync(id, cancellationToken))!));
            })
            .Produces<StaffEventView>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .RequirePermission(Permissions.ManageShifts);
}

/// <summary>An event as staff see it.</summary>
internal sealed record StaffEventView(
    Guid Id, string Slug, string Name, int FiscalYear, DateOnly FirstDay, DateOnly LastDay, bool Published, string? CancelledBecause,
    DateOnly? SignUpFrom, int ClosesDaysBefore, int OfferHours, Guid? InitiativeId = null)
{
    public static StaffEventView Example { get; } = new(
        EventView.Example.Id, EventView.Example.Slug, EventView.Example.Name, 2026, new(2026, 11, 1), new(2026, 11, 8), true, null, null, 0, 48);

    public static StaffEventView Of(SportsEvent e) => new(
        e.Id, e.Slug, e.Name, e.FiscalYear.StartYear, e.FirstDay, e.LastDay, e.Published, e.CancelledBecause, e.SignUpFrom, e.SignUpClosesDaysBefore,
        e.OfferHours, e.InitiativeId);
}

/// <summary>Publishes an event or takes it back.</summary>
/// <param name="Published">Whether everybody sees it.</param>
internal sealed record PublicationRequest(bool Published);

/// <summary>Gives an event to an initiative.</summary>
/// <param name="InitiativeId">One that the caller runs and that is in work.</param>
internal sealed record InitiativeRequest(Guid InitiativeId);

/// <summary>Changes the rules of sign-up of an event.</summary>
/// <param name="SignUpFrom">The first day of sign-up; null: as soon as it is published.</param>
/// <param name="ClosesDaysBefore">Days before a shift at whose end sign-up closes, 0 to 60.</param>
/// <param name="OfferHours">Hours for which a freed place is kept, 0 to 336; 0 gives it at once.</param>
internal sealed record SignUpRulesRequest(DateOnly? SignUpFrom, int ClosesDaysBefore, int OfferHours);

/// <summary>Cancels something.</summary>
/// <param name="Reason">Why; shown to everybody who is concerned.</param>
/// <param name="CommandId">Sent again with the same id, it changes nothing more.</param>
internal sealed record ReasonRequest(string? Reason, Guid? CommandId);

/// <summary>A line of a report: sign-ups by attendance, and minutes.</summary>
internal sealed record ReportLineView(string Name, int Confirmed, int Attended, int Absent, int Unrecorded, long Minutes);

/// <summary>Who came and stayed.</summary>
internal sealed record EventReportView(
    int Cancelled, int People, ReportLineView Total, IReadOnlyList<ReportLineView> ByMunicipality, IReadOnlyList<ReportLineView> ByAge)
{
    private static readonly ReportLineView ExampleLine = new("合計", 120, 110, 6, 4, 39_600);

    public static EventReportView Example { get; } = new(8, 104, ExampleLine, [ExampleLine with { Name = "山口市" }], [ExampleLine with { Name = "65～74歳" }]);

    public static EventReportView Of(EventReport r) => new(r.Cancelled, r.People, Line(r.Total), [.. r.ByMunicipality.Select(Line)], [.. r.ByAge.Select(Line)]);

    private static ReportLineView Line(ReportLine l) => new(l.Name.ToString(), l.Confirmed, l.Attended, l.Absent, l.Unrecorded, l.Minutes);
}
