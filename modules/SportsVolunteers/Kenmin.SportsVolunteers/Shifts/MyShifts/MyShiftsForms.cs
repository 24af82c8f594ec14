using System.Security.Claims;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SportsVolunteers.Shifts.SigningUp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.SportsVolunteers.Shifts.MyShifts;

/// <summary>
/// Takes the buttons of "my shifts". Endpoints of their own, because a form that is sent twice is no longer on the page the
/// second time: here it gets the same answer.
/// </summary>
internal sealed class MyShiftsForms : ISiteEndpoints
{
    public const string Cancel = "/sports/me/cancel", Accept = "/sports/me/accept", Decline = "/sports/me/decline";

    public void Map(IEndpointRouteBuilder site)
    {
        Take(Cancel, "cancelled", (desk, command, shift, user, stop) => desk.CancelAsync(command, shift, user, stop));
        Take(Accept, "accepted", (desk, command, shift, user, stop) => desk.AcceptAsync(command, shift, user, stop));
        Take(Decline, "declined", (desk, command, shift, user, stop) => desk.DeclineAsync(command, shift, user, stop));

        void Take(string address, string done, Func<SignUpDesk, Guid, Guid, ClaimsPrincipal, CancellationToken, Task<DeskAnswer>> send) => site
            .MapPost(address, async ([FromForm] Guid shiftId, [FromForm] Guid commandId, ClaimsPrincipal user, SignUpDesk desk, CancellationToken cancellationToken) =>
            {
                var answer = await send(desk, commandId, shiftId, user, cancellationToken);
                return Results.LocalRedirect(answer.IsDone ? $"/sports/me?done={done}" : $"/sports/me?refused={answer.Code}");
            })
            .RequirePermission(Permissions.TakePart).AlwaysOn("what a person has signed up for can always be answered and cancelled").ExcludeFromDescription();
    }
}
