using System.Security.Claims;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.SportsVolunteers.Shifts.ManageShift;

/// <summary>Takes the taps of the check-in list. A tap that is sent twice gets the same answer.</summary>
internal sealed class CheckInForms : ISiteEndpoints
{
    public static string AddressOf(Guid shift) => $"/staff/sports/shifts/{shift}/attendance";

    public void Map(IEndpointRouteBuilder site) => site
        .MapPost("/staff/sports/shifts/{id:guid}/attendance", async (
            Guid id, [FromForm] Guid person, [FromForm] string entry, [FromForm] Guid commandId, ClaimsPrincipal user, StaffDesk desk,
            TimeProvider clock, CancellationToken cancellationToken) =>
        {
            if (await desk.FindAsync(id, user, cancellationToken) is not { } row || !await desk.TakesAsync(row, Features.CheckIn))
                return Results.NotFound();
            AttendanceEntry? what = entry switch
            {
                "in" => new AttendanceEntry.CheckIn(clock.GetUtcNow()),
                "out" => new AttendanceEntry.CheckOut(clock.GetUtcNow()),
                "absent" => new AttendanceEntry.NoShow(),
                "undo" => new AttendanceEntry.Withdraw(),
                _ => null,
            };
            if (what is null) return Results.BadRequest();
            var refusal = await desk.RecordAsync(commandId, id, person, what, user, cancellationToken);
            return Results.LocalRedirect($"/staff/sports/shifts/{id}?{(refusal is null ? "done=recorded" : "refused=1")}");
        })
        .RequirePermission(Permissions.CheckIn).AlwaysOn("whether check-in is open is decided for the shift's own fiscal year").NewEntries(Features.CheckIn).ExcludeFromDescription();
}
