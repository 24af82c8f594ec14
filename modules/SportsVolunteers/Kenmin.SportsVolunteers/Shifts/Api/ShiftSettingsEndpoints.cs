using System.Security.Claims;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts.ManageShift;
using Kenmin.SportsVolunteers.Shifts.SigningUp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wolverine;

namespace Kenmin.SportsVolunteers.Shifts.Api;

/// <summary>What staff change about a shift and about single sign-ups on it.</summary>
internal sealed class ShiftSettingsEndpoints : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api)
    {
        var shifts = api.MapGroup("/sports/shifts/{id:guid}").WithTags("sports staff").AlwaysOn("staff prepare next year's shifts whatever is switched on now");

        shifts.MapPut("/time", MoveAsync)
            .Produces<ShiftView>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesRefusals()
            .WithExample(new TimeRequest(new(2026, 11, 2), "9:00", "15:00"), ShiftView.Example)
            .WithSummary("日時の変更 / Move a shift").WithDescription("Who signed up is told. The end is 24:00 at the latest.")
            .RequirePermission(Permissions.ManageShifts);

        shifts.MapPost("/cancellation", CancelAsync)
            .Produces<ShiftView>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesRefusals()
            .WithExample(new ReasonRequest("大雨のため", null), ShiftView.Example with { State = "cancelled" })
            .WithSummary("活動枠の中止 / Cancel a shift").WithDescription("All its sign-ups are cancelled and everybody is told. Cannot be undone.")
            .RequirePermission(Permissions.ManageShifts);

        shifts.MapPost("/roster/{volunteerId:guid}/cancellation", CancelSignUpAsync)
            .Produces<SignUpAnswerView>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesRefusals()
            .WithExample(new ReasonRequest("ご本人から電話で連絡", null), new SignUpAnswerView(ShiftView.Example.Id, "cancelled", null))
            .WithSummary("申込の取消し / Cancel somebody's sign-up").WithDescription("The person is told.")
            .RequirePermission(Permissions.ManageShifts);

        shifts.MapPost("/walk-ins", TakeWalkInAsync)
            .Produces<SignUpAnswerView>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesRefusals()
            .WithExample(new WalkInRequest(RosterLineView.Example.VolunteerId, null, null), new SignUpAnswerView(ShiftView.Example.Id, "confirmed", null))
            .WithSummary("当日参加の受付 / Take somebody at the door").WithDescription("Signs up and checks in. A full shift needs a reason.")
            .RequirePermission(Permissions.CheckIn).NewEntries(Features.WalkIns);

        shifts.MapPost("/planned-hours", async (
                Guid id, ClaimsPrincipal user, StaffDesk desk, CancellationToken cancellationToken) =>
                await desk.FindAsync(id, user, cancellationToken) is { } row && await desk.TakesAsync(row, Features.CheckIn)
                    ? Results.Ok(new HoursEntered(await desk.EnterPlannedHoursAsync(row, user, cancellationToken))) : ApiProblems.NotFound())
            .Produces<HoursEntered>().ProducesProblem(StatusCodes.Status404NotFound).WithExample(response: new HoursEntered(12))
            .WithSummary("予定の時間の記録 / Enter the planned hours").WithDescription("For everybody present without a time.")
            .RequirePermission(Permissions.CheckIn).NewEntries(Features.CheckIn);
    }

    private static async Task<IResult> MoveAsync(
        Guid id, TimeRequest body, ClaimsPrincipal user, StaffDesk desk, ShiftCatalog catalog, IMessageBus bus, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, user, cancellationToken) is not { } row) return ApiProblems.NotFound();
        var (start, end) = (LenientTime.Parse(body.Start), LenientTime.ParseEnd(body.End));
        List<FieldProblem> problems = [];
        if (!start.IsOk) problems.Add(new("#/start", start.Error));
        if (!end.IsOk) problems.Add(new("#/end", end.Error));
        else if (start.IsOk && end.Value <= start.Value.ToTimeSpan())
            problems.Add(new("#/end", new("終了は開始より後にしてください。", "The end must be later than the start.")));
        if (problems.Count > 0) return ApiProblems.Invalid(problems);
        if (row.Cancelled) return Cancelled();
        if (await desk.IsTakenAsync(row.Shift, body.Day, start.Value, cancellationToken))
            return ApiProblems.Refused("taken", new(
                "同じ会場・役割・日・開始の活動枠がすでにあります。", "There is a shift of this role at this venue, day and start already."));
        await bus.InvokeAsync(new MoveShift(id, body.Day, start.Value, end.Value, user.AccountId()), cancellationToken);
        return Results.Ok(ShiftView.Of((await catalog.ShiftAsync(id, cancellationToken))!));
    }

    private static async Task<IResult> CancelAsync(
        Guid id, ReasonRequest body, HttpContext context, ClaimsPrincipal user, StaffDesk desk, ShiftCatalog catalog, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, user, cancellationToken) is null) return ApiProblems.NotFound();
        if (!EventEndpoints.ReasonIsGiven(body.Reason)) return ReasonMissing();
        return await desk.CancelShiftAsync(body.CommandId ?? Guid.CreateVersion7(), id, body.Reason!.Trim(), user, cancellationToken) switch
        {
            Result<OpeningChanged>.Refused { Reason: var reason } => ApiProblems.Refused(SignUpDesk.CodeOf(reason.Code), reason.Text),
            Result<OpeningChanged>.Busy { RetryAfter: var after } => ApiProblems.Busy(context, after),
            _ => Results.Ok(ShiftView.Of((await catalog.ShiftAsync(id, cancellationToken))!)),
        };
    }

    private static async Task<IResult> CancelSignUpAsync(
        Guid id, Guid volunteerId, ReasonRequest body, HttpContext context, ClaimsPrincipal user, StaffDesk desk, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, user, cancellationToken) is null) return ApiProblems.NotFound();
        if (!EventEndpoints.ReasonIsGiven(body.Reason)) return ReasonMissing();
        return SignUpEndpoints.ToResult(
            id, await desk.CancelSignUpAsync(body.CommandId ?? Guid.CreateVersion7(), id, volunteerId, body.Reason!.Trim(), user, cancellationToken), context);
    }

    private static async Task<IResult> TakeWalkInAsync(
        Guid id, WalkInRequest body, HttpContext context, ClaimsPrincipal user, StaffDesk desk, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, user, cancellationToken) is not { } row || !await desk.TakesAsync(row, Features.WalkIns))
            return ApiProblems.NotFound();
        if (body.OverCapacityReason is { } given && !EventEndpoints.ReasonIsGiven(given))
            return ApiProblems.Invalid(new FieldProblem("#/overCapacityReason", EventEndpoints.ReasonMissing));
        var command = body.CommandId ?? Guid.CreateVersion7();
        var answer = await desk.WalkInAsync(command, row, body.VolunteerId, body.OverCapacityReason, user, cancellationToken);
        if (answer.IsDone && await desk.CheckInWalkInAsync(command, row, body.VolunteerId, user, cancellationToken) is { } refusal)
            return ApiProblems.Refused("attendance", refusal);
        return SignUpEndpoints.ToResult(id, answer, context);
    }

    private static IResult Cancelled() => ApiProblems.Refused("cancelled", new("この活動枠は中止になりました。", "This shift was cancelled."));

    private static IResult ReasonMissing() => ApiProblems.Invalid(new FieldProblem("#/reason", EventEndpoints.ReasonMissing));
}

/// <summary>Moves a shift.</summary>
/// <param name="Day">The day.</param>
/// <param name="Start">The start, such as 9:00.</param>
/// <param name="End">The end, such as 15:00; 24:00 at the latest.</param>
internal sealed record TimeRequest(DateOnly Day, string? Start, string? End);

/// <summary>Takes a person at the door.</summary>
/// <param name="VolunteerId">The person.</param>
/// <param name="OverCapacityReason">Why there is one more than the places; null: only a free place.</param>
/// <param name="CommandId">Sent again with the same id, it changes nothing more.</param>
internal sealed record WalkInRequest(Guid VolunteerId, string? OverCapacityReason, Guid? CommandId);

/// <summary>How many people the planned hours were entered for.</summary>
/// <param name="People">People.</param>
internal sealed record HoursEntered(int People);
