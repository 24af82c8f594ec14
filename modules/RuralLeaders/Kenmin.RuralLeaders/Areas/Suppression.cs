namespace Kenmin.RuralLeaders.Areas;

/// <summary>A figure of an area as the public sees it.</summary>
/// <param name="Value">The figure; null when it is not known, or hidden.</param>
/// <param name="Hidden">Whether it is known but hidden (秘匿).</param>
public readonly record struct PublicCell(int? Value, bool Hidden)
{
    internal static PublicCell Of(int value, bool hidden) => hidden ? new(null, true) : new(value, false);
}

/// <summary>The figures of an area and year as the public sees them.</summary>
/// <param name="People">People.</param>
/// <param name="Households">Households.</param>
/// <param name="Over65">People of 65 or over.</param>
public sealed record PublicFigures(PublicCell People, PublicCell Households, PublicCell Over65);

/// <summary>A figure in the tree of areas.</summary>
/// <param name="Id">The area.</param>
/// <param name="ParentId">The next wider area that has a figure too.</param>
/// <param name="Value">The figure.</param>
internal readonly record struct AreaCell(Guid Id, Guid? ParentId, int Value);

/// <summary>
/// Hides small figures from the public (秘匿処理), and with them as many others as it takes that none can be found by subtracting
/// the shown parts from the shown whole (二次秘匿).
/// </summary>
internal static class Suppression
{
    /// <summary>A figure below it, other than nought, lets single people be recognized.</summary>
    public const int Smallest = 5;

    public static bool IsSmall(int value) => value is > 0 and < Smallest;

    /// <summary>
    /// All figures to hide. In every sum of parts and whole, not exactly one is hidden; and where the whole is shown, the hidden parts
    /// are together enough that each of them can still be any small figure: with all others at 1, the least that a hidden one is, it could be
    /// the largest of the small ones. So the sum says no more of any of them than that it is hidden.
    /// </summary>
    /// <param name="cells">The figures of a measure and year.</param>
    /// <param name="first">Those that are hidden for themselves; of these only figures above nought count.</param>
    public static HashSet<Guid> Hide(IReadOnlyCollection<AreaCell> cells, IReadOnlySet<Guid> first)
    {
        var hidden = cells.Where(c => c.Value > 0 && first.Contains(c.Id)).Select(c => c.Id).ToHashSet();
        var byId = cells.ToDictionary(c => c.Id);
        var sums = cells.Where(c => c.ParentId is { } p && byId.ContainsKey(p)).GroupBy(c => c.ParentId!.Value)
            .Select(g => (Whole: g.Key, Parts: g.OrderBy(c => c.Value).ThenBy(c => c.Id).ToList())).ToList();
        bool again;
        do
        {
            again = false;
            foreach (var (whole, parts) in sums)
                while (Lacking(whole, parts) is { } one)
                {
                    hidden.Add(one);
                    again = true;
                }
        }
        while (again);
        return hidden;

        // What has to be hidden in a sum as well: the smallest part that is still shown; the whole where there is none.
        Guid? Lacking(Guid whole, List<AreaCell> parts)
        {
            var gone = parts.Where(p => hidden.Contains(p.Id)).ToList();
            var wholeGone = hidden.Contains(whole);
            if (wholeGone ? gone.Count > 0 : gone.Count == 0 || (gone.Count > 1 && gone.Sum(p => p.Value) - (gone.Count - 1) >= Smallest - 1)) return null;
            foreach (var part in parts)
                if (part.Value > 0 && !hidden.Contains(part.Id)) return part.Id;
            return wholeGone || byId[whole].Value == 0 ? null : whole;
        }
    }

    /// <summary>The figures of a year as the public sees them, by area.</summary>
    public static IReadOnlyDictionary<Guid, PublicFigures> Of(IReadOnlyCollection<(Guid Id, Guid? ParentId, AreaFigures Figures)> areas)
    {
        // Among a handful of people every further figure says something of each of them.
        var few = areas.Where(a => IsSmall(a.Figures.People)).Select(a => a.Id).ToHashSet();
        var people = Measure(f => f.People, _ => false);
        var households = Measure(f => f.Households, f => IsSmall(f.Households));
        // Those below 65 are the difference that everybody can form: they must not be few either.
        var over65 = Measure(f => f.Over65, f => IsSmall(f.Over65) || IsSmall(f.People - f.Over65));
        return areas.ToDictionary(a => a.Id, a => new PublicFigures(
            PublicCell.Of(a.Figures.People, people.Contains(a.Id)), PublicCell.Of(a.Figures.Households, households.Contains(a.Id)),
            PublicCell.Of(a.Figures.Over65, over65.Contains(a.Id))));

        HashSet<Guid> Measure(Func<AreaFigures, int> of, Func<AreaFigures, bool> small) => Hide(
            [.. areas.Select(a => new AreaCell(a.Id, a.ParentId, of(a.Figures)))],
            areas.Where(a => small(a.Figures)).Select(a => a.Id).Concat(few).ToHashSet());
    }
}
