using Kenmin.Modularity.Jobs;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kenmin.Persistence.Audit;

/// <summary>
/// Puts entries that were committed into the chain, every few seconds and in the order of their numbers. Requests write entries
/// beside each other and wait for nobody; only the sealing, on whichever host comes first, is one at a time.
/// </summary>
internal sealed partial class AuditSealer(NpgsqlDataSource database, TimeProvider clock, ILogger<AuditSealer> logger) : BackgroundJob
{
    private const int AtOnce = 1000;
    private const long Lock = 0x6B656E6D_7365616C;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan HeadInterval = TimeSpan.FromHours(1);

    private DateTimeOffset? _headLogged;

    /// <summary>Seals all that is committed now; nothing while another host is at it.</summary>
    public async Task SealAsync(CancellationToken cancellationToken)
    {
        while (await SealSomeAsync(cancellationToken) == AtOnce)
        {
        }
    }

    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SealAsync(stoppingToken);
                await LogHeadAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, exception);
            }
        }
    }

    private async Task<int> SealSomeAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var turn = new NpgsqlCommand($"select pg_try_advisory_xact_lock({Lock})", connection, transaction))
            if (!(bool)(await turn.ExecuteScalarAsync(cancellationToken))!) return 0;

        var (position, former) = await HeadAsync(connection, transaction, cancellationToken) ?? (0, AuditChain.Beginning);
        List<RecordedAuditEntry> entries = [];
        DateTimeOffset sealedAt = default;
        await using (var open = new NpgsqlCommand(
            $"""
            select l.id, l.at, l.actor_id, l.action, l.subject_ids, l.matter, l.kind, now()
            from {AuditTable.Pending} p join {AuditTable.Log} l on l.id = p.entry_id order by p.entry_id limit {AtOnce}
            """, connection, transaction))
        await using (var reader = await open.ExecuteReaderAsync(cancellationToken))
            while (await reader.ReadAsync(cancellationToken))
            {
                sealedAt = reader.GetFieldValue<DateTimeOffset>(7);
                entries.Add(AuditTrail.Read(reader, null));
            }

        if (entries.Count == 0) return 0;
        List<(long Position, byte[] Hash)> seals = [];
        foreach (var entry in entries)
        {
            former = AuditChain.HashOf(former, ++position, sealedAt, entry);
            seals.Add((position, former));
        }

        await using (var write = new NpgsqlCommand(
            $"""
            with done as (delete from {AuditTable.Pending} where entry_id = any($2))
            insert into {AuditTable.Seal} (position, entry_id, sealed_at, hash) select p, e, $4, h from unnest($1, $2, $3) as s (p, e, h)
            """, connection, transaction))
        {
            write.Parameters.Add(new() { Value = seals.Select(s => s.Position).ToArray() });
            write.Parameters.Add(new() { Value = entries.Select(e => e.Id).ToArray() });
            write.Parameters.Add(new() { Value = seals.Select(s => s.Hash).ToArray() });
            write.Parameters.Add(new() { Value = sealedAt });
            await write.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return entries.Count;
    }

    // The head in the log of the host, which is kept elsewhere, shows whether the end of the chain was cut off.
    private async Task LogHeadAsync(CancellationToken cancellationToken)
    {
        if (_headLogged is { } last && clock.GetUtcNow() - last < HeadInterval) return;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await HeadAsync(connection, null, cancellationToken) is not { } head) return;
        _headLogged = clock.GetUtcNow();
        LogHead(logger, new AuditHead(head.Position, Convert.ToHexStringLower(head.Hash)).ToString());
    }

    private static async Task<(long Position, byte[] Hash)?> HeadAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"select position, hash from {AuditTable.Seal} order by position desc limit 1", connection, transaction);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : null;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The audit log is sealed up to {Head}")]
    private static partial void LogHead(ILogger logger, string head);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The audit log could not be sealed; trying again in a moment")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
