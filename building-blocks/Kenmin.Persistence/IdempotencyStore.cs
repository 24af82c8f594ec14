using Npgsql;
using NpgsqlTypes;

namespace Kenmin.Persistence;

/// <summary>Remembers the answers to writes that carried an <c>Idempotency-Key</c>.</summary>
/// <param name="database">The host's data source.</param>
public sealed class IdempotencyStore(NpgsqlDataSource database)
{
    private const string Table = $"{PersistenceExtensions.PlatformSchema}.{IdempotencyTable.Name}";

    /// <summary>A request whose host died is taken over after this long.</summary>
    private const string Abandoned = "interval '60 seconds'";

    /// <summary>Takes the key for this request, or says what is known of it.</summary>
    public async Task<Begun> BeginAsync(string owner, string key, byte[] fingerprint, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""
            with taken as (
              insert into {Table} as i (owner, key, fingerprint) values ($1, $2, $3)
              on conflict (owner, key) do update set created_at = now()
                where i.status is null and i.fingerprint = excluded.fingerprint and i.created_at < now() - {Abandoned}
              returning true)
            select exists (select from taken), i.fingerprint, i.status, i.content_type, i.location, i.body
            from (select) x left join {Table} i on i.owner = $1 and i.key = $2
            """);
        command.Parameters.Add(new() { Value = owner });
        command.Parameters.Add(new() { Value = key });
        command.Parameters.Add(new() { Value = fingerprint });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (reader.GetBoolean(0)) return new Begun.First();
        // The row of a request that began in this very moment may not be visible yet.
        if (await reader.IsDBNullAsync(1, cancellationToken)) return new Begun.InProgress();
        if (!reader.GetFieldValue<byte[]>(1).AsSpan().SequenceEqual(fingerprint)) return new Begun.OtherRequest();
        if (await reader.IsDBNullAsync(2, cancellationToken)) return new Begun.InProgress();
        return new Begun.Again(new(
            reader.GetInt32(2), reader.IsDBNull(3) ? null : reader.GetString(3),
            reader.IsDBNull(4) ? null : reader.GetString(4), reader.GetFieldValue<byte[]>(5)));
    }

    /// <summary>Keeps the answer. Not cancellable: the work is done.</summary>
    public async Task CompleteAsync(string owner, string key, Answer answer)
    {
        await using var command = database.CreateCommand(
            $"update {Table} set status = $3, content_type = $4, location = $5, body = $6 where owner = $1 and key = $2");
        command.Parameters.Add(new() { Value = owner });
        command.Parameters.Add(new() { Value = key });
        command.Parameters.Add(new() { Value = answer.Status });
        command.Parameters.Add(new() { Value = (object?)answer.ContentType ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)answer.Location ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = answer.Body });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Gives the key free after a failure.</summary>
    public async Task ForgetAsync(string owner, string key)
    {
        await using var command = database.CreateCommand($"delete from {Table} where owner = $1 and key = $2");
        command.Parameters.Add(new() { Value = owner });
        command.Parameters.Add(new() { Value = key });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Removes answers older than a day.</summary>
    public async Task RemoveOldAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"delete from {Table} where created_at < now() - interval '1 day'");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>What is known of a key.</summary>
    public abstract record Begun
    {
        /// <summary>The request is the first with this key: carry it out.</summary>
        public sealed record First : Begun;

        /// <summary>It was carried out: give the same answer.</summary>
        public sealed record Again(Answer Answer) : Begun;

        /// <summary>It is being carried out at this moment.</summary>
        public sealed record InProgress : Begun;

        /// <summary>The key was used for a different request.</summary>
        public sealed record OtherRequest : Begun;
    }

    /// <summary>An answer as it was given.</summary>
    public sealed record Answer(int Status, string? ContentType, string? Location, byte[] Body);
}
