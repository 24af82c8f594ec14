using Npgsql;

namespace Kenmin.CleanUp.Supplies;

/// <summary>How many of an item are where.</summary>
/// <param name="Item">The item.</param>
/// <param name="Office">In the office's stock.</param>
/// <param name="Kept">Kept for activities.</param>
/// <param name="Out">With groups.</param>
/// <param name="Used">Used up or lost.</param>
internal sealed record SupplyBalance(SupplyItem Item, long Office, long Kept, long Out, long Used);

/// <summary>A movement as it was written.</summary>
internal sealed record SupplyMovement(DateTimeOffset At, SupplyMove Move, string Lines, string Note, string By);

/// <summary>Reads the ledger.</summary>
internal sealed class SupplyReader(NpgsqlDataSource database)
{
    /// <summary>The balances of a municipality, one for each item.</summary>
    public Task<IReadOnlyList<SupplyBalance>> OfMunicipalityAsync(string municipality, CancellationToken cancellationToken) =>
        BalancesAsync("municipality = $1", municipality, cancellationToken);

    /// <summary>The balances of an activity, one for each item.</summary>
    public Task<IReadOnlyList<SupplyBalance>> OfActivityAsync(Guid activity, CancellationToken cancellationToken) =>
        BalancesAsync("activity_id = $1", activity, cancellationToken);

    /// <summary>The activities that still have something of a municipality, with how many of each item are out.</summary>
    public async Task<IReadOnlyList<(Guid Activity, SupplyItem Item, long Out)>> OutAsync(string municipality, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "select activity_id, item, quantity from clean_up.supply_balances where municipality = $1 and place = 'out' and quantity > 0 order by item, activity_id limit 500");
        command.Parameters.Add(new() { Value = municipality });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<(Guid, SupplyItem, long)> found = [];
        while (await reader.ReadAsync(cancellationToken)) found.Add((reader.GetGuid(0), Enum.Parse<SupplyItem>(reader.GetString(1)), reader.GetInt64(2)));
        return found;
    }

    /// <summary>The latest movements of an activity, or of a municipality's stock.</summary>
    public async Task<IReadOnlyList<SupplyMovement>> MovementsAsync(string municipality, Guid? activity, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            select m.at, m.kind, string_agg(e.item || ' ' || e.quantity, ',' order by e.id), m.note, m.by_name
            from clean_up.supply_movements m join clean_up.supply_entries e on e.movement_id = m.id and e.quantity > 0
            where m.municipality = $1 and m.activity_id = $2 group by m.id order by m.at desc, m.id desc limit 100
            """);
        command.Parameters.Add(new() { Value = municipality });
        command.Parameters.Add(new() { Value = activity ?? Guid.Empty });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<SupplyMovement> found = [];
        while (await reader.ReadAsync(cancellationToken))
            found.Add(new(reader.GetFieldValue<DateTimeOffset>(0), Enum.Parse<SupplyMove>(reader.GetString(1)), Lines(reader.GetString(2)), reader.GetString(3), reader.GetString(4)));
        return found;
    }

    private static string Lines(string text) => string.Join('、', text.Split(',').Select(l => l.Split(' ')).Select(l => $"{SupplyWords.NameOf(Enum.Parse<SupplyItem>(l[0]))} {l[1]}"));

    private async Task<IReadOnlyList<SupplyBalance>> BalancesAsync(string where, object value, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select item, place, sum(quantity)::bigint from clean_up.supply_balances where {where} group by item, place");
        command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        Dictionary<(SupplyItem, string), long> sums = [];
        while (await reader.ReadAsync(cancellationToken)) sums[(Enum.Parse<SupplyItem>(reader.GetString(0)), reader.GetString(1))] = reader.GetInt64(2);
        long At(SupplyItem item, string place) => sums.GetValueOrDefault((item, place));
        return [.. Enum.GetValues<SupplyItem>().Select(i => new SupplyBalance(i, At(i, SupplyPlaces.Office), At(i, SupplyPlaces.Kept), At(i, SupplyPlaces.Out), At(i, SupplyPlaces.Used)))];
    }
}
