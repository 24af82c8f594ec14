using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Npgsql;
using Wolverine.Attributes;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Kenmin.SportsVolunteers.Certificates;

/// <summary>Issues certificates of an event: to all whose hours are settled, or to one of them. Repeating it issues no second one.</summary>
/// <param name="EventId">The event.</param>
/// <param name="VolunteerId">The one; null for all.</param>
[MessageIdentity("sports-volunteers.issue-certificates.v1")]
[NoNewEntries("hours that were given can be certified whatever is switched on now")]
public sealed record IssueCertificates(Guid EventId, Guid? VolunteerId);

/// <summary>How many were issued now.</summary>
/// <param name="Issued">Now.</param>
/// <param name="Valid">Those that are valid, with those from before.</param>
public sealed record CertificatesIssued(int Issued, int Valid);

/// <summary>Sees whether certificates still say what is recorded.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Volunteers">Whose.</param>
[MessageIdentity("sports-volunteers.check-certificates.v1")]
[NoNewEntries("takes back what is no longer true")]
public sealed record CheckCertificates(Guid EventId, IReadOnlyList<Guid> Volunteers);

/// <summary>Issues.</summary>
public static class IssueCertificatesHandler
{
    /// <summary>Who comes second to the unique index starts anew, and finds what the first issued.</summary>
    public static void Configure(HandlerChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        chain.OnException<Exception>(IsIssuedMeanwhile).RetryTimes(3);
    }

    private static bool IsIssuedMeanwhile(Exception e) => e switch
    {
        JasperFx.DocumentAlreadyExistsException => true,
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => true,
        AggregateException many => many.InnerExceptions.Any(IsIssuedMeanwhile),
        { InnerException: { } inner } => IsIssuedMeanwhile(inner),
        _ => false,
    };

    /// <summary>
    /// The hours are read before the certificates are stored, and could be corrected in between: each is looked at again after the
    /// commit. A unique index keeps two who issue at once from issuing twice; one of them then finds the other's.
    /// </summary>
    public static async Task<(CertificatesIssued, CheckCertificates)> Handle(
        IssueCertificates command, IDocumentSession session, IParticipation<ISportsVolunteersStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        var sportsEvent = (await session.LoadAsync<SportsEvent>(command.EventId, cancellationToken))!;
        var hours = await EventHours.ReadAsync(session, participation, command.EventId, command.VolunteerId, clock.GetUtcNow(), cancellationToken);
        var known = (await session.LoadManyAsync<Volunteer>(cancellationToken, [.. hours.Keys])).Where(v => !v.Erased).Select(v => v.Id).ToHashSet();
        var valid = (await session.Query<Certificate>().Where(c => c.EventId == command.EventId && c.RevokedAt == null).ToListAsync(cancellationToken))
            .Where(c => c.VolunteerId is not null).ToDictionary(c => c.VolunteerId!.Value);
        var (issued, now) = (new List<Guid>(), clock.GetUtcNow());
        foreach (var (volunteer, settled) in hours)
        {
            if (settled is null || !known.Contains(volunteer) || valid.ContainsKey(volunteer)) continue;
            session.Insert(Certificate.Of(volunteer, sportsEvent, settled, now));
            issued.Add(volunteer);
        }

        return (new(issued.Count, issued.Count + valid.Keys.Count(v => command.VolunteerId is null || v == command.VolunteerId)), new(command.EventId, issued));
    }
}

/// <summary>Checks.</summary>
public static class CheckCertificatesHandler
{
    /// <summary>What no longer says what is recorded is revoked; a new one may be issued then.</summary>
    public static async Task Handle(
        CheckCertificates message, IDocumentSession session, IParticipation<ISportsVolunteersStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (message.Volunteers.Count == 0) return;
        var keys = message.Volunteers.Select(v => Certificate.KeyOf(v, message.EventId)).ToArray();
        var valid = await session.Query<Certificate>().Where(c => c.ValidKey.IsOneOf(keys)).ToListAsync(cancellationToken);
        if (valid.Count == 0) return;
        var hours = await EventHours.ReadAsync(
            session, participation, message.EventId, message.Volunteers is [var one] ? one : null, clock.GetUtcNow(), cancellationToken);
        foreach (var certificate in valid)
        {
            if (certificate.Says(hours.GetValueOrDefault(certificate.VolunteerId!.Value))) continue;
            certificate.Revoke(clock.GetUtcNow());
            session.Store(certificate);
        }
    }
}
