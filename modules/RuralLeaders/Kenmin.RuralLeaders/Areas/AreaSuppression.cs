using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Areas;

/// <summary>The figures of an area and year as the public sees them.</summary>
/// <param name="People">People.</param>
/// <param name="Households">Households.</param>
/// <param name="Over65">People of 65 or over.</param>
public sealed record PublicFigures(PublicCell People, PublicCell Households, PublicCell Over65);

/// <summary>What of the figures of areas is hidden from the public; see <see cref="Suppression"/>.</summary>
internal static class AreaSuppression
{
    /// <summary>The figures of a year as the public sees them, by area.</summary>
    public static IReadOnlyDictionary<Guid, PublicFigures> Of(IReadOnlyCollection<(Guid Id, Guid? ParentId, AreaFigures Figures)> areas)
    {
        // Among a handful of people every further figure says something of each of them.
        var few = areas.Where(a => Suppression.IsSmall(a.Figures.People)).Select(a => a.Id).ToHashSet();
        var people = Measure(f => f.People, _ => false);
        var households = Measure(f => f.Households, f => Suppression.IsSmall(f.Households));
        // Those below 65 are the difference that everybody can form: they must not be few either.
        var over65 = Measure(f => f.Over65, f => Suppression.IsSmall(f.Over65) || Suppression.IsSmall(f.People - f.Over65));
        return areas.ToDictionary(a => a.Id, a => new PublicFigures(
            PublicCell.Of(a.Figures.People, people.Contains(a.Id)), PublicCell.Of(a.Figures.Households, households.Contains(a.Id)),
            PublicCell.Of(a.Figures.Over65, over65.Contains(a.Id))));

        HashSet<Guid> Measure(Func<AreaFigures, int> of, Func<AreaFigures, bool> small) => Suppression.Hide(
            [.. areas.Select(a => new FigureCell(a.Id, a.ParentId, of(a.Figures)))],
            areas.Where(a => small(a.Figures)).Select(a => a.Id).Concat(few).ToHashSet());
    }
}
