using Kenmin.PlanProgress.Plan;
using Kenmin.SharedKernel;

namespace Kenmin.PlanProgress.Figures;

/// <summary>How sure a figure is.</summary>
public enum FigureStage
{
    /// <summary>Provisional (暫定): may still change.</summary>
    Provisional = 1,

    /// <summary>Final (確定).</summary>
    Final = 2,
}

/// <summary>A correction beside a frozen figure (訂正).</summary>
/// <param name="Value">What is right.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="By">The account.</param>
/// <param name="ByName">The name at that time; empty outside the office.</param>
internal sealed record Restatement(decimal? Value, string Reason, DateTimeOffset At, Guid By, string ByName);

/// <summary>An indicator in a fiscal year. What is not known is null, and never zero.</summary>
internal sealed record YearFigure(FiscalYear Year)
{
    /// <summary>The target.</summary>
    public decimal? Target { get; init; }

    /// <summary>The actual figure (実績); of a frozen year as it was frozen. Null: not reported (未報告), or hidden.</summary>
    public decimal? Actual { get; init; }

    /// <summary>How sure the actual figure is.</summary>
    public FigureStage? Stage { get; init; }

    /// <summary>What is to be said about it.</summary>
    public string? Note { get; init; }

    /// <summary>The moment of which a counted figure is true.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Where staff see the counted records; null outside the office.</summary>
    public string? DrillDown { get; init; }

    /// <summary>Who entered it; empty outside the office, and for what was counted.</summary>
    public string ByName { get; init; } = "";

    /// <summary>When it was entered.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Whether the year is closed.</summary>
    public bool Frozen { get; init; }

    /// <summary>Corrections beside the frozen figure, oldest first.</summary>
    public IReadOnlyList<Restatement> Restatements { get; init; } = [];

    /// <summary>Whether a figure is hidden because so few people are counted that somebody could be recognized (秘匿).</summary>
    public bool Hidden { get; init; }

    /// <summary>The figure that holds today: the latest correction, else the actual one.</summary>
    public decimal? Current => Restatements.Count > 0 ? Restatements[^1].Value : Actual;

    /// <summary>Whether nothing was reported, neither in time nor later.</summary>
    public bool IsMissing => Current is null && !Hidden;

    /// <summary>The same for the public: small counts of people hidden, no names of staff, no way to the records.</summary>
    public YearFigure ForPublic(Measured measured)
    {
        var hidden = SmallCounts.Hides(measured, Actual) || Restatements.Any(r => SmallCounts.Hides(measured, r.Value));
        return this with
        {
            Actual = SmallCounts.Hides(measured, Actual) ? null : Actual,
            Restatements = [.. Restatements.Select(r => r with { Value = SmallCounts.Hides(measured, r.Value) ? null : r.Value, By = Guid.Empty, ByName = "" })],
            Hidden = hidden, DrillDown = null, ByName = "",
        };
    }
}

/// <summary>Counts by which somebody could be recognized do not leave the office (小さい数の秘匿).</summary>
internal static class SmallCounts
{
    /// <summary>The smallest count of people that is published; 0 is published as well.</summary>
    public const int Least = 5;

    /// <summary>Whether a figure is hidden: 1 to 4 people, or participations, which are of as few people at most.</summary>
    public static bool Hides(Measured measured, decimal? value) => Measures.IsWhole(measured) && value is > 0 and < Least;
}

/// <summary>How an indicator stands (進みぐあい).</summary>
internal enum Progress
{
    /// <summary>Reached the target (達成).</summary>
    Achieved,

    /// <summary>At least four fifths of the way (おおむね順調).</summary>
    OnTheWay,

    /// <summary>Less than that (遅れ).</summary>
    Behind,

    /// <summary>Not reported, no target, or not judged (判定できない).</summary>
    NotKnown,
}

/// <summary>How far an indicator is in a year.</summary>
/// <param name="Progress">In words.</param>
/// <param name="Share">How much of the way is done, in percent; null where that cannot be said.</param>
internal readonly record struct Assessment(Progress Progress, decimal? Share)
{
    /// <summary>The least share of the way that counts as on the way, in percent.</summary>
    public const decimal OnTheWayFrom = 80;

    /// <summary>
    /// Compares the figure that holds today with the target of the same year. The way is measured from the baseline, and from zero
    /// where there is none, or where a break lies between.
    /// </summary>
    public static Assessment Of(Indicator indicator, YearFigure? figure)
    {
        if (figure is not { Target: { } target, Current: { } actual } || indicator.Direction == Direction.Neither) return new(Progress.NotKnown, null);
        var reached = indicator.Direction == Direction.More ? actual >= target : actual <= target;
        var share = ShareOf(indicator, figure.Year.StartYear, target, actual);
        return reached ? new(Progress.Achieved, share)
            : share is { } s && s >= OnTheWayFrom ? new(Progress.OnTheWay, share)
            : new(Progress.Behind, share);
    }

    private static decimal? ShareOf(Indicator indicator, int year, decimal target, decimal actual)
    {
        if (indicator.Baseline is { } from && from != target && indicator.BaselineYear is { } since && indicator.BreakBetween(since, year) is null)
            return Percent(actual - from, target - from);
        return indicator.Direction == Direction.More ? Percent(actual, target) : Percent(target, actual);
    }

    private static decimal? Percent(decimal part, decimal whole) =>
        whole == 0 ? null : Math.Round(Math.Clamp(100m * part / whole, -999, 999), 1, MidpointRounding.AwayFromZero);
}
