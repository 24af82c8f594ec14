using Kenmin.RuralLeaders.Networks;
using Marten;

namespace Kenmin.RuralLeaders.Exchange;

/// <summary>Reads what networks share, for members of the one and of the others.</summary>
internal sealed class ExchangeReader(IRuralLeadersStore store)
{
    /// <summary>What a network shares, and what others share with it; what is offered is for its coordinator alone.</summary>
    public async Task<(IReadOnlyList<SharedNote> Ours, IReadOnlyList<SharedNote> Theirs)> OfAsync(Inside inside, CancellationToken cancellationToken)
    {
        var network = inside.Network.Id;
        await using var session = store.QuerySession();
        var ours = await session.Query<SharedNote>().Where(n => n.NetworkId == network).OrderByDescending(n => n.At).Take(100).ToListAsync(cancellationToken);
        var theirs = await session.QueryAsync<SharedNote>("where d.data -> 'targets' @> jsonb_build_array(jsonb_build_object('networkId', ?::text)) order by d.id desc limit 100", cancellationToken, network.ToString());
        return (ours, [.. theirs.Where(n => inside.IsCoordinator || n.Find(network)!.State == ShareState.Accepted)]);
    }
}
