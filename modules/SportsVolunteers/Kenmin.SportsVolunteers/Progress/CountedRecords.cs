using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts.ManageShift;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;

namespace Kenmin.SportsVolunteers.Progress;

/// <summary>A counted record as staff see it.</summary>
/// <param name="Volunteer">The person; null where the data were removed.</param>
/// <param name="Mine">Whether this member of staff may see the person; what others see is only that there is a record.</param>
/// <param name="SignUp">The sign-up that is counted; null where people are counted.</param>
/// <param name="Participations">How often the person was there; null where sign-ups are counted.</param>
/// <param name="Minutes">Minutes of activity; null where they are not known.</param>
internal sealed record CountedRecord(Volunteer? Volunteer, bool Mine, SignUpView? SignUp, long? Participations, long? Minutes)
{
    public string Name => Volunteer is { Erased: false } known && Mine ? known.FullName
        : Mine ? new LocalizedText("（個人情報は削除済み）", "(personal data removed)").ToString()
        : new LocalizedText("（ほかの市町の方）", "(of another municipality)").ToString();
}

/// <summary>A page of counted records.</summary>
/// <param name="Items">The records.</param>
/// <param name="Next">The key of the next page; null on the last.</param>
internal sealed record CountedPage(IReadOnlyList<CountedRecord> Items, string? Next);

/// <summary>
/// Exactly the records behind a figure that was counted for the plan, as they are now. Municipal staff see the people of their
/// municipalities, and of the others that they are there; every look is in the audit log before names are shown.
/// </summary>
internal sealed class CountedRecords(
    ISportsVolunteersStore store, IParticipation<ISportsVolunteersStore> participation, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>How many records there are now, in the unit of the figure.</summary>
    public async Task<decimal> CountAsync(CountedSource source, FiscalYear year, CancellationToken cancellationToken)
    {
        if (source == CountedSource.Registered)
        {
            await using var session = store.QuerySession();
            return (await RegisteredInYear.FindAsync(session, year, clock.GetUtcNow(), cancellationToken)).Count;
        }

        var totals = await participation.TotalsOfYearAsync(year, cancellationToken);
        return source.Key switch
        {
            "sign-ups" => totals.Confirmed,
            "participations" => totals.Participations,
            "people" => totals.People,
            _ => Counting.HoursOf(totals.Minutes),
        };
    }

    /// <summary>A page of the records; the look is recorded first.</summary>
    /// <param name="source">What is counted.</param>
    /// <param name="year">The fiscal year.</param>
    /// <param name="after">The key that the page before gave; null for the first.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="user">Who looks.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<CountedPage> ReadAsync(CountedSource source, FiscalYear year, string? after, int take, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        IReadOnlyList<(Guid Person, SignUpView? SignUp, long? Times, long? Minutes)> rows;
        if (source == CountedSource.Registered)
        {
            var last = KeyOf(after).Person;
            rows = [.. (await RegisteredInYear.FindAsync(session, year, clock.GetUtcNow(), cancellationToken))
                .Where(id => last is null || id.CompareTo(last.Value) > 0).Take(take + 1).Select(id => (id, (SignUpView?)null, (long?)null, (long?)null))];
        }
        else if (source == CountedSource.People)
        {
            rows = [.. (await participation.PeopleOfYearAsync(year, KeyOf(after).Person, take + 1, cancellationToken))
                .Select(p => (p.PersonId, (SignUpView?)null, (long?)p.Participations, (long?)p.Minutes))];
        }
        else
        {
            var key = KeyOf(after);
            rows = [.. (await participation.SignUpsOfYearAsync(
                    year, attended: source != CountedSource.SignUps, key.Opening is { } o && key.Person is { } p ? (o, p) : null, take + 1, cancellationToken))
                .Select(s => (s.PersonId, (SignUpView?)s, (long?)null, (long?)s.Attendance?.Minutes))];
        }

        var shown = rows.Take(take).ToList();
        var people = (await session.LoadManyAsync<Volunteer>(cancellationToken, [.. shown.Select(r => r.Person).Distinct()])).ToDictionary(v => v.Id);
        var confined = user.ConfinedToMunicipalities() is not null;
        CountedRecord[] records =
        [
            .. shown.Select(r => people.GetValueOrDefault(r.Person) is var volunteer && volunteer is not null
                ? new CountedRecord(volunteer, VolunteerList.MaySee(user, volunteer), r.SignUp, r.Times, r.Minutes)
                : new CountedRecord(null, !confined, r.SignUp, r.Times, r.Minutes)),
        ];
        var named = records.Where(r => r is { Mine: true, Volunteer.Erased: false }).Select(r => r.Volunteer!.Id).Distinct().ToList();
        if (named.Count > 0) await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.plan-count.viewed", named, $"{source.Key}/{year}"), cancellationToken);
        return new(records, rows.Count > take ? TextOf(shown[^1].SignUp?.OpeningId, shown[^1].Person) : null);
    }

    private static string TextOf(Guid? opening, Guid person) => opening is { } o ? $"{o}_{person}" : person.ToString();

    private static (Guid? Opening, Guid? Person) KeyOf(string? text) => text?.Split('_') switch
    {
        [var person] when Guid.TryParse(person, out var p) => (null, p),
        [var opening, var person] when Guid.TryParse(opening, out var o) && Guid.TryParse(person, out var p) => (o, p),
        _ => (null, null),
    };
}
