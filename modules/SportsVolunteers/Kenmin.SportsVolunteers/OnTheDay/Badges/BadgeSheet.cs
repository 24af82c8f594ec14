using System.Globalization;
using System.Security.Claims;
using Kenmin.Documents;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.Participation;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Shifts.ManageShift;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Kenmin.Pages.Texts;

namespace Kenmin.SportsVolunteers.OnTheDay.Badges;

/// <summary>
/// Badges (名札) of all who have a place on a shift, ten on a sheet of name cards. A badge shows the name; its code is read by the
/// check-in page. Taking them is in the audit log.
/// </summary>
internal sealed class BadgeSheet : ISiteEndpoints
{
    public void Map(IEndpointRouteBuilder site) => site
        .MapGet("/staff/sports/shifts/{id:guid}/badges.pdf", async (
            Guid id, ClaimsPrincipal user, StaffDesk desk, BadgeRegister badges, CancellationToken cancellationToken) =>
        {
            if (!Paper.IsAvailable || await desk.FindAsync(id, user, cancellationToken) is not { } row) return Results.NotFound();
            var lines = (await desk.RosterAsync(row, user, "sports-volunteers.badges.downloaded", cancellationToken))
                .Where(l => l is { SignUp.State: SignUpState.Confirmed, Volunteer.Erased: false }).OrderBy(l => l.Volunteer!.Kana, StringComparer.Ordinal).ToList();
            var codes = await badges.CodesAsync([.. lines.Select(l => l.SignUp.PersonId)], cancellationToken);
            using var paper = new Paper(new(L("名札", "Badges").ToString(), L("ja-JP", "en").ToString(), SiteName.Text.ToString()));
            if (lines.Count == 0) paper.Paragraph(L("確定した申込はありません。", "Nobody is confirmed.").ToString());
            paper.Cards([.. lines.Select(l => new PaperCard(
                row.Event.Name, l.Name, l.Volunteer!.Kana, [row.Shift.Role, ShiftWords.When(row.Shift)], codes[l.SignUp.PersonId], BadgeCode.Shown(codes[l.SignUp.PersonId])))]);
            return Results.File(paper.ToBytes(), "application/pdf", string.Create(CultureInfo.InvariantCulture, $"badges-{row.Shift.Day:yyyyMMdd}-{id.ToString("N")[^6..]}.pdf"));
        })
        .RequirePermission(Permissions.ReadShifts).AlwaysOn("What was recorded can be taken out whatever is switched on now.");
}
