using Kenmin.PlanProgress.Figures;
using Kenmin.SharedKernel;

namespace Kenmin.PlanProgress.Plan;

/// <summary>Which way an indicator should go.</summary>
public enum Direction
{
    /// <summary>More is better.</summary>
    More,

    /// <summary>Less is better.</summary>
    Less,

    /// <summary>Neither: observed, not judged (参考指標).</summary>
    Neither,
}

/// <summary>From a fiscal year on, figures are made in another way (系列の断絶): they are not compared with those before.</summary>
/// <param name="Year">The first fiscal year (年度) of the new way, by the year it starts in.</param>
/// <param name="Reason">What changed.</param>
/// <param name="ByName">Who recorded it.</param>
/// <param name="At">When it was recorded.</param>
public sealed record SeriesBreak(int Year, LocalizedText Reason, string ByName, DateTimeOffset At);

/// <summary>An indicator (指標): what is measured to see whether a measure of the plan works.</summary>
public sealed class Indicator
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The measure (施策) that it belongs to.</summary>
    public Guid MeasureId { get; set; }

    /// <summary>Its number, unique in the plan, such as 2-1-1; files refer to it.</summary>
    public string Number { get; set; } = "";

    /// <summary>Its name.</summary>
    public LocalizedText Name { get; set; }

    /// <summary>What exactly is measured, and how.</summary>
    public LocalizedText Definition { get; set; }

    /// <summary>The unit, such as 人 or 団体.</summary>
    public LocalizedText Unit { get; set; }

    /// <summary>Where the figures come from (出典).</summary>
    public LocalizedText Source { get; set; }

    /// <summary>What kind of figure it is.</summary>
    public Measured Measured { get; set; }

    /// <summary>Which way it should go.</summary>
    public Direction Direction { get; set; }

    /// <summary>Decimal places, 0 to 3.</summary>
    public int Decimals { get; set; }

    /// <summary>Where it stood at the outset (基準値); null when not known.</summary>
    public decimal? Baseline { get; set; }

    /// <summary>The fiscal year of the baseline.</summary>
    public int? BaselineYear { get; set; }

    /// <summary>The department that answers for it.</summary>
    public Guid DepartmentId { get; set; }

    /// <summary>The key under which a module counts it; null when the department reports it.</summary>
    public string? CountedBy { get; set; }

    /// <summary>The first fiscal year with figures.</summary>
    public int FromYear { get; set; }

    /// <summary>The last fiscal year with figures; null while it goes on.</summary>
    public int? ToYear { get; set; }

    /// <summary>The month of the last day for the report, after the fiscal year's end.</summary>
    public int DeadlineMonth { get; set; } = 5;

    /// <summary>The day of the last day for the report.</summary>
    public int DeadlineDay { get; set; } = 31;

    /// <summary>Breaks in the series, by year.</summary>
    public List<SeriesBreak> Breaks { get; set; } = [];

    /// <summary>Whether figures are expected for a year.</summary>
    public bool Covers(int year) => year >= FromYear && year <= (ToYear ?? int.MaxValue);

    /// <summary>The last day for the report of a year (報告期限); 31 becomes the month's last day.</summary>
    public DateOnly DeadlineOf(FiscalYear year)
    {
        var calendarYear = DeadlineMonth >= 4 ? year.StartYear + 1 : year.StartYear + 2;
        return new(calendarYear, DeadlineMonth, Math.Min(DeadlineDay, DateTime.DaysInMonth(calendarYear, DeadlineMonth)));
    }

    /// <summary>The break between two years that forbids comparing them; null when they may be compared.</summary>
    public SeriesBreak? BreakBetween(int one, int other) =>
        Breaks.Where(b => b.Year > Math.Min(one, other) && b.Year <= Math.Max(one, other)).OrderBy(b => b.Year).FirstOrDefault();
}
