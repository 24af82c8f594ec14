using Kenmin.SharedKernel;

namespace Kenmin.Pages;

/// <summary>One row of figures of a <see cref="Chart"/>.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Values">One for each label; null where nothing is known.</param>
public sealed record ChartSeries(LocalizedText Name, IReadOnlyList<decimal?> Values);

/// <summary>The form of a <see cref="Chart"/>.</summary>
public enum ChartKind
{
    /// <summary>Upright bars beside each other.</summary>
    Bar,

    /// <summary>Lying bars, for long labels.</summary>
    HorizontalBar,

    /// <summary>Bars on top of each other.</summary>
    Stacked,

    /// <summary>Lines over time.</summary>
    Line,

    /// <summary>Two series back to back, such as an age pyramid; the labels run from the bottom.</summary>
    Pyramid,
}
