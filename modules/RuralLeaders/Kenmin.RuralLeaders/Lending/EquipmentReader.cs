using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.RuralLeaders.Networks;
using Kenmin.SharedKernel;
using Marten;
using Npgsql;

namespace Kenmin.RuralLeaders.Lending;

/// <summary>A thing as a member sees it.</summary>
internal sealed record EquipmentLine(Equipment Equipment, Network Network, IReadOnlyList<Loan> Loans);

/// <summary>A thing with the one who looks.</summary>
internal sealed record EquipmentInside(Equipment Equipment, Network Network, IReadOnlyList<Loan> Loans, Guid Me, bool IsOfficer);

/// <summary>Reads what networks lend. To who may not borrow a thing it does not exist; only officers learn who borrows.</summary>
internal sealed class EquipmentReader(IRuralLeadersStore store, NpgsqlDataSource database, NetworkReader networks, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>What the user may borrow, by network and name.</summary>
    public async Task<IReadOnlyList<EquipmentLine>> AllAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var mine = (await networks.MineAsync(user, cancellationToken)).ToDictionary(n => n.Id);
        if (mine.Count == 0) return [];
        Guid[] own = [.. mine.Keys];
        await using var session = store.QuerySession();
        var things = await session.Query<Equipment>().Where(e => !e.Retired && (e.Shared || e.NetworkId.IsOneOf(own))).ToListAsync(cancellationToken);
        var others = (await session.LoadManyAsync<Network>(cancellationToken, [.. things.Select(t => t.NetworkId).Distinct()])).ToDictionary(n => n.Id);
        var loans = (await database.LoansAsync([.. things.Select(t => t.Id)], JapanTime.Today(clock), cancellationToken)).ToLookup(l => l.EquipmentId);
        return [.. things.Select(t => new EquipmentLine(t, others[t.NetworkId], [.. loans[t.Id]])).OrderBy(l => l.Network.Key, StringComparer.Ordinal).ThenBy(l => l.Equipment.Name, StringComparer.Ordinal)];
    }

    /// <summary>What a network lends or has lent, for its members.</summary>
    public async Task<IReadOnlyList<Equipment>> OfAsync(Guid network, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.Query<Equipment>().Where(e => e.NetworkId == network).OrderBy(e => e.Name).ToListAsync(cancellationToken);
    }

    /// <summary>One thing; null for who may not borrow it. An officer's look at the borrowers is recorded first.</summary>
    public async Task<EquipmentInside?> FindAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var me = user.AccountId()!.Value;
        await using var session = store.QuerySession();
        if (await session.LoadAsync<Equipment>(id, cancellationToken) is not { } equipment || await session.LoadAsync<Network>(equipment.NetworkId, cancellationToken) is not { } network) return null;
        var loans = await database.LoansAsync([id], JapanTime.Today(clock), cancellationToken);
        // Who left the network still sees, and cancels, what they booked.
        if (loans.All(l => l.AccountId != me) && await session.BorrowerAsync(equipment, me, cancellationToken) is null) return null;
        var officer = network.Find(me) is { Role: NetworkRole.Coordinator or NetworkRole.Secretary };
        Guid[] others = [.. loans.Select(l => l.AccountId).OfType<Guid>().Where(a => a != me).Distinct()];
        if (officer && others.Length > 0) await audit.RecordAsync(new(me, "rural-leaders.equipment-loans.viewed", others, id.ToString()), cancellationToken);
        return new(equipment, network, loans, me, officer);
    }

    /// <summary>The user's own loans with the thing's name, the latest first.</summary>
    public async Task<IReadOnlyList<(Loan Loan, string Name)>> MineAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var loans = await database.LoansOfAsync(user.AccountId()!.Value, cancellationToken);
        await using var session = store.QuerySession();
        var names = (await session.LoadManyAsync<Equipment>(cancellationToken, [.. loans.Select(l => l.EquipmentId).Distinct()])).ToDictionary(e => e.Id, e => e.Name);
        return [.. loans.Select(l => (l, names.GetValueOrDefault(l.EquipmentId, "")))];
    }
}
