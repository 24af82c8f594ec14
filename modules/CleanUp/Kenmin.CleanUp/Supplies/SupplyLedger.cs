using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Scope;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CleanUp.Supplies;

/// <summary>The ledger within the transaction of a handler, which must have begun.</summary>
internal sealed class SupplyLedger(IDocumentSession session)
{
    /// <summary>Whether a movement was made already.</summary>
    public Task<bool> HasAsync(Guid movement, CancellationToken cancellationToken) =>
        session.ReadSqlAsync<bool>("select exists (select from {s}.supply_movements where id = $1)", cancellationToken, movement);

    /// <summary>How many of an item are at a place.</summary>
    public Task<long> BalanceAsync(string municipality, string place, Guid? activity, SupplyItem item, CancellationToken cancellationToken) => session.ReadSqlAsync<long>(
        "select quantity from {s}.supply_balances where municipality = $1 and place = $2 and activity_id = $3 and item = $4", cancellationToken,
        municipality, place, SupplyPlaces.IsOfActivity(place) ? activity ?? Guid.Empty : Guid.Empty, item.ToString());

    /// <summary>Bags that activities have had: kept for them, out, or used.</summary>
    public Task<long> BagsOfAsync(Guid[] activities, CancellationToken cancellationToken) => session.ReadSqlAsync<long>(
        "select coalesce(sum(quantity), 0)::bigint from {s}.supply_balances where activity_id = any($1) and item = any($2)", cancellationToken,
        activities, new[] { nameof(SupplyItem.BurnableBag), nameof(SupplyItem.OtherBag) });

    /// <summary>Writes a movement with its entries: what one place loses another gains.</summary>
    public async Task PostAsync(MoveSupplies move, string municipality, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var activity = SupplyPlaces.IsOfActivity(move.Move) ? move.ActivityId!.Value : Guid.Empty;
        await session.WriteSqlAsync(
            "insert into {s}.supply_movements (id, kind, municipality, activity_id, note, at, by_id, by_name) values ($1, $2, $3, $4, $5, $6, $7, $8)", cancellationToken,
            move.Id, move.Move.ToString(), municipality, activity, move.Note?.Trim() ?? "", at.ToUniversalTime(), move.By.AccountId, move.By.Name);
        var (from, to) = SupplyPlaces.Of(move.Move);
        foreach (var line in move.Lines)
            foreach (var (place, quantity) in new[] { (from, -(long)line.Quantity), (to, line.Quantity) })
                await session.WriteSqlAsync(
                    "insert into {s}.supply_entries (movement_id, municipality, place, activity_id, item, quantity) values ($1, $2, $3, $4, $5, $6)", cancellationToken,
                    move.Id, municipality, place, SupplyPlaces.IsOfActivity(place) ? activity : Guid.Empty, line.Item.ToString(), quantity);
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
}
