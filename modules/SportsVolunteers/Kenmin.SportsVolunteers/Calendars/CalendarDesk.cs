using Kenmin.Calendars;
using Kenmin.Modularity.Initiatives;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using static Kenmin.Pages.Texts;

namespace Kenmin.SportsVolunteers.Calendars;

/// <summary>Puts together what calendars show: a volunteer's own shifts, and the open shifts of an initiative.</summary>
internal sealed class CalendarDesk(
    ISportsVolunteersStore store, IParticipation<ISportsVolunteersStore> participation, ShiftCatalog catalog, CalendarFeeds feeds, InitiativeDirectory initiatives,
    TimeProvider clock)
{
    private const int DaysBack = 90;

    /// <summary>The calendar behind a secret address; null when it is nobody's.</summary>
    public async Task<string?> OwnAsync(string token, string site, CancellationToken cancellationToken)
    {
        if (await feeds.FindAsync(token, cancellationToken) is not { } volunteer) return null;
        await using var session = store.QuerySession();
        if (await session.LoadAsync<Volunteer>(volunteer, cancellationToken) is not { Erased: false }) return null;
        var since = clock.GetUtcNow().AddDays(-DaysBack);
        var signUps = (await participation.SignUpsOfPersonAsync(volunteer, cancellationToken)).Where(s => s.Opening.Ends > since).ToList();
        var rows = await catalog.ShiftsAsync([.. signUps.Select(s => s.OpeningId)], cancellationToken);
        var entries = new List<CalendarEntry>();
        foreach (var signUp in signUps)
        {
            if (!rows.TryGetValue(signUp.OpeningId, out var row)) continue;
            var stream = SignUpStream.IdOf(signUp.OpeningId, volunteer);
            // What happened to the sign-up and what happened to the shift both only grow; so does their sum.
            var steps = (await session.Events.FetchStreamStateAsync(stream, cancellationToken))?.Version ?? 0;
            entries.Add(Entry(
                row, $"{stream:N}@sports-volunteers", steps + (row.Occupancy?.Version ?? 0),
                row.Cancelled ? "CANCELLED" : StatusOf(signUp.State), $"{Mark(row, signUp)}{row.Shift.Role}（{row.Event.Name}）", row.Shift.Remark, signUp.ChangedAt, site));
        }

        return CalendarFile.Write("Sports volunteers", L("スポーツボランティアの予定", "My volunteer shifts").ToString(), entries);
    }

    /// <summary>Shifts to come with a free place, of the published events of an initiative; null when there is no such initiative for everybody.</summary>
    public async Task<string?> OpenAsync(string slug, string site, CancellationToken cancellationToken)
    {
        if (initiatives.All.FirstOrDefault(i => i.Slug == slug && i.IsPublic) is not { } initiative) return null;
        var now = clock.GetUtcNow();
        var entries = new List<CalendarEntry>();
        foreach (var (sportsEvent, _) in await catalog.OfInitiativeAsync(initiative.Id, cancellationToken))
            foreach (var row in await catalog.AllShiftsAsync(sportsEvent.Id, new(), cancellationToken))
            {
                if (row.Shift.Starts <= now || !(row.Cancelled || row.Free > 0)) continue;
                var free = row.Cancelled ? "" : L($"空き{row.Free}人", $"{row.Free} free").ToString();
                entries.Add(Entry(
                    row, $"{row.Shift.Id:N}@sports-volunteers", row.Occupancy?.Version ?? 0, row.Cancelled ? "CANCELLED" : "CONFIRMED",
                    $"{row.Shift.Role}（{row.Event.Name}）", string.Join('\n', new[] { free, ShiftWords.Conditions(row.Shift).ToString(), row.Shift.Remark }.Where(t => t.Length > 0)),
                    now, site));
            }

        return CalendarFile.Write("Sports volunteers", initiative.Name.ToString(), entries);
    }

    private static CalendarEntry Entry(
        ShiftRow row, string uid, long sequence, string status, string summary, string description, DateTimeOffset changedAt, string site) => new(
        uid, (int)Math.Min(sequence, int.MaxValue), status, summary, row.Shift.Starts, row.Shift.Ends, $"{row.Venue.Name} {row.Venue.Address}".Trim(), row.Venue.Point,
        description, new Uri($"{site}/sports/shifts/{row.Shift.Id}"), changedAt);

    // A waiting list and an offer are no place yet.
    private static string StatusOf(SignUpState state) => state switch
    {
        SignUpState.Confirmed => "CONFIRMED",
        SignUpState.Cancelled => "CANCELLED",
        _ => "TENTATIVE",
    };

    // Not every program shows the status: what is not certain says so in its name as well.
    private static string Mark(ShiftRow row, SignUpView signUp) =>
        row.Cancelled ? L("【中止】", "[cancelled] ").ToString()
        : signUp.State == SignUpState.Confirmed ? "" : $"{L("【", "[")}{ShiftWords.State(signUp)}{L("】", "] ")}";
}
