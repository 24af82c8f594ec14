using Kenmin.Pages;
using Kenmin.PlanProgress.Figures;
using Kenmin.SharedKernel;

namespace Kenmin.PlanProgress.Publication;

/// <summary>Series as charts show them: a break ends a line, and what is not known is a gap.</summary>
internal static class Series
{
    public static IReadOnlyList<ChartSeries> Of(IndicatorSeries series, IReadOnlyList<FiscalYear> years)
    {
        var lines = new List<ChartSeries>();
        if (years.Any(y => series.In(y).Target is not null))
            lines.Add(new(new("目標", "Target"), [.. years.Select(y => series.In(y).Target)]));
        int[] starts = [int.MinValue, .. series.Indicator.Breaks.Select(b => b.Year), int.MaxValue];
        for (var part = 0; part < starts.Length - 1; part++)
        {
            var (from, until) = (starts[part], starts[part + 1]);
            if (!years.Any(y => y.StartYear >= from && y.StartYear < until)) continue;
            lines.Add(new(NameOf(from, until), [.. years.Select(y => y.StartYear >= from && y.StartYear < until ? series.In(y).Current : null)]));
        }

        return lines;
    }

    /// <summary>The change between two years in words; what cannot be compared says why.</summary>
    public static LocalizedText Change(IndicatorSeries series, FiscalYear from, FiscalYear to)
    {
        var indicator = series.Indicator;
        if (indicator.BreakBetween(from.StartYear, to.StartYear) is { } broken)
            return new($"比較できません（{new FiscalYear(broken.Year).ToJapanese()}から数え方が変わりました：{broken.Reason.Ja}）", $"Cannot be compared: counted otherwise from {new FiscalYear(broken.Year)} on ({broken.Reason.En})");
        if (series.In(from).Current is not { } before || series.In(to).Current is not { } after)
            return new("比較できません（どちらかの年度の数値がありません）", "Cannot be compared: a figure is not known");
        var difference = after - before;
        var sign = difference > 0 ? "+" : "";
        var shown = FigureWords.WithUnit(indicator, difference);
        return difference == 0 ? new("変わらない", "No change") : new(sign + shown.Ja, sign + shown.En);
    }

    private static LocalizedText NameOf(int from, int until) => (from, until) switch
    {
        (int.MinValue, int.MaxValue) => new("実績", "Actual"),
        (int.MinValue, _) => new($"実績（～{new FiscalYear(until - 1).ToJapanese()}）", $"Actual (until {new FiscalYear(until - 1)})"),
        (_, int.MaxValue) => new($"実績（{new FiscalYear(from).ToJapanese()}～、数え方変更後）", $"Actual (from {new FiscalYear(from)}, counted otherwise)"),
        _ => new($"実績（{new FiscalYear(from).ToJapanese()}～{new FiscalYear(until - 1).ToJapanese()}）", $"Actual ({new FiscalYear(from)} to {new FiscalYear(until - 1)})"),
    };
}
