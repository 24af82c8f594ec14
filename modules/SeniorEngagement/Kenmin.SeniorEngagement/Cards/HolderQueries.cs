using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SeniorEngagement.Steps;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SeniorEngagement.Cards;

/// <summary>What several ask of cards.</summary>
internal static class HolderQueries
{
    /// <summary>The card of an account's holder; null when there is none.</summary>
    public static async Task<CardHolder?> OfAccountAsync(this IQuerySession session, Guid account, CancellationToken cancellationToken) =>
        await session.Query<CardHolder>().Where(h => h.AccountId == account).FirstOrDefaultAsync(cancellationToken);

    /// <summary>
    /// Places from which distances can be measured, which everybody knows: the town hall, and where there is or was something to take
    /// part in.
    /// </summary>
    public static async Task<IReadOnlyList<BasePlace>> PlacesNearAsync(this IQuerySession session, string municipality, CancellationToken cancellationToken)
    {
        if (Municipality.ByCode(municipality) is not { } of) return [];
        var places = await session.Query<StepOpportunity>().Where(o => o.MunicipalityCode == municipality && o.Latitude != null && !o.Withdrawn).ToListAsync(cancellationToken);
        return
        [
            new BasePlace($"{of.Name}役所・役場".Replace("市役所・役場", "市役所", StringComparison.Ordinal).Replace("町役所・役場", "町役場", StringComparison.Ordinal), of.Office.Latitude, of.Office.Longitude),
            .. places.Where(o => o.Place.Length > 0).Select(o => new BasePlace(o.Place, o.Latitude!.Value, o.Longitude!.Value)).DistinctBy(p => p.Name).OrderBy(p => p.Name, StringComparer.Ordinal).Take(200),
        ];
    }

    /// <summary>Gives what a person has beside the card to another: they are one.</summary>
    public static async Task<IReadOnlyList<Guid>> MovePersonAsync(this IDocumentSession session, CardHolder from, CardHolder to, CancellationToken cancellationToken)
    {
        List<Guid> moved = [];
        foreach (var proxy in await session.Query<Proxy>().Where(p => p.HolderId == from.Id).ToListAsync(cancellationToken))
        {
            proxy.HolderId = to.Id;
            session.Store(proxy);
            moved.Add(proxy.Id);
        }

        foreach (var entry in await session.Query<CardEntry>().Where(e => e.HolderId == from.Id).ToListAsync(cancellationToken))
        {
            entry.HolderId = to.Id;
            session.Store(entry);
            moved.Add(entry.Id);
        }

        return moved;
    }
}
