using Marten;

namespace Kenmin.CleanUp.Collection;

/// <summary>Reads reports of bags.</summary>
internal sealed class BagReader(ICleanUpStore store)
{
    /// <summary>A report; null when there is none.</summary>
    public async Task<BagSpot?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<BagSpot>(id, cancellationToken);
    }

    /// <summary>The reports of an activity, in the order in which they came.</summary>
    public async Task<IReadOnlyList<BagSpot>> OfActivityAsync(Guid activity, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.Query<BagSpot>().Where(b => b.ActivityId == activity).OrderBy(b => b.Id).Take(100).ToListAsync(cancellationToken);
    }

    /// <summary>What lies in a municipality for a day of collection, in the order of the way from the city or town hall and back.</summary>
    public async Task<IReadOnlyList<BagSpot>> RunAsync(Guid campaign, string municipality, DateOnly day, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var found = await session.Query<BagSpot>().Where(b => b.CampaignId == campaign && b.MunicipalityCode == municipality && b.CollectionDay == day)
            .OrderBy(b => b.Id).Take(500).ToListAsync(cancellationToken);
        return RunList.Order(SharedKernel.Municipality.ByCode(municipality)!.Office, found, b => b.Point);
    }

    /// <summary>How many bags wait for each day of collection of a municipality.</summary>
    public async Task<IReadOnlyDictionary<DateOnly, int>> WaitingAsync(Guid campaign, string municipality, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var found = await session.Query<BagSpot>().Where(b => b.CampaignId == campaign && b.MunicipalityCode == municipality && b.State == BagState.Waiting).ToListAsync(cancellationToken);
        return found.GroupBy(b => b.CollectionDay).ToDictionary(g => g.Key, g => g.Sum(b => b.Bags));
    }
}
