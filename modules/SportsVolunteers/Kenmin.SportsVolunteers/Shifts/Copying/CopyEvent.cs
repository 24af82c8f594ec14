using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Initiatives;
using Marten;
using Wolverine.Attributes;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Kenmin.SportsVolunteers.Shifts.Copying;

/// <summary>Makes an event anew for another year, with its shifts moved by whole days. Nobody's sign-up is copied, and it is not published.</summary>
/// <param name="SourceId">The event that is copied.</param>
/// <param name="NewId">The id of the new one: sent again, it makes no second.</param>
/// <param name="Name">The new one's name.</param>
/// <param name="FirstDay">The new one's first day; all days move by as much as the first.</param>
/// <param name="By">The account.</param>
[MessageIdentity("sports-volunteers.copy-event.v1")]
[NoNewEntries("prepares; sign-up is decided for the shift")]
public sealed record CopyEvent(Guid SourceId, Guid NewId, string Name, DateOnly FirstDay, Guid? By);

/// <summary>How copying ended.</summary>
/// <param name="Slug">The new event's short id, when it was made.</param>
/// <param name="Problem">Why it was not.</param>
public sealed record EventCopied(string? Slug, LocalizedText? Problem);

/// <summary>When and how the event comes back.</summary>
internal static partial class NextYear
{
    /// <summary>
    /// The first day a year later on the same weekday: 52 weeks on, or 53 where 52 would lead into the same fiscal year again.
    /// </summary>
    public static DateOnly FirstDay(DateOnly day) =>
        FiscalYear.Of(day.AddDays(364)) == FiscalYear.Of(day) ? day.AddDays(371) : day.AddDays(364);

    /// <summary>The name with its year or number counted on: 大会2026 → 大会2027, 令和8年度 → 令和9年度, 第12回 → 第13回.</summary>
    public static string Name(string name) => Counted().Replace(name, found =>
    {
        var number = found.Groups["n"];
        var next = (int.Parse(number.Value.Normalize(System.Text.NormalizationForm.FormKC), CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
        return found.Value.Replace(number.Value, next, StringComparison.Ordinal);
    });

    [GeneratedRegex(@"(?<![0-9０-９])(?<n>(?:20|２０)[0-9０-９]{2})(?![0-9０-９])|第(?<n>[0-9０-９]{1,4})回|令和(?<n>[0-9０-９]{1,2})年")]
    private static partial Regex Counted();
}

/// <summary>Copies.</summary>
public static class CopyEventHandler
{
    private const string SlugLetters = "23456789abcdefghjkmnpqrstvwxyz";

    /// <summary>Who comes second starts anew, and finds what the first made.</summary>
    public static void Configure(HandlerChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        chain.OnException<JasperFx.DocumentAlreadyExistsException>().RetryTimes(2);
    }

    /// <summary>Stores event and shifts in one transaction; the sign-up engine is told of each afterwards.</summary>
    public static async Task<EventCopied> Handle(
        CopyEvent command, IDocumentSession session, IParticipation<ISportsVolunteersStore> participation, InitiativeDirectory initiatives,
        CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<SportsEvent>(command.NewId, cancellationToken) is { } made) return new(made.Slug, null);
        var source = (await session.LoadAsync<SportsEvent>(command.SourceId, cancellationToken))!;
        var year = FiscalYear.Of(command.FirstDay);
        if (!initiatives.IsBeingPrepared(source.InitiativeId, year))
            return Refused($"この大会の事業は、{year.StartYear}年度にはスポーツボランティアを使えません。先に事業の設定をしてください。", $"The initiative of this event does not use sports volunteers in fiscal {year.StartYear}. Set it up first.");
        var key = SportsEvent.KeyOf(command.Name, command.FirstDay);
        // What the same command made a moment ago, after it was looked for by its id, is no other event.
        if (await session.Query<SportsEvent>().FirstOrDefaultAsync(e => e.Key == key, cancellationToken) is { } known)
            return known.Id == command.NewId ? new(known.Slug, null) : Refused("同じ名前の大会が、その年度にすでにあります。", "There is an event of this name in that fiscal year already.");

        var days = command.FirstDay.DayNumber - source.FirstDay.DayNumber;
        var shifts = await session.Query<Shift>().Where(s => s.EventId == source.Id).ToListAsync(cancellationToken);
        var occupancies = await participation.OccupancyAsync([.. shifts.Select(s => s.Id)], cancellationToken);
        var copy = new SportsEvent
        {
            Id = command.NewId, Slug = RandomNumberGenerator.GetString(SlugLetters, 8), Name = command.Name, Key = key, InitiativeId = source.InitiativeId,
            FirstDay = command.FirstDay, LastDay = source.LastDay.AddDays(days), SignUpFrom = source.SignUpFrom?.AddDays(days),
            SignUpClosesDaysBefore = source.SignUpClosesDaysBefore, OfferHours = source.OfferHours, MealFromMinutes = source.MealFromMinutes,
            CheckIn = source.CheckIn,
        };
        session.Insert(copy);
        foreach (var shift in shifts)
        {
            // What was cancelled does not come back by itself.
            if (occupancies.GetValueOrDefault(shift.Id) is not { Status: not OpeningStatus.Cancelled } occupancy) continue;
            var next = new Shift
            {
                Id = Guid.CreateVersion7(), EventId = copy.Id, VenueId = shift.VenueId, MunicipalityCode = shift.MunicipalityCode, Role = shift.Role,
                Qualifications = shift.Qualifications, MinimumAge = shift.MinimumAge, Remark = shift.Remark, Grants = shift.Grants, GrantsForMonths = shift.GrantsForMonths,
            };
            next.SetTime(shift.Day.AddDays(days), TimeOnly.FromDateTime(JapanTime.Local(shift.Starts).DateTime), shift.Ends - JapanTime.StartOf(shift.Day));
            next.TellEngine(occupancy.Capacity, moved: false, command.By);
            session.Insert(next);
        }

        return new(copy.Slug, null);
    }

    private static EventCopied Refused(string ja, string en) => new(null, new LocalizedText(ja, en));
}
