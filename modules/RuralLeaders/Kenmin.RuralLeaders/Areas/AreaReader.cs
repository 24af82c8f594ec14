using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.RuralLeaders.Areas;

/// <summary>An area over the years.</summary>
/// <param name="Latest">With its latest figures.</param>
/// <param name="Wider">What it lies in, the widest first.</param>
/// <param name="Parts">What lies in it.</param>
/// <param name="Years">Its figures, the latest first.</param>
public sealed record AreaHistory(AreaLine Latest, IReadOnlyList<Area> Wider, IReadOnlyList<AreaLine> Parts, IReadOnlyList<(int Year, AreaLine Line)> Years);

/// <summary>Reads areas and figures.</summary>
internal sealed class AreaReader(IRuralLeadersStore store, TimeProvider clock)
{
    /// <summary>The fiscal years of which there are figures, the latest first; the present one where there are none.</summary>
    public async Task<IReadOnlyList<int>> YearsAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var years = await session.Query<AreaFigures>().Select(f => f.Year).Distinct().ToListAsync(cancellationToken);
        return years.Count == 0 ? [FiscalYear.Current(clock).StartYear] : [.. years.OrderDescending()];
    }

    /// <summary>All areas with their figures of a year.</summary>
    public async Task<AreaForest> ForestAsync(int year, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var areas = await session.Query<Area>().ToListAsync(cancellationToken);
        return new(areas, await session.Query<AreaFigures>().Where(f => f.Year == year).ToListAsync(cancellationToken));
    }

    /// <summary>An area with what it lies in, what lies in it, and its figures over the years; null when there is none.</summary>
    public async Task<AreaHistory?> HistoryAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<Area>(id, cancellationToken) is not { } area) return null;
        var areas = await session.Query<Area>().ToListAsync(cancellationToken);
        var figures = (await session.Query<AreaFigures>().ToListAsync(cancellationToken)).ToLookup(f => f.Year);
        List<(int Year, AreaForest Forest)> forests = [.. figures.OrderByDescending(g => g.Key).Select(g => (g.Key, new AreaForest(areas, g)))];
        var latest = forests.FirstOrDefault(f => f.Forest.Find(id)?.Figures is not null) is { Forest: { } known } ? known : new AreaForest(areas, []);
        return new(latest.Find(id)!, latest.WiderThan(area), latest.PartsOf(id),
            [.. forests.Where(f => f.Forest.Find(id)?.Figures is not null).Select(f => (f.Year, f.Forest.Find(id)!))]);
    }

    /// <summary>One area; null when there is none.</summary>
    public async Task<Area?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Area>(id, cancellationToken);
    }

    /// <summary>All areas in the order of their keys, for lists to choose from.</summary>
    public async Task<IReadOnlyList<Area>> AllAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.Query<Area>().OrderBy(a => a.Key).ToListAsync(cancellationToken);
    }

    /// <summary>All figures by area.</summary>
    public async Task<ILookup<Guid, AreaFigures>> FiguresAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return (await session.Query<AreaFigures>().ToListAsync(cancellationToken)).ToLookup(f => f.AreaId);
    }
}
