using Npgsql;
using NpgsqlTypes;

namespace Kenmin.Persistence.Audit;

internal sealed class AuditTrail(NpgsqlDataSource database) : IAuditTrail
{
    private const string Table = $"{PersistenceExtensions.PlatformSchema}.{AuditTable.Name}";

    public async Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"insert into {Table} (actor_id, action, subject_ids, matter) values ($1, $2, $3, $4)");
        command.Parameters.Add(new() { Value = (object?)entry.ActorId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = entry.Action });
        command.Parameters.Add(new() { Value = entry.SubjectIds.ToArray() });
        command.Parameters.Add(new() { Value = (object?)entry.Matter ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<RecordedAuditEntry>> FindAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""
            select id, at, actor_id, action, subject_ids, matter from {Table}
            where ($1::uuid is null or subject_ids @> array[$1]) and ($2::uuid is null or actor_id = $2) and ($3::bigint is null or id < $3)
            order by id desc limit $4
            """);
        command.Parameters.Add(new() { Value = (object?)query.SubjectId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = (object?)query.ActorId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = (object?)query.Before ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = Math.Clamp(query.Take, 1, 200) });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<RecordedAuditEntry> entries = [];
        while (await reader.ReadAsync(cancellationToken))
            entries.Add(new(
                reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1),
                new AuditEntry(
                    reader.IsDBNull(2) ? null : reader.GetGuid(2), reader.GetString(3), reader.GetFieldValue<Guid[]>(4),
                    reader.IsDBNull(5) ? null : reader.GetString(5))));
        return entries;
    }
}
