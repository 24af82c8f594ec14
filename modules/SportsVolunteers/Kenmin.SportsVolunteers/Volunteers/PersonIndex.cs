using Kenmin.Persistence;
using Marten;

namespace Kenmin.SportsVolunteers.Volunteers;

/// <summary>
/// The stored people that a batch of applications may be about, found by their keys, and those the batch itself brought.
/// Whoever adds people holds <see cref="LockAsync"/> meanwhile, so that nobody is added twice at the same time.
/// </summary>
internal sealed class PersonIndex
{
    // Any constant of our own serves; locks are per database, and so is the list of volunteers.
    private const string LockName = "sports-volunteers.people";

    // Person by person, each by the index: key by key takes four times as long, all keys at once twenty times.
    private const string ByKeys =
        """
        select distinct p.id from (select array_agg(k.key) as keys from unnest($1, $2) as k(key, person) group by k.person) k
        join {s}.mt_doc_volunteer p on p.match_keys && k.keys
        """;

    private readonly Dictionary<string, List<Volunteer>> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, Volunteer> _people = [];

    /// <summary>
    /// Waits until no other transaction adds people; the lock ends with the session's transaction. Within it people are looked up
    /// by the index: with few people the planner would rather look at each of them, for each of thousands of keys.
    /// </summary>
    public static async Task LockAsync(IDocumentSession session, CancellationToken cancellationToken)
    {
        await session.BeginAsync(cancellationToken);
        await using var command = session.Connection!.CreateCommand();
        command.CommandText = "select pg_advisory_xact_lock(hashtextextended($1, 0)), set_config('enable_seqscan', 'off', true)";
        command.Parameters.Add(new() { Value = LockName });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Loads everybody who shares a key with one of <paramref name="people"/>.</summary>
    public async Task LoadAsync(IReadOnlyList<Volunteer> people, IDocumentSession session, CancellationToken cancellationToken)
    {
        foreach (var part in people.Chunk(500))
        {
            var ids = (await KnownAsync(part, session, cancellationToken)).Where(id => !_people.ContainsKey(id)).ToArray();
            if (ids.Length == 0) continue;
            foreach (var known in await session.LoadManyAsync<Volunteer>(cancellationToken, ids)) Add(known);
        }
    }

    private static async Task<List<Guid>> KnownAsync(Volunteer[] people, IDocumentSession session, CancellationToken cancellationToken)
    {
        var keys = people.SelectMany((person, i) => person.MatchKeys.Select(key => (Key: key, Person: i))).ToList();
        if (keys.Count == 0) return [];
        // What is kept of a plan was made when the list was short, or for a list of any length: the keys' own index is the only way that stays quick.
        await session.ReadSqlAsync<string>("select set_config('enable_seqscan', 'off', true) || set_config('enable_indexscan', 'off', true)", cancellationToken);
        List<Guid> found = [];
        await using (var command = await session.SqlAsync(ByKeys, cancellationToken, keys.Select(k => k.Key).ToArray(), keys.Select(k => k.Person).ToArray()))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            while (await reader.ReadAsync(cancellationToken)) found.Add(reader.GetGuid(0));
        await session.ReadSqlAsync<string>("select set_config('enable_indexscan', 'on', true)", cancellationToken);
        return found;
    }

    /// <summary>Makes a person findable, or findable by changed keys.</summary>
    public void Add(Volunteer person)
    {
        _people[person.Id] = person;
        foreach (var key in person.MatchKeys)
        {
            if (!_byKey.TryGetValue(key, out var people)) _byKey.Add(key, people = []);
            if (!people.Contains(person)) people.Add(person);
        }
    }

    /// <summary>Takes a person out, so that nobody is compared with them.</summary>
    public void Remove(Guid id)
    {
        if (!_people.Remove(id)) return;
        foreach (var people in _byKey.Values) people.RemoveAll(p => p.Id == id);
    }

    /// <summary>The person a line was read for before; null when the line is new.</summary>
    public Volunteer? OfLine(string fingerprint) => _byKey.GetValueOrDefault(PersonKeys.OfLine(fingerprint))?.FirstOrDefault();

    /// <summary>The person who <paramref name="other"/> is near-certainly; the likeliest, and of these the one known longest.</summary>
    public (Volunteer Person, WhoIsWho.Likeness Likeness)? Find(Volunteer other) =>
        Compared(other).Where(x => x.Likeness.IsNearCertain).Select(x => ((Volunteer, WhoIsWho.Likeness)?)x).FirstOrDefault();

    /// <summary>Others whom <paramref name="person"/> is compared with, the likeliest first, and of these the one known longest.</summary>
    public IEnumerable<(Volunteer Person, WhoIsWho.Likeness Likeness)> Compared(Volunteer person) => person.MatchKeys
        .SelectMany(key => _byKey.GetValueOrDefault(key) ?? [])
        .Distinct()
        .Where(other => other.Id != person.Id)
        .Select(other => (other, likeness: WhoIsWho.Compare(other, person)))
        .OrderByDescending(x => x.likeness.Points).ThenBy(x => x.other.Id);
}
