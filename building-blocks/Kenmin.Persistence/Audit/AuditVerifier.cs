using System.Data;
using Kenmin.SharedKernel;
using Npgsql;

namespace Kenmin.Persistence.Audit;

/// <summary>Reads the whole audit log and says which entries are not as they were written. It changes nothing.</summary>
/// <param name="database">The database.</param>
public sealed class AuditVerifier(NpgsqlDataSource database)
{
    /// <summary>An entry written later carries a later time; clocks may be set by this much.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);

    /// <summary>Verifies the log as it is at one moment.</summary>
    /// <param name="known">A head that was kept elsewhere, if any.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<AuditVerification> VerifyAsync(AuditHead? known, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        List<AuditFinding> findings = [];
        var head = await FollowAsync(connection, known, findings, cancellationToken);
        await FindOutsideAsync(connection, findings, cancellationToken);
        await FindUnguardedAsync(connection, findings, cancellationToken);
        await using var count = new NpgsqlCommand(
            $"select (select count(*) from {AuditTable.Seal}), (select count(*) from {AuditTable.Pending} p join {AuditTable.Log} l on l.id = p.entry_id)", connection);
        await using var reader = await count.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(reader.GetInt64(0), reader.GetInt64(1), head, [.. findings.Take(AuditVerification.MostFindings)]);
    }

    private static async Task<AuditHead?> FollowAsync(
        NpgsqlConnection connection, AuditHead? known, List<AuditFinding> findings, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select l.id, l.at, l.actor_id, l.action, l.subject_ids, l.matter, l.kind, s.position, s.entry_id, s.sealed_at, s.hash
            from {AuditTable.Seal} s left join {AuditTable.Log} l on l.id = s.entry_id order by s.position
            """, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (position, former) = (0L, AuditChain.Beginning);
        DateTimeOffset? before = null;
        var reached = known is null;
        while (await reader.ReadAsync(cancellationToken))
        {
            var at = reader.GetInt64(7);
            var entry = reader.GetInt64(8);
            var sealedAt = reader.GetFieldValue<DateTimeOffset>(9);
            var hash = reader.GetFieldValue<byte[]>(10);
            // Where something is missing, the next hash cannot be computed: it is taken as given, and the chain followed from there.
            var broken = at != position + 1;
            for (var missing = position + 1; missing < at && findings.Count <= AuditVerification.MostFindings; missing++)
                findings.Add(new(AuditFindingKind.Removed, null, missing, new(
                    $"{missing} 番目の記録が取り除かれています。", $"The entry at place {missing} of the chain was removed.")));
            if (reader.IsDBNull(0))
                Add(AuditFindingKind.Removed, $"記録 {entry}（{at} 番目）が取り除かれています。", $"Entry {entry} (place {at}) was removed.");
            else
            {
                var recorded = AuditTrail.Read(reader, at);
                if (!broken && !AuditChain.HashOf(former, at, sealedAt, recorded).AsSpan().SequenceEqual(hash))
                    Add(AuditFindingKind.Changed, $"記録 {entry}（{at} 番目）が書き換えられています。", $"Entry {entry} (place {at}) was changed.");
                else if (before is { } earlier && recorded.At < earlier - Tolerance)
                    Add(AuditFindingKind.Inserted, $"記録 {entry}（{at} 番目）は、書かれた日時が前の記録より古く、あとから差し込まれています。",
                        $"Entry {entry} (place {at}) says an earlier time than the one before it: it was slipped in later.");
                if (before is null || recorded.At > before) before = recorded.At;
            }

            if (known is not null && at == known.Position)
            {
                reached = true;
                if (!string.Equals(known.Hash, Convert.ToHexStringLower(hash), StringComparison.Ordinal))
                    Add(AuditFindingKind.HeadDiffers, $"{at} 番目までの記録が、控えておいた値と異なります。", $"The chain up to place {at} is not the one whose value was kept.");
            }

            (position, former) = (at, hash);

            void Add(AuditFindingKind kind, string ja, string en) => findings.Add(new(kind, entry, at, new(ja, en)));
        }

        if (!reached)
            findings.Add(new(AuditFindingKind.HeadDiffers, null, known!.Position, new(
                $"控えておいた {known.Position} 番目まで記録がありません。末尾が切り取られています。",
                $"The chain does not reach place {known.Position}, which was kept: its end was cut off.")));
        return position == 0 ? null : new(position, Convert.ToHexStringLower(former));
    }

    private static async Task FindOutsideAsync(NpgsqlConnection connection, List<AuditFinding> findings, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select l.id, true from {AuditTable.Log} l
            where not exists (select from {AuditTable.Seal} s where s.entry_id = l.id) and not exists (select from {AuditTable.Pending} p where p.entry_id = l.id)
            union all
            select p.entry_id, false from {AuditTable.Pending} p where not exists (select from {AuditTable.Log} l where l.id = p.entry_id)
            order by 1 limit {AuditVerification.MostFindings}
            """, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var entry = reader.GetInt64(0);
            findings.Add(reader.GetBoolean(1)
                ? new(AuditFindingKind.Inserted, entry, null, new(
                    $"記録 {entry} は、データベースの守りを避けて差し込まれています。", $"Entry {entry} was slipped in past the guards of the database."))
                : new(AuditFindingKind.Removed, entry, null, new(
                    $"記録 {entry} は、封をする前に取り除かれています。", $"Entry {entry} was removed before it was sealed.")));
        }
    }

    private static async Task FindUnguardedAsync(NpgsqlConnection connection, List<AuditFinding> findings, CancellationToken cancellationToken)
    {
        HashSet<(string, string)> standing = [];
        await using var command = new NpgsqlCommand(
            $"""
            select c.relname::text, t.tgname::text from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = '{PersistenceExtensions.PlatformSchema}' and t.tgenabled = 'A'
            """, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) standing.Add((reader.GetString(0), reader.GetString(1)));
        foreach (var (table, trigger) in AuditProtection.Guards.Where(g => !standing.Contains(g)))
            findings.Add(new(AuditFindingKind.Unguarded, null, null, new LocalizedText(
                $"データベースの守り {trigger}（表 {table}）がないか、止められています。", $"The guard {trigger} of the table {table} is missing or switched off.")));
    }
}
