namespace Kenmin.SharedKernel;

/// <summary>A figure as the public sees it.</summary>
/// <param name="Value">The figure; null when it is not known, or hidden.</param>
/// <param name="Hidden">Whether it is known but hidden (秘匿).</param>
public readonly record struct PublicCell(int? Value, bool Hidden)
{
    /// <summary>A figure that is shown, or hidden.</summary>
    public static PublicCell Of(int value, bool hidden) => hidden ? new(null, true) : new(value, false);
}

/// <summary>A figure in a tree of figures, each of which is the sum of its parts.</summary>
/// <param name="Id">What it counts.</param>
/// <param name="ParentId">The whole that it is a part of; null where it is part of none.</param>
/// <param name="Value">The figure.</param>
public readonly record struct FigureCell(Guid Id, Guid? ParentId, int Value);

/// <summary>A sum that everybody can form: the parts make the whole.</summary>
/// <param name="Whole">The whole.</param>
/// <param name="Parts">All of its parts by one kind of division.</param>
public sealed record FigureSum(Guid Whole, IReadOnlyList<Guid> Parts);

/// <summary>
/// Hides small figures from the public (秘匿処理), and with them as many others as it takes that none can be found by subtracting
/// the shown parts from the shown whole (二次秘匿).
/// </summary>
public static class Suppression
{
    /// <summary>A figure below it, other than nought, lets single people be recognized.</summary>
    public const int Smallest = 5;

    /// <summary>Whether a figure is to be hidden for itself.</summary>
    public static bool IsSmall(long value) => value is > 0 and < Smallest;

    /// <summary>All figures of a tree to hide.</summary>
    /// <param name="cells">The figures.</param>
    /// <param name="first">Those that are hidden for themselves; of these only figures above nought count.</param>
    public static HashSet<Guid> Hide(IReadOnlyCollection<FigureCell> cells, IReadOnlySet<Guid> first)
    {
        ArgumentNullException.ThrowIfNull(cells);
        var ids = cells.Select(c => c.Id).ToHashSet();
        return Hide(cells.ToDictionary(c => c.Id, c => c.Value), [.. cells.Where(c => c.ParentId is { } p && ids.Contains(p)).GroupBy(c => c.ParentId!.Value).Select(g => new FigureSum(g.Key, [.. g.Select(c => c.Id)]))], first);
    }

    /// <summary>
    /// All figures to hide. In every sum of parts and whole, not exactly one is hidden; and where the whole is shown, the hidden parts
    /// are together enough that each of them can still be any small figure: with all others at 1, the least that a hidden one is, it could be
    /// the largest of the small ones. So the sum says no more of any of them than that it is hidden. A whole may be divided in several ways,
    /// as long as no part stands in two of them.
    /// </summary>
    /// <param name="figures">The figures.</param>
    /// <param name="sums">How they add up.</param>
    /// <param name="first">Those that are hidden for themselves; of these only figures above nought count.</param>
    public static HashSet<Guid> Hide(IReadOnlyDictionary<Guid, int> figures, IReadOnlyCollection<FigureSum> sums, IReadOnlySet<Guid> first)
    {
        ArgumentNullException.ThrowIfNull(figures);
        ArgumentNullException.ThrowIfNull(sums);
        ArgumentNullException.ThrowIfNull(first);
        var hidden = figures.Where(f => f.Value > 0 && first.Contains(f.Key)).Select(f => f.Key).ToHashSet();
        var ordered = sums.Select(s => (s.Whole, Parts: s.Parts.OrderBy(p => figures[p]).ThenBy(p => p).ToList())).ToList();
        bool again;
        do
        {
            again = false;
            foreach (var (whole, parts) in ordered)
                while (Lacking(whole, parts) is { } one)
                {
                    hidden.Add(one);
                    again = true;
                }
        }
        while (again);
        return hidden;

        // What has to be hidden in a sum as well: the smallest part that is still shown; the whole where there is none.
        Guid? Lacking(Guid whole, List<Guid> parts)
        {
            var gone = parts.Where(hidden.Contains).ToList();
            var wholeGone = hidden.Contains(whole);
            if (wholeGone ? gone.Count > 0 : gone.Count == 0 || (gone.Count > 1 && gone.Sum(p => figures[p]) - (gone.Count - 1) >= Smallest - 1)) return null;
            foreach (var part in parts)
                if (figures[part] > 0 && !hidden.Contains(part)) return part;
            return wholeGone || figures[whole] == 0 ? null : whole;
        }
    }
}
