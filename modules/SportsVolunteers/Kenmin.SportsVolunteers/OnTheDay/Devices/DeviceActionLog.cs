using Kenmin.SharedKernel;
using Npgsql;
using NpgsqlTypes;

namespace Kenmin.SportsVolunteers.OnTheDay.Devices;

/// <summary>What devices sent and what became of it, by the ids that the devices made.</summary>
internal sealed class DeviceActionLog(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>What became of actions that came before, of this shift and account.</summary>
    public async Task<Dictionary<Guid, DeviceOutcome>> FindAsync(Guid shift, Guid account, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"select id, outcome, message_ja, message_en, person_id from {OnTheDayTables.Actions} where id = any($1) and shift_id = $2 and account_id = $3");
        command.Parameters.Add(new() { Value = ids.ToArray() });
        command.Parameters.Add(new() { Value = shift });
        command.Parameters.Add(new() { Value = account });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new Dictionary<Guid, DeviceOutcome>();
        while (await reader.ReadAsync(cancellationToken))
            found[reader.GetGuid(0)] = new(reader.GetString(1), new LocalizedText(reader.GetString(2), reader.GetString(3)), reader.IsDBNull(4) ? null : reader.GetGuid(4));
        return found;
    }

    /// <summary>Keeps what became of an action; of two who send the same at once, the first is kept.</summary>
    public async Task KeepAsync(
        DeviceActionRequest action, DateTimeOffset happenedAt, Guid shift, Guid account, Guid device, DeviceOutcome outcome, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""
            insert into {OnTheDayTables.Actions}
              (id, shift_id, person_id, kind, happened_at, received_at, account_id, device_id, outcome, message_ja, message_en)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing
            """);
        command.Parameters.Add(new() { Value = action.Id });
        command.Parameters.Add(new() { Value = shift });
        command.Parameters.Add(new() { Value = outcome.PersonId is { } person ? person : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = action.Kind });
        command.Parameters.Add(new() { Value = happenedAt.ToUniversalTime() });
        command.Parameters.Add(new() { Value = clock.GetUtcNow().ToUniversalTime() });
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = device });
        command.Parameters.Add(new() { Value = outcome.Code });
        command.Parameters.Add(new() { Value = outcome.Message.Ja ?? "" });
        command.Parameters.Add(new() { Value = outcome.Message.En ?? "" });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
