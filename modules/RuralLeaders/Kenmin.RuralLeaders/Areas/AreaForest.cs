namespace Kenmin.RuralLeaders.Areas;

/// <summary>An area with its figures of a year.</summary>
/// <param name="Area">The area.</param>
/// <param name="Figures">As they were counted, or summed up from the parts; null when not known. Never for the public.</param>
/// <param name="Shown">As the public sees them; null when not known.</param>
/// <param name="Summed">Whether they are the sum of the parts.</param>
public sealed record AreaLine(Area Area, AreaFigures? Figures, PublicFigures? Shown, bool Summed);

/// <summary>All areas with their figures of one year, and how they lie within each other.</summary>
internal sealed class AreaForest
{
    private readonly Dictionary<Guid, AreaLine> _lines = [];
    private readonly ILookup<Guid, Area> _parts;

    public AreaForest(IEnumerable<Area> areas, IEnumerable<AreaFigures> figures)
    {
        var counted = figures.ToDictionary(f => f.AreaId);
        var all = areas.ToDictionary(a => a.Id);
        _parts = all.Values.Where(a => a.ParentId is not null).OrderBy(a => a.Key, StringComparer.Ordinal).ToLookup(a => a.ParentId!.Value);
        var known = new Dictionary<Guid, (AreaFigures Figures, bool Summed)>();
        // From the narrow to the wide: what was not counted is the sum, where all parts are known.
        foreach (var area in all.Values.OrderBy(a => a.Level))
            if (counted.TryGetValue(area.Id, out var own)) known[area.Id] = (own, false);
            else if (_parts[area.Id].Where(p => !p.Closed || known.ContainsKey(p.Id)).ToList() is { Count: > 0 } parts && parts.All(p => known.ContainsKey(p.Id)))
                known[area.Id] = (Sum(area.Id, parts.Select(p => known[p.Id].Figures)), true);
        var shown = AreaSuppression.Of([.. known.Select(k => (k.Key, WiderWithFigures(all[k.Key]), k.Value.Figures))]);
        foreach (var area in all.Values)
            _lines[area.Id] = known.TryGetValue(area.Id, out var k) ? new(area, k.Figures, shown[area.Id], k.Summed) : new(area, null, null, false);

        // An area in between of which nothing is known does not break the sum of those around it.
        Guid? WiderWithFigures(Area area)
        {
            var at = area.ParentId;
            while (at is { } id && all.TryGetValue(id, out var wider))
            {
                if (known.ContainsKey(id)) return id;
                at = wider.ParentId;
            }

            return null;
        }
    }

    /// <summary>All, in the order of municipality, kind and name.</summary>
    public IEnumerable<AreaLine> All => _lines.Values.OrderBy(l => l.Area.Key, StringComparer.Ordinal);

    /// <summary>One area; null when there is none.</summary>
    public AreaLine? Find(Guid id) => _lines.GetValueOrDefault(id);

    /// <summary>What lies directly in an area.</summary>
    public IReadOnlyList<AreaLine> PartsOf(Guid id) => [.. _parts[id].Select(p => _lines[p.Id])];

    /// <summary>The wider areas that an area lies in, the widest first.</summary>
    public IReadOnlyList<Area> WiderThan(Area area)
    {
        List<Area> wider = [];
        for (var at = area.ParentId; at is { } id && _lines.TryGetValue(id, out var line); at = line.Area.ParentId) wider.Insert(0, line.Area);
        return wider;
    }

    private static AreaFigures Sum(Guid area, IEnumerable<AreaFigures> parts)
    {
        var sum = new AreaFigures { AreaId = area };
        foreach (var part in parts)
            (sum.Year, sum.People, sum.Households, sum.Over65) = (part.Year, sum.People + part.People, sum.Households + part.Households, sum.Over65 + part.Over65);
        return sum;
    }
}
