using System.Globalization;
using System.Security.Claims;
using JasperFx;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;

namespace Kenmin.SportsVolunteers.OnTheDay.Incidents;

/// <summary>What was entered of an incident.</summary>
internal sealed record IncidentInput(string? Kind, string? Time, string? Person, string? Text);

/// <summary>An incident with the person, as staff see it.</summary>
internal sealed record IncidentRow(Incident Incident, Shift? Shift, Volunteer? Volunteer);

/// <summary>Writing down what happened at a shift, and reading it. Every look at somebody's is recorded.</summary>
internal sealed class IncidentDesk(ISportsVolunteersStore store, IAuditTrail audit, TimeProvider clock)
{
    private const int LongestText = 2000;

    /// <summary>The incidents of a shift, or of all shifts of an event that the user may see, in the order in which they happened.</summary>
    public async Task<IReadOnlyList<IncidentRow>> FindAsync(IReadOnlyCollection<Shift> shifts, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        Guid[] ids = [.. shifts.Select(s => s.Id)];
        var found = await session.Query<Incident>().Where(i => i.ShiftId.IsOneOf(ids)).OrderBy(i => i.At).ToListAsync(cancellationToken);
        var people = (await session.LoadManyAsync<Volunteer>(cancellationToken, [.. found.Select(i => i.VolunteerId).OfType<Guid>().Distinct()])).Where(v => !v.Erased).ToDictionary(v => v.Id);
        if (people.Count > 0) await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.incidents.viewed", [.. people.Keys]), cancellationToken);
        var byId = shifts.ToDictionary(s => s.Id);
        return [.. found.Select(i => new IncidentRow(i, byId.GetValueOrDefault(i.ShiftId), i.VolunteerId is { } id ? people.GetValueOrDefault(id) : null))];
    }

    /// <summary>Writes an incident down.</summary>
    /// <param name="shift">The shift, which the user may see.</param>
    /// <param name="onIt">Who may have been concerned: the people of the shift.</param>
    /// <param name="input">What was entered.</param>
    /// <param name="user">The member of staff.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What is wrong with which field; empty when it was written down.</returns>
    public async Task<IReadOnlyList<KeyValuePair<string, LocalizedText>>> WriteAsync(
        Shift shift, IReadOnlySet<Guid> onIt, IncidentInput input, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, LocalizedText>> problems = [];
        if (!Enum.TryParse<IncidentKind>(input.Kind, out var kind) || !Enum.IsDefined(kind)) problems.Add(new(nameof(input.Kind), new("種類を選んでください。", "Choose what kind it was.")));
        var time = LenientTime.Parse(input.Time);
        if (!time.IsOk) problems.Add(new(nameof(input.Time), time.Error));
        Guid? person = null;
        if (!string.IsNullOrWhiteSpace(input.Person))
        {
            person = Guid.TryParse(input.Person, out var id) && onIt.Contains(id) ? id : null;
            if (person is null) problems.Add(new(nameof(input.Person), new("この活動枠の人から選んでください。", "Choose one of the people of this shift.")));
        }

        if (TextOf(input.Text, out var text) is { } wrong) problems.Add(new(nameof(input.Text), wrong));
        if (problems.Count > 0) return problems;
        var now = clock.GetUtcNow();
        var at = JapanTime.At(shift.Day, time.Value).ToUniversalTime();
        if (at > now) return [new(nameof(input.Time), new("まだ来ていない時刻です。", "That time is still to come."))];
        if (person is { } concerned) await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.incident.written", [concerned], shift.Id.ToString()), cancellationToken);
        await using var session = store.LightweightSession();
        session.Insert(new Incident
        {
            Id = Guid.CreateVersion7(now), ShiftId = shift.Id, EventId = shift.EventId, Kind = kind, At = at, VolunteerId = person,
            Notes = [new(now, user.AccountId(), user.DisplayName(), text)],
        });
        await session.SaveChangesAsync(cancellationToken);
        return [];
    }

    /// <summary>Adds a note to an incident of a shift: what was done, what came of it.</summary>
    /// <returns>What is wrong with the text; null when it was added.</returns>
    public async Task<LocalizedText?> AddAsync(Guid shiftId, Guid incidentId, string? note, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (TextOf(note, out var text) is { } wrong) return wrong;
        for (var attempt = 1; ; attempt++)
        {
            await using var session = store.LightweightSession();
            if (await session.LoadAsync<Incident>(incidentId, cancellationToken) is not { } incident || incident.ShiftId != shiftId)
                return new("記録が見つかりません。", "There is no such record.");
            if (attempt == 1 && incident.VolunteerId is { } concerned)
                await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.incident.written", [concerned], shiftId.ToString()), cancellationToken);
            incident.Notes.Add(new(clock.GetUtcNow(), user.AccountId(), user.DisplayName(), text));
            session.Store(incident);
            try
            {
                await session.SaveChangesAsync(cancellationToken);
                return null;
            }
            catch (ConcurrencyException) when (attempt < 4)
            {
                // Again, after what somebody else added.
            }
        }
    }

    private static LocalizedText? TextOf(string? entered, out string text)
    {
        text = (entered ?? "").Trim();
        return text.Length is > 0 and <= LongestText ? null : new LocalizedText(
            string.Create(CultureInfo.InvariantCulture, $"何があったかを1～{LongestText}文字で入力してください。"), string.Create(CultureInfo.InvariantCulture, $"Say what happened in 1 to {LongestText} characters."));
    }
}
