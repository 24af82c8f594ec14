using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.Persistence.Audit;
using Kenmin.SportsVolunteers.Certificates.Thanks;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Shifts.SigningUp;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;

namespace Kenmin.SportsVolunteers.Certificates;

/// <summary>What a volunteer gave to one event, with the certificate of it.</summary>
/// <param name="Event">The event.</param>
/// <param name="Shifts">Shifts at which the person was there.</param>
/// <param name="Minutes">Minutes recorded so far.</param>
/// <param name="Settled">What can be certified; null while a time is missing or a shift is to come.</param>
/// <param name="Certificate">The valid certificate; null when there is none.</param>
internal sealed record EventHoursRow(SportsEvent Event, int Shifts, long Minutes, CertifiedHours? Settled, Certificate? Certificate);

/// <summary>How far an event is with its certificates.</summary>
/// <param name="Came">People who were there.</param>
/// <param name="Settled">Of these, those whose hours are settled.</param>
/// <param name="Certificates">The valid certificates, oldest first.</param>
/// <param name="Revoked">Certificates that were revoked.</param>
internal sealed record EventCertificates(int Came, int Settled, IReadOnlyList<Certificate> Certificates, int Revoked);

/// <summary>Reads certificates for the person, for staff, and for whoever holds one in the hand.</summary>
internal sealed class CertificateDesk(
    ISportsVolunteersStore store, IParticipation<ISportsVolunteersStore> participation, Participants participants, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>How many certificates one file holds at most.</summary>
    public const int InOneFile = 200;

    /// <summary>The certificate with a number; null when there is none.</summary>
    public async Task<Certificate?> FindAsync(string? number, CancellationToken cancellationToken)
    {
        if (CertificateNumber.Read(number) is not { } read) return null;
        await using var session = store.QuerySession();
        return await session.Query<Certificate>().FirstOrDefaultAsync(c => c.Number == read, cancellationToken);
    }

    /// <summary>What the holder of the account did so far, the latest event first.</summary>
    public async Task<(Volunteer? Volunteer, IReadOnlyList<SignUpView> SignUps, IReadOnlyList<EventHoursRow> Events)> MineAsync(
        ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (await participants.FindLinkedAsync(user, cancellationToken) is not { } volunteer) return (null, [], []);
        var signUps = await participation.SignUpsOfPersonAsync(volunteer.Id, cancellationToken);
        await using var session = store.QuerySession();
        var shifts = (await session.LoadManyAsync<Shift>(cancellationToken, [.. signUps.Select(s => s.OpeningId)])).ToDictionary(s => s.Id, s => s.EventId);
        var events = (await session.LoadManyAsync<SportsEvent>(cancellationToken, [.. shifts.Values.Distinct()])).ToDictionary(e => e.Id);
        var certificates = (await session.Query<Certificate>().Where(c => c.VolunteerId == volunteer.Id && c.RevokedAt == null).ToListAsync(cancellationToken))
            .ToDictionary(c => c.EventId);
        return (volunteer, signUps,
            [.. signUps.Where(s => shifts.ContainsKey(s.OpeningId)).GroupBy(s => shifts[s.OpeningId])
                .Where(g => g.Any(s => s.Attendance?.Presence == Presence.Present))
                .Select(g => new EventHoursRow(
                    events[g.Key], g.Count(s => s.Attendance?.Presence == Presence.Present), g.Sum(s => (long)(s.Attendance?.Minutes ?? 0)),
                    CertifiedHours.Of(g, clock.GetUtcNow()), certificates.GetValueOrDefault(g.Key)))
                .OrderByDescending(r => r.Event.FirstDay)]);
    }

    /// <summary>A valid certificate of the holder of the account, with the name to be printed; null when it is not theirs.</summary>
    public async Task<(Certificate Certificate, string Name)?> MineAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (await participants.FindLinkedAsync(user, cancellationToken) is not { } volunteer) return null;
        await using var session = store.QuerySession();
        return await session.LoadAsync<Certificate>(id, cancellationToken) is { RevokedAt: null } found && found.VolunteerId == volunteer.Id
            ? (found, volunteer.FullName) : null;
    }

    /// <summary>The words of thanks of an event; null: none were sent yet.</summary>
    public async Task<EventThanks?> ThanksAsync(Guid eventId, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<EventThanks>(eventId, cancellationToken);
    }

    /// <summary>How far an event is.</summary>
    public async Task<EventCertificates> OfEventAsync(SportsEvent sportsEvent, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var hours = await EventHours.ReadAsync(session, participation, sportsEvent.Id, null, clock.GetUtcNow(), cancellationToken);
        var all = await session.Query<Certificate>().Where(c => c.EventId == sportsEvent.Id).OrderBy(c => c.Id).ToListAsync(cancellationToken);
        return new(hours.Count, hours.Values.Count(h => h is not null), [.. all.Where(c => c.RevokedAt is null)], all.Count(c => c.RevokedAt is not null));
    }

    /// <summary>Valid certificates of an event with the names to be printed, by number of the file from 1; the taking is in the audit log before.</summary>
    public async Task<IReadOnlyList<(Certificate Certificate, string Name)>> FileAsync(
        SportsEvent sportsEvent, int number, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var some = await session.Query<Certificate>().Where(c => c.EventId == sportsEvent.Id && c.RevokedAt == null && c.VolunteerId != null).OrderBy(c => c.Id)
            .Skip((number - 1) * InOneFile).Take(InOneFile).ToListAsync(cancellationToken);
        if (some.Count == 0) return [];
        await audit.RecordAsync(
            new(user.AccountId(), "sports-volunteers.certificates.downloaded", [.. some.Select(c => c.VolunteerId!.Value)], sportsEvent.Id.ToString()), cancellationToken);
        var names = (await session.LoadManyAsync<Volunteer>(cancellationToken, [.. some.Select(c => c.VolunteerId!.Value)])).ToDictionary(v => v.Id);
        return [.. some.Where(c => names.GetValueOrDefault(c.VolunteerId!.Value) is { Erased: false }).Select(c => (c, names[c.VolunteerId!.Value].FullName))];
    }
}
