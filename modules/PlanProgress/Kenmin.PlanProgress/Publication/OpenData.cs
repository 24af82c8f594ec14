using System.Globalization;
using Kenmin.PlanProgress.Figures;
using Kenmin.PlanProgress.Plan;
using Kenmin.SharedKernel;

namespace Kenmin.PlanProgress.Publication;

/// <summary>The plan's figures for everybody to use (オープンデータ).</summary>
internal static class OpenData
{
    public const string LicenceAddress = "https://creativecommons.org/licenses/by/4.0/deed.ja";

    public static LocalizedText Licence { get; } = new(
        "このデータは、クリエイティブ・コモンズ 表示 4.0 国際（CC BY 4.0）の条件で、だれでも自由に使えます。使うときは出典を書いてください。数値の内容を変えたときは、変えたことも書いてください。",
        "Everybody may use these data under Creative Commons Attribution 4.0 International (CC BY 4.0). Name the source, and say so where you changed them.");

    /// <summary>The headings of the table: stable names for programs.</summary>
    public static IReadOnlyList<string> Header { get; } =
    [
        "目標番号", "目標", "施策の柱番号", "施策の柱", "施策番号", "施策", "指標番号", "指標", "定義", "単位", "数値の種類", "めざす向き", "出典", "担当", "年度", "年度（西暦）",
        "目標値", "実績値", "実績の状態", "確定（凍結）", "訂正後の値", "訂正日", "訂正の理由", "進みぐあい", "系列の断絶", "現在日時", "備考",
    ];

    /// <summary>A row for each indicator and year. What is not reported is blank.</summary>
    public static IEnumerable<IReadOnlyList<string?>> Rows(WholePlan plan, FiscalYear until)
    {
        foreach (var f in Figures(plan, until))
        {
            var (i, last) = (f.Series.Indicator, f.Figure.Restatements.LastOrDefault());
            yield return
            [
                f.Goal.Number, f.Goal.Name.Ja, f.Policy.Number, f.Policy.Name.Ja, f.Measure.Number, f.Measure.Name.Ja, i.Number, i.Name.Ja, i.Definition.Ja, i.Unit.Ja,
                Measures.ShortNameOf(i.Measured).Ja, FigureWords.NameOf(i.Direction).Ja, i.Source.Ja, f.Series.Department?.Name.Ja, f.Figure.Year.ToJapanese(),
                f.Figure.Year.StartYear.ToString(CultureInfo.InvariantCulture), Plain(f.Figure.Target), Plain(f.Figure.Actual), FigureWords.StateOf(f.Figure).Ja,
                f.Figure.Frozen ? "1" : "0", Plain(last?.Value), last is null ? null : Day(last.At), last?.Reason,
                FigureWords.NameOf(Assessment.Of(i, f.Figure).Progress).Ja, i.Breaks.FirstOrDefault(b => b.Year == f.Figure.Year.StartYear)?.Reason.Ja,
                f.Figure.AsOf?.ToString("O", CultureInfo.InvariantCulture), f.Figure.Note,
            ];
        }
    }

    /// <summary>The same as records.</summary>
    public static OpenPlan ToRecords(WholePlan plan, FiscalYear until) => new(
        Licence.Ja, LicenceAddress,
        [
            .. Figures(plan, until).Select(f => new OpenFigure(
                f.Goal.Number, f.Policy.Number, f.Policy.Name, f.Measure.Number, f.Measure.Name, f.Series.Indicator.Number, f.Series.Indicator.Name,
                f.Series.Indicator.Definition, f.Series.Indicator.Unit, f.Series.Indicator.Measured, f.Series.Indicator.Direction, f.Figure.Year,
                f.Figure.Target, f.Figure.Actual, f.Figure.Stage, f.Figure.IsMissing, f.Figure.Hidden, f.Figure.Frozen,
                [.. f.Figure.Restatements.Select(r => new OpenRestatement(r.Value, r.Reason, r.At))],
                Assessment.Of(f.Series.Indicator, f.Figure).Progress, f.Series.Indicator.Breaks.FirstOrDefault(b => b.Year == f.Figure.Year.StartYear)?.Reason, f.Figure.AsOf)),
        ]);

    private static IEnumerable<(PlanElement Goal, PlanElement Policy, PlanElement Measure, IndicatorSeries Series, YearFigure Figure)> Figures(WholePlan plan, FiscalYear until) =>
        from goal in plan.Goals
        from policy in plan.ChildrenOf(goal)
        from measure in plan.ChildrenOf(policy)
        from series in plan.IndicatorsOf(measure)
        from year in plan.YearsUntil(until)
        where series.Indicator.Covers(year.StartYear)
        select (goal, policy, measure, series, series.In(year));

    private static string? Plain(decimal? value) => value?.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset at) => JapanTime.DayOf(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>All published figures.</summary>
/// <param name="Licence">On what terms they may be used.</param>
/// <param name="LicenceAddress">Where the licence is.</param>
/// <param name="Figures">A record for each indicator and year.</param>
internal sealed record OpenPlan(string Licence, string LicenceAddress, IReadOnlyList<OpenFigure> Figures);

/// <summary>An indicator in a fiscal year, as published.</summary>
internal sealed record OpenFigure(
    string Goal, string Policy, LocalizedText PolicyName, string Measure, LocalizedText MeasureName, string Indicator, LocalizedText Name, LocalizedText Definition,
    LocalizedText Unit, Measured Measured, Direction Direction, FiscalYear Year, decimal? Target, decimal? Actual, FigureStage? Stage, bool Missing, bool Withheld,
    bool Frozen, IReadOnlyList<OpenRestatement> Restatements, Progress Progress, LocalizedText? BreakReason, DateTimeOffset? AsOf);

/// <summary>A correction beside a frozen figure, as published.</summary>
internal sealed record OpenRestatement(decimal? Value, string Reason, DateTimeOffset At);
