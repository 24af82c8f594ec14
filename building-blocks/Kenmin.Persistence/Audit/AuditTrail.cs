using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace Kenmin.Persistence.Audit;

internal sealed class AuditTrail(NpgsqlDataSource database) : IAuditTrail
{
    private const string Seen = $"{AuditTable.Log} where actor_id = $1 and at >= $2 and at < $3 and kind in ('view', 'export')";

    public async Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"insert into {AuditTable.Log} (actor_id, kind, action, subject_ids, matter) values ($1, $2, $3, $4, $5)");
        Add(command, entry.ActorId, NpgsqlDbType.Uuid);
        Add(command, AuditKinds.ToStored(entry.Kind), NpgsqlDbType.Text);
        Add(command, entry.Action, NpgsqlDbType.Text);
        command.Parameters.Add(new() { Value = entry.SubjectIds.ToArray() });
        Add(command, entry.Matter, NpgsqlDbType.Text);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public Task<IReadOnlyList<RecordedAuditEntry>> FindAsync(AuditQuery query, CancellationToken cancellationToken) => database.AskAsync(async connection =>
    {
        await using NpgsqlCommand command = new(
            $"""
            select l.id, l.at, l.actor_id, l.action, l.subject_ids, l.matter, l.kind, s.position
            from {AuditTable.Log} l left join {AuditTable.Seal} s on s.entry_id = l.id
            where ($1::uuid is null or l.subject_ids @> array[$1]) and ($2::uuid is null or l.actor_id = $2) and ($3::bigint is null or l.id < $3)
              and ($4::text is null or l.kind = $4) and ($5::text is null or starts_with(l.action, $5))
              and ($6::timestamptz is null or l.at >= $6) and ($7::timestamptz is null or l.at < $7)
            order by l.id desc limit $8
            """, connection);
        Add(command, query.SubjectId, NpgsqlDbType.Uuid);
        Add(command, query.ActorId, NpgsqlDbType.Uuid);
        Add(command, query.Before, NpgsqlDbType.Bigint);
        Add(command, query.Kind is { } kind ? AuditKinds.ToStored(kind) : null, NpgsqlDbType.Text);
        Add(command, query.Action, NpgsqlDbType.Text);
        Add(command, query.From?.ToUniversalTime(), NpgsqlDbType.TimestampTz);
        Add(command, query.Until?.ToUniversalTime(), NpgsqlDbType.TimestampTz);
        command.Parameters.Add(new() { Value = Math.Clamp(query.Take, 1, 201) });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<RecordedAuditEntry> entries = [];
        while (await reader.ReadAsync(cancellationToken)) entries.Add(Read(reader, reader.IsDBNull(7) ? null : reader.GetInt64(7)));
        return (IReadOnlyList<RecordedAuditEntry>)entries;
    }, cancellationToken);

    public Task<IReadOnlyList<SeenPerson>> SeenAsync(SeenQuery query, CancellationToken cancellationToken) => database.AskAsync(async connection =>
    {
        await using NpgsqlCommand command = new(
            $"""
            select person, min(at), max(at), count(*), array_agg(distinct action)
            from (select unnest(subject_ids) as person, at, action from {Seen}) seen
            where $4::uuid is null or person > $4
            group by person order by person limit $5
            """, connection);
        AddSeen(command, query.ActorId, query.From, query.Until);
        Add(command, query.After, NpgsqlDbType.Uuid);
        command.Parameters.Add(new() { Value = Math.Clamp(query.Take, 1, 1001) });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<SeenPerson> people = [];
        while (await reader.ReadAsync(cancellationToken))
            people.Add(new(
                reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetFieldValue<DateTimeOffset>(2),
                (int)reader.GetInt64(3), reader.GetFieldValue<string[]>(4)));
        return (IReadOnlyList<SeenPerson>)people;
    }, cancellationToken);

    public async Task<SeenCount> CountSeenAsync(Guid actorId, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""
            select (select count(distinct person) from (select unnest(subject_ids) as person from {Seen}) people), count(*),
              count(*) filter (where cardinality(subject_ids) = 0) from {Seen}
            """);
        AddSeen(command, actorId, from, until);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new((int)reader.GetInt64(0), (int)reader.GetInt64(1), (int)reader.GetInt64(2));
    }

    /// <summary>Reads id, at, actor, action, subjects, matter, kind from the first seven columns.</summary>
    public static RecordedAuditEntry Read(DbDataReader reader, long? position) => new(
        reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1),
        new AuditEntry(
            reader.IsDBNull(2) ? null : reader.GetGuid(2), reader.GetString(3), reader.GetFieldValue<Guid[]>(4),
            reader.IsDBNull(5) ? null : reader.GetString(5)) { Kind = AuditKinds.FromStored(reader.GetString(6)) },
        position);

    private static void AddSeen(NpgsqlCommand command, Guid actorId, DateTimeOffset from, DateTimeOffset until)
    {
        Add(command, actorId, NpgsqlDbType.Uuid);
        Add(command, from.ToUniversalTime(), NpgsqlDbType.TimestampTz);
        Add(command, until.ToUniversalTime(), NpgsqlDbType.TimestampTz);
    }

    private static void Add(NpgsqlCommand command, object? value, NpgsqlDbType type) =>
        command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
}
