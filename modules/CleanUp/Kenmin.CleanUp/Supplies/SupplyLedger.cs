using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Scope;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Npgsql;

namespace Kenmin.CleanUp.Supplies;

/// <summary>The ledger within the transaction of a handler, which must have begun.</summary>
internal sealed class SupplyLedger(IDocumentSession session)
{
    private readonly string _schema = session.DocumentStore.Options.DatabaseSchemaName;

    /// <summary>Whether a movement was made already.</summary>
    public async Task<bool> HasAsync(Guid movement, CancellationToken cancellationToken)
    {
        await using var command = Command("select exists (select from {s}.supply_movements where id = $1)", movement);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>How many of an item are at a place.</summary>
    public async Task<long> BalanceAsync(string municipality, string place, Guid? activity, SupplyItem item, CancellationToken cancellationToken)
    {
        await using var command = Command(
            "select quantity from {s}.supply_balances where municipality = $1 and place = $2 and activity_id = $3 and item = $4",
            municipality, place, SupplyPlaces.IsOfActivity(place) ? activity ?? Guid.Empty : Guid.Empty, item.ToString());
        return await command.ExecuteScalarAsync(cancellationToken) as long? ?? 0;
    }

    /// <summary>Bags that activities have had: kept for them, out, or used.</summary>
    public async Task<long> BagsOfAsync(Guid[] activities, CancellationToken cancellationToken)
    {
        await using var command = Command(
            "select coalesce(sum(quantity), 0)::bigint from {s}.supply_balances where activity_id = any($1) and item = any($2)",
            activities, new[] { nameof(SupplyItem.BurnableBag), nameof(SupplyItem.OtherBag) });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Writes a movement with its entries: what one place loses another gains.</summary>
    public async Task PostAsync(MoveSupplies move, string municipality, DateTimeOffset at, CancellationToken cancellationToken)
    {
        // Without work of its own the session would not commit what is written to the tables.
        session.QueueSqlCommand("select 1");
        var activity = SupplyPlaces.IsOfActivity(move.Move) ? move.ActivityId!.Value : Guid.Empty;
        await using (var command = Command(
            "insert into {s}.supply_movements (id, kind, municipality, activity_id, note, at, by_id, by_name) values ($1, $2, $3, $4, $5, $6, $7, $8)",
            move.Id, move.Move.ToString(), municipality, activity, move.Note?.Trim() ?? "", at.ToUniversalTime(), move.By.AccountId, move.By.Name))
            await command.ExecuteNonQueryAsync(cancellationToken);
        var (from, to) = SupplyPlaces.Of(move.Move);
        foreach (var line in move.Lines)
            foreach (var (place, quantity) in new[] { (from, -(long)line.Quantity), (to, line.Quantity) })
            {
                await using var command = Command(
                    "insert into {s}.supply_entries (movement_id, municipality, place, activity_id, item, quantity) values ($1, $2, $3, $4, $5, $6)",
                    move.Id, municipality, place, SupplyPlaces.IsOfActivity(place) ? activity : Guid.Empty, line.Item.ToString(), quantity);
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
    }

    /// <summary>Gives back to the office what is kept for an activity that does not take place. What is out comes back by hand.</summary>
    public async Task ReleaseAsync(Activity activity, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(MoveSuppliesHandler.TurnOf(activity.MunicipalityCode), cancellationToken);
        List<SupplyLine> kept = [];
        foreach (var item in Enum.GetValues<SupplyItem>())
            if (await BalanceAsync(activity.MunicipalityCode, SupplyPlaces.Kept, activity.Id, item, cancellationToken) is > 0 and var there) kept.Add(new(item, (int)there));
        if (kept.Count == 0) return;
        var release = new MoveSupplies(
            FactId.Of($"clean-up.supplies-released|{activity.Id:N}"), SupplyMove.Release, activity.MunicipalityCode, activity.Id, kept, "活動が取りやめになったため", new(Guid.Empty, "（自動）"));
        await PostAsync(release, activity.MunicipalityCode, at, cancellationToken);
    }

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = session.Connection!.CreateCommand();
        command.CommandText = sql.Replace("{s}", _schema, StringComparison.Ordinal);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }
}
