using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Kenmin.Persistence.Audit;

/// <summary>
/// Puts the guards of the audit log into the database at start: nothing is changed or taken out again, whoever tries; the
/// database's clock says when; and what is written is noted down to be sealed, in the same transaction.
/// </summary>
internal sealed class AuditProtection(NpgsqlDataSource database) : IHostedService
{
    /// <summary>The guards that must be there, by table.</summary>
    public static readonly IReadOnlyList<(string Table, string Trigger)> Guards =
    [
        (AuditTable.Name, "audit_log_append_only"), (AuditTable.Name, "audit_log_never_emptied"),
        (AuditTable.Name, "audit_log_stamp"), (AuditTable.Name, "audit_log_queue"),
        (AuditTable.SealName, "audit_seal_append_only"), (AuditTable.SealName, "audit_seal_never_emptied"),
    ];

    private const long Lock = 0x6B656E6D_61756469;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync($"select pg_advisory_xact_lock({Lock})");
        // Only the first time: a guard that somebody takes away is for the verification to find, with what was written meanwhile.
        await using (var known = new NpgsqlCommand("select to_regprocedure('platform.audit_append_only()') is not null", connection, transaction))
            if ((bool)(await known.ExecuteScalarAsync(cancellationToken))!) return;
        await ExecuteAsync(
            $"""
            create function platform.audit_append_only() returns trigger language plpgsql as $guard$
            begin
              raise exception 'The audit log is only ever added to: % on % is refused.', tg_op, tg_table_name using errcode = 'insufficient_privilege';
            end $guard$;
            create function platform.audit_stamp() returns trigger language plpgsql as $stamp$
            begin
              new.at := clock_timestamp();
              return new;
            end $stamp$;
            create function platform.audit_queue() returns trigger language plpgsql as $queue$
            begin
              insert into {AuditTable.Pending} (entry_id) values (new.id);
              return null;
            end $queue$;
            create trigger audit_log_append_only before update or delete on {AuditTable.Log} for each row execute function platform.audit_append_only();
            create trigger audit_log_never_emptied before truncate on {AuditTable.Log} for each statement execute function platform.audit_append_only();
            create trigger audit_seal_append_only before update or delete on {AuditTable.Seal} for each row execute function platform.audit_append_only();
            create trigger audit_seal_never_emptied before truncate on {AuditTable.Seal} for each statement execute function platform.audit_append_only();
            create trigger audit_log_stamp before insert on {AuditTable.Log} for each row execute function platform.audit_stamp();
            create trigger audit_log_queue after insert on {AuditTable.Log} for each row execute function platform.audit_queue();
            insert into {AuditTable.Pending} (entry_id) select id from {AuditTable.Log} on conflict do nothing;
            """);
        // Always: also in sessions that say that they only copy what another server did.
        foreach (var (table, trigger) in Guards)
            await ExecuteAsync($"alter table {PersistenceExtensions.PlatformSchema}.{table} enable always trigger {trigger}");
        await transaction.CommitAsync(cancellationToken);

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
