using Kenmin.Api;

namespace Kenmin.RuralLeaders.Areas;

/// <summary>Which areas a list shows.</summary>
internal static class AreaQuery
{
    /// <summary>The kind by its name in the code, as addresses write it; null when there is none.</summary>
    public static AreaLevel? LevelOf(string? text) => Enum.TryParse<AreaLevel>(text, ignoreCase: true, out var level) && Enum.IsDefined(level) ? level : null;

    /// <summary>Areas in the order of municipality, kind and name; the key of the last is where the next page starts.</summary>
    /// <param name="forest">All areas.</param>
    /// <param name="municipality">Only of this municipality.</param>
    /// <param name="level">Only of this kind.</param>
    /// <param name="closedToo">Also those that are no longer used.</param>
    /// <param name="after">The key of the last one of the page before.</param>
    /// <param name="take">How many at most.</param>
    public static Page<AreaLine> Page(AreaForest forest, string? municipality, AreaLevel? level, bool closedToo, string? after, int take) => Page<AreaLine>.Of(
        [
            .. forest.All.Where(l => (municipality is null || l.Area.MunicipalityCode == municipality) && (level is null || l.Area.Level == level)
                && (closedToo || !l.Area.Closed) && string.CompareOrdinal(l.Area.Key, after ?? "") > 0).Take(take + 1),
        ], take, l => l.Area.Key);
}
