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

namespace Kenmin.SportsVolunteers.Shifts.Api;

/// <summary>What staff do with a shift. Municipal staff reach shifts in their municipalities; others look as if they were not there.</summary>
internal sealed class StaffEndpoints : IApiEndpoints
{
    public void Map(IEndpointRouteBuilder api)
    {
        var shifts = api.MapGroup("/sports/shifts/{id:guid}").WithTags("sports staff");

        shifts.MapGet("/roster", async (Guid id, ClaimsPrincipal user, StaffDesk desk, CancellationToken cancellationToken) =>
                await desk.FindAsync(id, user, cancellationToken) is { } row
                    ? Results.Ok((await desk.RosterAsync(row, user, "sports-volunteers.shift-roster.viewed", cancellationToken)).Select(ViewOf).ToList())
                    : ApiProblems.NotFound())
            .Produces<IReadOnlyList<RosterLineView>>().ProducesProblem(StatusCodes.Status404NotFound).WithExample(response: new[] { RosterLineView.Example })
            .WithSummary("申込者名簿 / Roster of a shift").WithDescription("Every look is written to the audit log.")
            .RequirePermission(Permissions.ReadShifts).AlwaysOn("what was recorded can be read whatever is switched on now");

        shifts.MapPost("/roster/{volunteerId:guid}/attendance", RecordAsync)
            .Produces<RosterLineView>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesRefusals()
            .WithExample(new AttendanceRequest("check-in", null, null), RosterLineView.Example)
            .WithSummary("出席の記録 / Record attendance").WithDescription("`entry` is check-in, check-out, no-show or withdraw.")
            .RequirePermission(Permissions.CheckIn).AlwaysOn("whether check-in is open is decided for the shift's own fiscal year").NewEntries(Features.CheckIn);

        shifts.MapPut("/capacity", ChangeCapacityAsync)
            .Produces<CapacityView>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesRefusals()
            .WithExample(new CapacityRequest(10, null, null), new CapacityView(10, 8, 0, 0, null))
            .WithSummary("定員の変更 / Change the capacity").WithDescription("Below the places already given it is refused (below-confirmed) unless a reason is given.")
            .RequirePermission(Permissions.ManageShifts).AlwaysOn("staff prepare next year's shifts whatever is switched on now");
    }

    private static async Task<IResult> RecordAsync(
        Guid id, Guid volunteerId, AttendanceRequest body, ClaimsPrincipal user, StaffDesk desk, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, user, cancellationToken) is not { } row || !await desk.TakesAsync(row, Features.CheckIn))
            return ApiProblems.NotFound();
        AttendanceEntry? entry = body.Entry switch
        {
            "check-in" => new AttendanceEntry.CheckIn(body.At ?? clock.GetUtcNow()),
            "check-out" => new AttendanceEntry.CheckOut(body.At ?? clock.GetUtcNow()),
            "no-show" => new AttendanceEntry.NoShow(),
            "withdraw" => new AttendanceEntry.Withdraw(),
            _ => null,
        };
        if (entry is null)
            return ApiProblems.Invalid(new FieldProblem("#/entry", new(
                "check-in、check-out、no-show、withdraw のどれかを指定してください。", "Give one of check-in, check-out, no-show, withdraw.")));
        if (await desk.RecordAsync(body.CommandId ?? Guid.CreateVersion7(), id, volunteerId, entry, user, cancellationToken) is { } refusal)
            return ApiProblems.Refused("attendance", refusal);
        return await desk.PersonAsync(row, volunteerId, user, cancellationToken) is { } line ? Results.Ok(ViewOf(line)) : ApiProblems.NotFound();
    }

    private static async Task<IResult> ChangeCapacityAsync(
        Guid id, CapacityRequest body, HttpContext context, ClaimsPrincipal user, StaffDesk desk, IParticipation<ISportsVolunteersStore> participation,
        CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id, user, cancellationToken) is not { } row) return ApiProblems.NotFound();
        if (body.Capacity is < 0 or > 10_000)
            return ApiProblems.Invalid(new FieldProblem("#/capacity", new("0から10,000までの数で指定してください。", "Give a number from 0 to 10,000.")));
        return await desk.ChangeCapacityAsync(body.CommandId ?? Guid.CreateVersion7(), row, body.Capacity, body.Reason, user, cancellationToken) switch
        {
            Result<OpeningChanged>.Refused { Reason: var reason } => ApiProblems.Refused(SignUpDesk.CodeOf(reason.Code), reason.Text),
            Result<OpeningChanged>.Busy { RetryAfter: var after } => ApiProblems.Busy(context, after),
            _ => Results.Ok(CapacityView.Of((await participation.OccupancyAsync([id], cancellationToken))[id])),
        };
    }

    private static RosterLineView ViewOf(RosterLine line) => new(
        line.SignUp.PersonId, line.Name, line.Volunteer?.Kana ?? "", line.Volunteer?.Phone, SignUpAnswerView.NameOf(line.SignUp.State), line.SignUp.Position,
        line.SignUp.WalkIn, line.SignUp.Attendance?.Presence.ToString().ToLowerInvariant(), Local(line.SignUp.Attendance?.CheckedIn),
        Local(line.SignUp.Attendance?.CheckedOut), line.SignUp.Attendance?.Minutes);

    private static DateTimeOffset? Local(DateTimeOffset? at) => at is { } time ? JapanTime.Local(time) : null;
}
