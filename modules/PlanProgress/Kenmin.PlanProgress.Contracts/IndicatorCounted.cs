using Kenmin.SharedKernel;
using Wolverine.Attributes;

namespace Kenmin.PlanProgress.Contracts;

/// <summary>
/// A module counted, in its own records, what an indicator of the plan asks for (指標の集計). It is a whole count and no difference:
/// sent twice or late it changes nothing, and of several the one with the latest <paramref name="AsOf"/> stands.
/// </summary>
/// <param name="Source">What was counted: a stable key that starts with the module's key and a dot, such as <c>sports-volunteers.people</c>.</param>
/// <param name="Year">The fiscal year (年度) that was counted.</param>
/// <param name="Kind">What kind of figure it is.</param>
/// <param name="Value">The figure, from 0: a whole number but for hours and others.</param>
/// <param name="AsOf">The moment of which the count is true.</param>
/// <param name="DrillDown">Where staff see exactly the records that were counted: an address of this site, from the root.</param>
[MessageIdentity("plan-progress.indicator-counted.v1")]
public sealed record IndicatorCounted(string Source, FiscalYear Year, CountKind Kind, decimal Value, DateTimeOffset AsOf, string DrillDown);

/// <summary>Kinds of figures, which are never added to one another.</summary>
public enum CountKind
{
    /// <summary>Different people (実人数): each is counted once, however often they took part.</summary>
    DistinctPeople,

    /// <summary>Participations (延べ人数・延べ件数): who takes part three times is counted three times.</summary>
    Participations,

    /// <summary>Hours of activity (時間).</summary>
    Hours,

    /// <summary>Something else that is counted, such as groups or events.</summary>
    Other,
}
