using Kenmin.Modularity.Persons;
using Kenmin.Persistence.Audit;

namespace Kenmin.Accounts.AuditLog;

/// <summary>A person whose data an account saw, with what is needed to tell them.</summary>
/// <param name="Seen">When and how often.</param>
/// <param name="Known">Who it is; null where no module knows the person any more.</param>
internal sealed record AffectedPerson(SeenPerson Seen, KnownPerson? Known)
{
    /// <summary>How to reach the person, in one line.</summary>
    public string Contact => string.Join(' ', new[] { Known?.PostalCode is { } code ? "〒" + code : null, Known?.Address, Known?.Phone, Known?.Email }.Where(c => !string.IsNullOrEmpty(c)));
}

/// <summary>Finds whose data an account saw, for the notice duty after a leak; the search itself is recorded as a look at them.</summary>
internal sealed class LeakDrill(IAuditTrail audit, IEnumerable<IPersonDirectory> directories)
{
    /// <summary>A leak of more persons than this is reported whatever the data (enforcement rules of the Act on the Protection of Personal Information).</summary>
    public const int ReportedAbove = 100;

    public Task<SeenCount> CountAsync(Guid account, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) =>
        audit.CountSeenAsync(account, from, until, cancellationToken);

    /// <summary>Persons in the order of their ids.</summary>
    /// <param name="reader">Who looks now.</param>
    /// <param name="query">Whose looks.</param>
    /// <param name="action">What is recorded.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public async Task<IReadOnlyList<AffectedPerson>> FindAsync(Guid reader, SeenQuery query, string action, CancellationToken cancellationToken)
    {
        var seen = await audit.SeenAsync(query, cancellationToken);
        Guid[] ids = [.. seen.Select(s => s.PersonId)];
        await audit.RecordAsync(new(reader, action, ids, $"actor: {query.ActorId}"), cancellationToken);
        Dictionary<Guid, KnownPerson> known = [];
        foreach (var directory in directories)
            foreach (var person in await directory.FindAsync(ids, cancellationToken)) known[person.Id] = person;
        return [.. seen.Select(s => new AffectedPerson(s, known.GetValueOrDefault(s.PersonId)))];
    }
}
