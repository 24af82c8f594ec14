using Kenmin.Api;
using Kenmin.PlanProgress.Figures;
using Kenmin.PlanProgress.Plan;
using Kenmin.SharedKernel;

namespace Kenmin.PlanProgress.Api;

/// <summary>An indicator as programs get it, with its years.</summary>
internal sealed record IndicatorView(
    string Number, string Name, string Definition, string Unit, string Source, string Measured, string Direction, decimal? Baseline, FiscalYear? BaselineYear, bool Counted,
    IReadOnlyList<BreakView> Breaks, IReadOnlyList<FigureView> Years)
{
    public static IndicatorView Example { get; } = new(
        "2-1-1", "NPO法人の数", "年度末に県内で認証を受けているNPO法人の数。", "法人", "県の集計", "quantity", "more", 330, new FiscalYear(2008), false, [],
        [new(new FiscalYear(2015), 420, 430, "final", true, false, false, "achieved", [])]);

    public static IndicatorView Of(IndicatorSeries series, FiscalYear until)
    {
        var i = series.Indicator;
        return new(
            i.Number, i.Name.ToString(), i.Definition.ToString(), i.Unit.ToString(), i.Source.ToString(), ApiWord.Of(i.Measured), ApiWord.Of(i.Direction), i.Baseline,
            i.BaselineYear is { } year ? new FiscalYear(year) : null, i.CountedBy is not null, [.. i.Breaks.Select(b => new BreakView(new(b.Year), b.Reason.ToString()))],
            [.. Enumerable.Range(i.FromYear, Math.Max(0, Math.Min(i.ToYear ?? int.MaxValue, until.StartYear) - i.FromYear + 1)).Select(y => FigureView.Of(i, series.In(new(y))))]);
    }
}

/// <summary>A break in a series.</summary>
internal sealed record BreakView(FiscalYear From, string Reason);

/// <summary>An indicator in a fiscal year. What is not reported is null and <paramref name="Missing"/>; it is never zero.</summary>
internal sealed record FigureView(
    FiscalYear Year, decimal? Target, decimal? Actual, string? Stage, bool Frozen, bool Missing, bool Withheld, string Progress, IReadOnlyList<RestatementView> Restatements)
{
    public static FigureView Of(Indicator indicator, YearFigure figure) => new(
        figure.Year, figure.Target, figure.Actual, figure.Stage is { } stage ? ApiWord.Of(stage) : null, figure.Frozen, figure.IsMissing, figure.Hidden,
        ApiWord.Of(Assessment.Of(indicator, figure).Progress), [.. figure.Restatements.Select(r => new RestatementView(r.Value, r.Reason, r.At))]);
}

/// <summary>A correction beside a frozen figure.</summary>
internal sealed record RestatementView(decimal? Value, string Reason, DateTimeOffset At);

/// <summary>What a department has to report for a year.</summary>
internal sealed record DepartmentReport(Guid DepartmentId, string Name, FiscalYear Year, bool Frozen, IReadOnlyList<OwedFigure> Indicators);

/// <summary>An indicator in a department's report.</summary>
internal sealed record OwedFigure(string Number, string Name, DateOnly Deadline, bool Counted, bool Missing, bool Overdue, decimal? Actual, string? Stage);
