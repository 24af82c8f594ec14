using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts.ManageShift;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;

namespace Kenmin.SportsVolunteers.Shifts.ManageEvents;

/// <summary>A line of an event's report. Sign-ups are counted, not people.</summary>
internal sealed record ReportLine(LocalizedText Name, int Confirmed, int Attended, int Absent, int Unrecorded, long Minutes);

/// <summary>Who came and stayed: sign-ups, attendance and hours of an event's shifts.</summary>
/// <param name="Planned">Places of all shifts that were not cancelled.</param>
/// <param name="Cancelled">Sign-ups that were cancelled.</param>
/// <param name="People">Different people who were there.</param>
/// <param name="Total">All sign-ups.</param>
/// <param name="ByMunicipality">By where the person lives.</param>
/// <param name="ByAge">By the person's age on the day of the shift.</param>
internal sealed record EventReport(
    int Planned, int Cancelled, int People, ReportLine Total, IReadOnlyList<ReportLine> ByMunicipality, IReadOnlyList<ReportLine> ByAge);

/// <summary>Makes the report.</summary>
internal sealed class EventReports(
    ISportsVolunteersStore store, ShiftCatalog catalog, IParticipation<ISportsVolunteersStore> participation, IAuditTrail audit)
{
    private static readonly (int From, LocalizedText Name)[] Ages =
    [
        (0, new("18歳未満", "Under 18")), (18, new("18～29歳", "18–29")), (30, new("30～49歳", "30–49")), (50, new("50～64歳", "50–64")),
        (65, new("65～74歳", "65–74")), (75, new("75歳以上", "75 and over")),
    ];

    /// <summary>The report over the shifts that the user may see.</summary>
    public async Task<EventReport> MakeAsync(SportsEvent sportsEvent, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var rows = (await catalog.AllShiftsAsync(sportsEvent.Id, new(), cancellationToken)).Where(r => StaffDesk.MaySee(r.Shift, user)).ToList();
        var shifts = rows.ToDictionary(r => r.Shift.Id, r => r.Shift);
        var signUps = await participation.SignUpsOfOpeningsAsync([.. shifts.Keys], cancellationToken);
        var confirmed = signUps.Where(s => s.State == SignUpState.Confirmed).ToList();
        await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.event-report.viewed", [], sportsEvent.Id.ToString()), cancellationToken);
        await using var session = store.QuerySession();
        var people = (await session.LoadManyAsync<Volunteer>(cancellationToken, [.. confirmed.Select(s => s.PersonId).Distinct()])).ToDictionary(v => v.Id);

        return new(
            rows.Where(r => !r.Cancelled).Sum(r => r.Occupancy?.Capacity ?? 0),
            signUps.Count(s => s.State == SignUpState.Cancelled),
            confirmed.Where(s => s.Attendance?.Presence == Presence.Present).Select(s => s.PersonId).Distinct().Count(),
            Line(new("合計", "Total"), confirmed),
            [.. confirmed.GroupBy(s => people.GetValueOrDefault(s.PersonId)?.MunicipalityCode ?? "")
                .OrderBy(g => g.Key.Length == 0 ? "9" : g.Key, StringComparer.Ordinal)
                .Select(g => Line(Municipality.ByCode(g.Key)?.Names ?? new("県外・不明", "Elsewhere or unknown"), [.. g]))],
            [.. confirmed.GroupBy(s => AgeClass(people.GetValueOrDefault(s.PersonId), shifts[s.OpeningId].Day))
                .OrderBy(g => g.Key < 0 ? int.MaxValue : g.Key)
                .Select(g => Line(g.Key < 0 ? new("不明", "Unknown") : Ages[g.Key].Name, [.. g]))]);
    }

    /// <summary>Index of the age class on the day; −1 when the birth date is not known.</summary>
    internal static int AgeClass(Volunteer? volunteer, DateOnly day) =>
        volunteer?.BirthDate is { } birth && birth <= day ? Array.FindLastIndex(Ages, a => a.From <= Age.On(birth, day)) : -1;

    private static ReportLine Line(LocalizedText name, IReadOnlyList<SignUpView> signUps) => new(
        name, signUps.Count,
        signUps.Count(s => s.Attendance?.Presence == Presence.Present),
        signUps.Count(s => s.Attendance?.Presence == Presence.Absent),
        signUps.Count(s => s.Attendance is null),
        signUps.Sum(s => (long)(s.Attendance?.Minutes ?? 0)));
}
