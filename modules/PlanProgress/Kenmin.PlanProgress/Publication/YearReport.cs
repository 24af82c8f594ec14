using Kenmin.Documents;
using Kenmin.Pages;
using Kenmin.PlanProgress.Figures;
using Kenmin.PlanProgress.Plan;
using Kenmin.SharedKernel;

namespace Kenmin.PlanProgress.Publication;

/// <summary>A line of the report: an indicator in words.</summary>
internal sealed record ReportLine(
    LocalizedText Name, LocalizedText Before, LocalizedText Actual, LocalizedText Target, LocalizedText Progress, LocalizedText Remarks);

/// <summary>A measure in the report.</summary>
internal sealed record ReportMeasure(PlanElement Measure, IReadOnlyList<ReportLine> Lines);

/// <summary>A policy in the report.</summary>
internal sealed record ReportPart(PlanElement Goal, PlanElement Policy, IReadOnlyList<ReportMeasure> Measures);

/// <summary>The yearly report (年次報告): the same content as a page and on paper.</summary>
internal sealed record YearReport(FiscalYear Year, YearState? State, IReadOnlyList<ReportPart> Parts, IReadOnlyDictionary<Progress, int> Counts)
{
    public LocalizedText Title => new($"{Year.ToJapanese()} 県民活動促進計画の進みぐあい", $"Progress of the plan in {Year}");

    /// <summary>Whether the year is closed, and since when.</summary>
    public LocalizedText StateText => State?.FrozenAt is { } at
        ? new($"{Dates.LongText(JapanTime.DayOf(at)).Ja}に確定した数値です。確定後の訂正は、確定した数値の横に示します。{State.Note}",
            $"Closed on {Dates.LongText(JapanTime.DayOf(at)).En}. Later corrections stand beside the closed figures. {State.Note}".TrimEnd())
        : new("この年度はまだ確定していません。数値は暫定で、変わることがあります。", "This year is not closed yet: figures are provisional and may change.");

    public int Count(Progress progress) => Counts.GetValueOrDefault(progress);

    public static YearReport Of(WholePlan plan, FiscalYear year)
    {
        var parts =
            from goal in plan.Goals
            from policy in plan.ChildrenOf(goal)
            let measures = plan.ChildrenOf(policy).Select(m => new ReportMeasure(
                m, [.. plan.IndicatorsOf(m).Where(i => i.Indicator.Covers(year.StartYear)).Select(i => Line(i, year))])).Where(m => m.Lines.Count > 0).ToList()
            where measures.Count > 0
            select new ReportPart(goal, policy, measures);
        return new(
            year, plan.Years.GetValueOrDefault(year.StartYear), [.. parts],
            plan.Indicators.Where(i => i.Indicator.Covers(year.StartYear)).GroupBy(i => i.Assess(year).Progress).ToDictionary(g => g.Key, g => g.Count()));
    }

    /// <summary>The report on paper.</summary>
    /// <param name="publisher">Who publishes it.</param>
    /// <exception cref="DocumentsUnavailableException">No documents can be made.</exception>
    public byte[] ToPdf(string publisher)
    {
        static string L(string ja, string en) => new LocalizedText(ja, en).ToString();
        var english = System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";
        using var paper = new Paper(new(Title.ToString(), english ? "en" : "ja-JP", publisher, Title.ToString()));
        paper.Heading(1, Title.ToString()).Paragraph(StateText.ToString());
        paper.Table(new(L("進みぐあいのまとめ", "Summary"), [.. Enum.GetValues<Progress>().Select(p => new PaperColumn(FigureWords.NameOf(p).ToString(), Number: true))],
            [[.. Enum.GetValues<Progress>().Select(p => L($"{Count(p)} 指標", $"{Count(p)}"))]]));
        foreach (var part in Parts)
        {
            paper.Heading(2, $"{part.Policy.Number} {part.Policy.Name}");
            foreach (var measure in part.Measures)
                paper.Table(new(
                    L($"施策 {measure.Measure.Number} {measure.Measure.Name.Ja}", $"Measure {measure.Measure.Number} {measure.Measure.Name.En}"),
                    [
                        new(L("指標", "Indicator"), 3), new(L("前年度", "Year before"), 1.5, Number: true), new(L("実績", "Actual"), 1.5, Number: true),
                        new(L("目標", "Target"), 1.5, Number: true), new(L("進みぐあい", "Progress"), 1.4), new(L("備考", "Remarks"), 3),
                    ],
                    [.. measure.Lines.Select(l => (IReadOnlyList<string>)
                        [l.Name.ToString(), l.Before.ToString(), l.Actual.ToString(), l.Target.ToString(), l.Progress.ToString(), l.Remarks.ToString()])]));
        }

        paper.Heading(3, L("進みぐあいの決め方", "How progress is worked out"));
        paper.Paragraph(
            L($"達成：その年度の実績が目標に届いた。おおむね順調：基準値から目標までの{Assessment.OnTheWayFrom}％以上を進んだ。遅れ：それ未満。判定できない：未報告、目標なし、参考指標。未報告は0として扱わない。",
                $"Achieved: the figure reached the target. On the way: at least {Assessment.OnTheWayFrom}% of the way from the baseline is done. Behind: less. Not known: not reported, no target, or only observed. What is not reported is never zero."), small: true);
        paper.Paragraph(
            L($"実人数・延べ数が1～{SmallCounts.Least - 1}の数値は、個人が分からないように秘匿した。実人数と延べ数は別のもので、足し合わせない。",
                $"Counts of people or participations from 1 to {SmallCounts.Least - 1} are withheld. People and participations are different things and never added up."), small: true);
        return paper.ToBytes();
    }

    private static ReportLine Line(IndicatorSeries series, FiscalYear year)
    {
        var (indicator, figure) = (series.Indicator, series.In(year));
        var before = indicator.BreakBetween(year.StartYear - 1, year.StartYear) is not null ? new LocalizedText("比較不可", "Not comparable")
            : indicator.Covers(year.StartYear - 1) ? FigureWords.CurrentOf(indicator, series.In(year.Previous)) : new LocalizedText("–", "–");
        List<LocalizedText> remarks = [];
        if (figure.Stage == FigureStage.Provisional && figure.Actual is not null) remarks.Add(new("暫定の数値", "Provisional"));
        if (figure.AsOf is { } asOf) remarks.Add(new($"{Dates.LongText(JapanTime.DayOf(asOf)).Ja}現在", $"As of {Dates.LongText(JapanTime.DayOf(asOf)).En}"));
        foreach (var r in figure.Restatements)
        {
            var value = r.Value is { } v ? FigureWords.WithUnit(indicator, v) : FigureWords.HiddenText;
            remarks.Add(new($"訂正：{value.Ja}（{Dates.LongText(JapanTime.DayOf(r.At)).Ja}、{r.Reason}）", $"Restated: {value.En} ({Dates.LongText(JapanTime.DayOf(r.At)).En}; {r.Reason})"));
        }

        foreach (var b in indicator.Breaks.Where(b => b.Year == year.StartYear)) remarks.Add(new($"この年度から数え方が変更：{b.Reason.Ja}", $"Counted otherwise from this year on: {b.Reason.En}"));
        var assessed = Assessment.Of(indicator, figure);
        if (assessed.Progress == Figures.Progress.NotKnown && !figure.IsMissing && !figure.Hidden) remarks.Add(FigureWords.WhyNotKnown(indicator, figure));
        if (!string.IsNullOrEmpty(figure.Note)) remarks.Add(LocalizedText.Same(figure.Note));
        return new(
            new($"{indicator.Number} {indicator.Name.Ja}", $"{indicator.Number} {indicator.Name.En}"), before, FigureWords.ActualOf(indicator, figure),
            FigureWords.TargetOf(indicator, figure), FigureWords.NameOf(assessed.Progress),
            new(string.Join("。", remarks.Select(r => r.Ja.TrimEnd('。'))), string.Join(". ", remarks.Select(r => r.En.TrimEnd('.')))));
    }
}
