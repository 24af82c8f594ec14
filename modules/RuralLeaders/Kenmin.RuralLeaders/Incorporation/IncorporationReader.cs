using System.Security.Claims;
using Kenmin.Persistence.Audit;
using Kenmin.RuralLeaders.Networks;
using Marten;

namespace Kenmin.RuralLeaders.Incorporation;

/// <summary>Reads cases, for members of their networks alone.</summary>
internal sealed class IncorporationReader(IRuralLeadersStore store, NetworkReader networks, IAuditTrail audit)
{
    /// <summary>The cases of a network, the latest first.</summary>
    public async Task<IReadOnlyList<IncorporationCase>> OfNetworkAsync(Inside inside, CancellationToken cancellationToken)
    {
        var network = inside.Network.Id;
        await using var session = store.QuerySession();
        return await session.Query<IncorporationCase>().Where(c => c.NetworkId == network).OrderByDescending(c => c.Id).ToListAsync(cancellationToken);
    }

    /// <summary>A case with the inside of its network; null for who is not a member. The look at who sees to what is recorded.</summary>
    public async Task<(IncorporationCase Case, Inside Inside)?> LookAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<IncorporationCase>(id, cancellationToken) is not { } found || await networks.InsideAsync(found.NetworkId, user, cancellationToken) is not { } inside) return null;
        Guid[] others = [.. found.Steps.Select(s => s.Owner?.AccountId).OfType<Guid>().Where(p => p != inside.Me.AccountId).Distinct()];
        if (others.Length > 0) await audit.RecordAsync(new(inside.Me.AccountId, "rural-leaders.incorporation.viewed", others, id.ToString()), cancellationToken);
        return (found, inside);
    }
}
