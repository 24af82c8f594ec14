using Kenmin.PlanProgress.Plan;
using Kenmin.SharedKernel;

namespace Kenmin.PlanProgress.Figures;

/// <summary>Figures in words.</summary>
internal static class FigureWords
{
    public static LocalizedText NotReported { get; } = new("未報告", "Not reported");

    public static LocalizedText HiddenText { get; } = new($"秘匿（{SmallCounts.Least}未満）", $"Withheld (under {SmallCounts.Least})");

    public static LocalizedText StageOf(FigureStage stage) => stage == FigureStage.Final ? new("確定", "Final") : new("暫定", "Provisional");

    /// <summary>Reads 暫定 or 確定; nothing where the cell is blank.</summary>
    public static Parsed<FigureStage?> ParseStage(string? input) => (input ?? "").Trim() switch
    {
        "" => Parsed<FigureStage?>.Ok(null),
        "確定" or "確定値" or "Final" or "final" => FigureStage.Final,
        "暫定" or "暫定値" or "速報" or "Provisional" or "provisional" => FigureStage.Provisional,
        _ => new LocalizedText("「暫定」または「確定」を入力してください。", "Enter “Provisional” or “Final”."),
    };

    /// <summary>A figure with what must be said of it, in one line.</summary>
    public static LocalizedText StateOf(YearFigure figure) =>
        figure.Hidden ? HiddenText
        : figure.Restatements.Count > 0 ? new("確定後に訂正", "Restated")
        : figure.Actual is null ? NotReported
        : figure.Frozen ? new("確定（凍結）", "Frozen")
        : StageOf(figure.Stage ?? FigureStage.Provisional);

    /// <summary>The figure that was reported or frozen: a number with its unit, 未報告 or 秘匿.</summary>
    public static LocalizedText ActualOf(Indicator indicator, YearFigure figure) =>
        figure.Actual is { } value ? WithUnit(indicator, value) : figure.Hidden && figure.Stage is not null ? HiddenText : NotReported;

    /// <summary>The figure that holds today.</summary>
    public static LocalizedText CurrentOf(Indicator indicator, YearFigure figure) =>
        figure.Current is { } value ? WithUnit(indicator, value) : figure.Hidden ? HiddenText : NotReported;

    /// <summary>The target with its unit, or a dash.</summary>
    public static LocalizedText TargetOf(Indicator indicator, YearFigure figure) =>
        figure.Target is { } value ? WithUnit(indicator, value) : new("–", "–");

    public static LocalizedText WithUnit(Indicator indicator, decimal value)
    {
        var number = FigureInput.Show(value, indicator.Decimals);
        return new(number + indicator.Unit.Ja, indicator.Unit.En.StartsWith('%') ? number + indicator.Unit.En : $"{number} {indicator.Unit.En}");
    }

    public static LocalizedText NameOf(Progress progress) => progress switch
    {
        Progress.Achieved => new("達成", "Achieved"),
        Progress.OnTheWay => new("おおむね順調", "On the way"),
        Progress.Behind => new("遅れ", "Behind"),
        _ => new("判定できない", "Not known"),
    };

    public static LocalizedText NameOf(Direction direction) => direction switch
    {
        Direction.More => new("多いほど良い", "More is better"),
        Direction.Less => new("少ないほど良い", "Less is better"),
        _ => new("参考（良し悪しを判定しない）", "Observed, not judged"),
    };

    /// <summary>Why nothing can be said of the progress.</summary>
    public static LocalizedText WhyNotKnown(Indicator indicator, YearFigure figure) =>
        indicator.Direction == Direction.Neither ? new("参考指標のため判定しません。", "Observed, not judged.")
        : figure.Hidden ? new("人数が少ないため公表しません。", "Withheld: few people.")
        : figure.IsMissing ? new("実績が未報告です。", "Not reported.")
        : new("目標がありません。", "There is no target.");
}
