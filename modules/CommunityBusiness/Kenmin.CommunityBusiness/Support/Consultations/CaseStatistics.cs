using Kenmin.CommunityBusiness.Support.Experts;

namespace Kenmin.CommunityBusiness.Support.Consultations;

/// <summary>How many consultations were opened in a month about a field.</summary>
/// <param name="Month">The first day of the month.</param>
/// <param name="Field">The field.</param>
/// <param name="Count">How many; null where there are some, but so few that people could be recognized.</param>
internal sealed record CaseCount(DateOnly Month, ExpertField Field, int? Count);

/// <summary>Counts consultations without naming anybody. There are no sums, from which what is hidden could be found by subtracting.</summary>
internal static class CaseStatistics
{
    /// <summary>A count below it, other than nought, is not shown.</summary>
    public const int Smallest = 5;

    /// <summary>The counts of the months up to this one, the latest first; a month and field without any has no line.</summary>
    public static IReadOnlyList<CaseCount> Of(IEnumerable<(DateOnly OpenedOn, ExpertField Field)> cases) =>
    [
        .. cases.GroupBy(c => (Month: new DateOnly(c.OpenedOn.Year, c.OpenedOn.Month, 1), c.Field)).OrderByDescending(g => g.Key.Month).ThenBy(g => g.Key.Field)
            .Select(g => new CaseCount(g.Key.Month, g.Key.Field, g.Count() is var count && count < Smallest ? null : count)),
    ];
}
