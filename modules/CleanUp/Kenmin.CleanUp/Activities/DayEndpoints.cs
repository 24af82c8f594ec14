using System.Security.Claims;
using Kenmin.Api;
using Kenmin.CleanUp.Activities.Pages;
using Kenmin.CleanUp.Helpers;
using Kenmin.CleanUp.Weather;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.CleanUp.Activities;

/// <summary>What is decided about the day of an activity.</summary>
/// <param name="Choice">go, postpone or cancel.</param>
/// <param name="Reason">Why; shown to everybody.</param>
/// <param name="Seen">How many decisions about it there were when the person looked (<c>decisions</c> of the activity).</param>
internal sealed record DayDecisionRequest(string? Choice, string? Reason, int? Seen)
{
    public static DayDecisionRequest Example { get; } = new("postpone", "大雨警報が出ているため", 0);
}

/// <summary>What is decided about several activities: one decision for each.</summary>
/// <param name="Choice">go, postpone or cancel.</param>
/// <param name="Reason">Why; shown to everybody.</param>
/// <param name="Activities">The activities.</param>
internal sealed record DayDecisionsRequest(string? Choice, string? Reason, IReadOnlyList<ChosenActivity>? Activities)
{
    public static DayDecisionsRequest Example { get; } = new("cancel", "暴風警報が出ているため", [new(ActivityView.Example.Id, 0)]);
}

/// <summary>An activity that is decided about.</summary>
/// <param name="Id">The activity.</param>
/// <param name="Seen">How many decisions about it there were when the person looked.</param>
internal sealed record ChosenActivity(Guid Id, int? Seen);

/// <summary>What became of a decision among several.</summary>
/// <param name="Id">The activity.</param>
/// <param name="Done">Whether it was decided.</param>
/// <param name="Code">The code of the refusal.</param>
/// <param name="Reason">Why it was not.</param>
internal sealed record DecidedActivity(Guid Id, bool Done, string? Code, LocalizedText? Reason);

/// <summary>An activity of a day, with what is known of warnings for its municipality.</summary>
internal sealed record DayView(ActivityView Activity, WarningsView Warnings);

/// <summary>A helper's answer about the rain date.</summary>
/// <param name="Comes">Whether the helper comes. Who does not gives the place back.</param>
internal sealed record RainAnswerRequest(bool? Comes);

/// <summary>Decisions about the day for programs.</summary>
internal sealed class DayEndpoints(ActivityReader activities, ActivityDesk desk, WeatherBoard weather) : IApiEndpoints
{
    private const string Kept = "what exists is decided about whatever is switched on";
    private const int Most = 500;

    public void Map(IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/clean-up/me").WithTags("clean-up").RequirePermission(Permissions.TakePart).AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        own.MapPost("/activities/{id:guid}/day-decision", async (Guid id, DayDecisionRequest body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
            {
                // Whether it is the caller's own is decided first: of others' activities nothing is said.
                if (await activities.FindAsync(id, cancellationToken) is not { } found || found.Group.AccountId != user.AccountId()) return ApiProblems.NotFound();
                return await DecideAsync(id, body, user, byOffice: false, bus, cancellationToken);
            })
            .Produces<ActivityView>().WithExample(DayDecisionRequest.Example, Postponed).WithSummary("当日の実施・延期・中止を決める / Decide about the day")
            .WithDescription("Codes of refusals: not-accepted, begun, decided-meanwhile, no-rain-date, postponed-already, already-planned.");
        own.MapPut("/sign-ups/{id:guid}/rain-day", AnswerAsync)
            .Produces<HelpView>().ProducesProblem(StatusCodes.Status503ServiceUnavailable).WithExample(new RainAnswerRequest(true), HelpView.Example)
            .WithSummary("予備日に参加するかを答える / Answer about the rain date");

        var staff = api.MapGroup("/clean-up/staff").WithTags("clean-up staff").AlwaysOn(Kept)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        staff.MapGet("/days/{day}/activities", async (string day, string? municipality, ClaimsPrincipal user, CancellationToken cancellationToken) =>
            {
                if (!LenientDate.Parse(day).TryGet(out var asked)) return ApiProblems.NotFound();
                var known = await weather.AllAsync(cancellationToken);
                return Results.Ok((await desk.OfDayAsync(asked, municipality is null ? null : Municipality.ByCode(municipality)?.Code6 ?? "", user, cancellationToken))
                    .Select(s => new DayView(ActivityView.Of(s.Line), WarningsView.Of(s.Line.Activity.MunicipalityCode, known[s.Line.Activity.MunicipalityCode]))).ToList());
            })
            .Produces<IReadOnlyList<DayView>>().WithExample(response: new[] { new DayView(ActivityView.Example, WarningsView.Example) })
            .WithSummary("その日の活動と気象警報 / Activities of a day, with warnings").RequirePermission(Permissions.Read);
        staff.MapPost("/activities/{id:guid}/day-decision", async (Guid id, DayDecisionRequest body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken) =>
                await desk.FindAsync(id, user, cancellationToken) is not { MayDecide: true } ? ApiProblems.NotFound()
                    : await DecideAsync(id, body, user, byOffice: true, bus, cancellationToken))
            .Produces<ActivityView>().WithExample(DayDecisionRequest.Example, Postponed).WithSummary("当日の実施・延期・中止を決める / Decide about the day")
            .RequirePermission(Permissions.Manage);
        staff.MapPost("/day-decisions", DecideManyAsync)
            .Produces<IReadOnlyList<DecidedActivity>>().WithExample(DayDecisionsRequest.Example, new[] { new DecidedActivity(ActivityView.Example.Id, true, null, null) })
            .WithSummary("いくつもの活動について決める / Decide about several activities").WithDescription("One decision for each: some may be decided and others not.")
            .RequirePermission(Permissions.Manage);
    }

    private static ActivityView Postponed { get; } = ActivityView.Example with
    {
        Day = new(2026, 6, 21), RainDay = null, PostponedFrom = new(2026, 6, 14), DayDecision = "postpone", DayReason = "大雨警報が出ているため", Decisions = 1,
    };

    private async Task<IResult> DecideAsync(Guid id, DayDecisionRequest body, ClaimsPrincipal user, bool byOffice, IMessageBus bus, CancellationToken cancellationToken)
    {
        if (DayForm.ChoiceOf(body.Choice) is not { } choice) return UnknownChoice();
        var answer = await bus.InvokeAsync<CommandAnswer>(new DecideDay(id, choice, body.Reason, body.Seen ?? -1, user.Doer(), byOffice), cancellationToken);
        return answer.IsDone ? Results.Ok(ActivityView.Of((await activities.FindAsync(id, cancellationToken))!)) : answer.ToResult();
    }

    private async Task<IResult> DecideManyAsync(DayDecisionsRequest body, ClaimsPrincipal user, IMessageBus bus, CancellationToken cancellationToken)
    {
        if (DayForm.ChoiceOf(body.Choice) is not { } choice) return UnknownChoice();
        if (body.Activities is not { Count: > 0 and <= Most } chosen)
            return ApiProblems.Invalid(new FieldProblem("#/activities", new($"活動を 1 件から {Most} 件まで選んでください。", $"Choose 1 to {Most} activities.")));
        foreach (var flaw in Flaw.OfText(body.Reason, nameof(body.Reason), DecideActivityHandler.LongestReason, lines: true)) return CommandAnswer.Invalid(flaw).ToResult();
        List<DecidedActivity> decided = [];
        foreach (var one in chosen.DistinctBy(c => c.Id))
        {
            var answer = await desk.FindAsync(one.Id, user, cancellationToken) is not { MayDecide: true } ? CommandAnswer.Unknown
                : await bus.InvokeAsync<CommandAnswer>(new DecideDay(one.Id, choice, body.Reason, one.Seen ?? -1, user.Doer(), ByOffice: true), cancellationToken);
            decided.Add(new(one.Id, answer.IsDone, answer.Code, answer.Problem));
        }

        return Results.Ok(decided);
    }

    private static async Task<IResult> AnswerAsync(
        Guid id, RainAnswerRequest body, HttpContext context, ClaimsPrincipal user, HelperDesk helpers, IMessageBus bus, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (body.Comes is not { } comes) return ApiProblems.Invalid(new FieldProblem("#/comes", new("true か false で答えてください。", "Answer true or false.")));
        if (!comes) return HelperEndpoints.ToResult(id, await helpers.CancelAsync(Guid.CreateVersion7(clock.GetUtcNow()), id, user, cancellationToken), context);
        var account = user.AccountId()!.Value;
        var answer = await bus.InvokeAsync<CommandAnswer>(new ComeOnRainDay(id, account), cancellationToken);
        if (!answer.IsDone) return answer.ToResult();
        var mine = (await helpers.MineAsync(account, cancellationToken)).First(s => s.OpeningId == id);
        return Results.Ok(new HelpView(id, ApiWord.Of(mine.State), mine.Position));
    }

    private static IResult UnknownChoice() => ApiProblems.Invalid(new FieldProblem("#/choice", new("go、postpone、cancel のどれかにしてください。", "Use go, postpone or cancel.")));
}
