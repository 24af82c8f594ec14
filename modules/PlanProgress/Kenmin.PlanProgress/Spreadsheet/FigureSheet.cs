using System.Globalization;
using Kenmin.PlanProgress.Figures;
using Kenmin.PlanProgress.Plan;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;

namespace Kenmin.PlanProgress.Spreadsheet;

/// <summary>A row of a file of figures, as it was read.</summary>
/// <param name="Line">The row, as spreadsheet programs number it.</param>
/// <param name="IndicatorId">The indicator.</param>
/// <param name="Year">The fiscal year.</param>
/// <param name="Target">The target; null leaves it alone.</param>
/// <param name="Actual">The figure; null leaves it alone.</param>
/// <param name="Stage">How sure the figure is.</param>
/// <param name="Note">The note; null leaves none.</param>
public sealed record FigureRow(int Line, Guid IndicatorId, FiscalYear Year, decimal? Target, decimal? Actual, FigureStage Stage, string? Note);

/// <summary>What a file of figures holds.</summary>
/// <param name="Rows">The rows that change something.</param>
/// <param name="Unchanged">Rows that say what is known already, or nothing.</param>
/// <param name="Errors">What is wrong; nothing may be taken over while there is any.</param>
internal sealed record FigureFile(IReadOnlyList<FigureRow> Rows, int Unchanged, RowErrors Errors);

/// <summary>Figures as the tables that offices exchange: what is written can be read back.</summary>
internal static class FigureSheet
{
    private static readonly ColumnDefinition[] Columns =
    [
        new("number", new("指標番号", "Indicator number"), ["番号", "No", "number"], Required: true),
        new("year", new("年度", "Fiscal year"), ["会計年度", "year"], Required: true),
        new("target", new("目標", "Target"), ["目標値"]),
        new("actual", new("実績", "Actual"), ["実績値"]),
        new("stage", new("区分", "Stage"), ["暫定・確定"]),
        new("note", new("備考", "Note"), ["注", "remarks"]),
    ];

    /// <summary>The largest file, in bytes.</summary>
    public const long MaxBytes = 5 << 20;

    /// <summary>Reads a file against the plan as it stands.</summary>
    /// <exception cref="SpreadsheetException">It is no table, or lacks a column; the reason is for the person who chose it.</exception>
    public static async Task<FigureFile> ReadAsync(Stream stream, string fileName, WholePlan plan, FiscalYear present, CancellationToken cancellationToken)
    {
        using var sheet = await SpreadsheetReader.OpenAsync(stream, fileName, new() { Columns = Columns, MaxBytes = MaxBytes, MaxRows = 5_000 }, cancellationToken);
        var mapping = ColumnMapping.Guess(sheet.Header, Columns);
        if (mapping.Problems is [var problem, ..]) throw new SpreadsheetException(problem);
        var indicators = plan.Indicators.ToDictionary(i => i.Indicator.Number, StringComparer.Ordinal);
        var errors = new RowErrors();
        var rows = new List<FigureRow>();
        var seen = new Dictionary<(Guid, int), int>();
        var unchanged = 0;
        foreach (var row in sheet.Rows())
        {
            List<RowError> wrong = [.. row.Errors];
            if (Read(row, mapping, indicators, plan, present, wrong) is { } read)
            {
                if (!seen.TryAdd((read.IndicatorId, read.Year.StartYear), row.Line))
                    wrong.Add(mapping.Refuse(row, "number", new(
                        $"同じ指標と年度が {seen[(read.IndicatorId, read.Year.StartYear)]} 行目にもあります。どちらか 1 行にしてください。",
                        $"The same indicator and year stand in row {seen[(read.IndicatorId, read.Year.StartYear)]}. Keep one row.")));
                else if (wrong.Count == 0 && Changes(read, plan)) rows.Add(read);
                else if (wrong.Count == 0) unchanged++;
            }

            errors.AddRange(wrong);
        }

        return new(rows, unchanged, errors);
    }

    /// <summary>The headings of a file that can be read back; further columns are for people.</summary>
    public static IReadOnlyList<string> Header =>
    [
        .. Columns.Select(c => c.Name.ToString()), new LocalizedText("指標名（参考）", "Indicator name").ToString(), new LocalizedText("単位（参考）", "Unit").ToString(),
        new LocalizedText("状態（参考）", "State").ToString(), new LocalizedText("訂正後の値（参考）", "Restated value").ToString(),
    ];

    /// <summary>The rows of the whole plan up to a year; what is not known is blank, never zero.</summary>
    public static IEnumerable<IReadOnlyList<string?>> Write(WholePlan plan, FiscalYear until) =>
        from series in plan.Indicators
        let indicator = series.Indicator
        from year in Enumerable.Range(indicator.FromYear, Math.Max(0, Math.Min(indicator.ToYear ?? int.MaxValue, until.StartYear) - indicator.FromYear + 1))
        let figure = series.In(new FiscalYear(year))
        select (IReadOnlyList<string?>)
        [
            indicator.Number, new FiscalYear(year).ToString(), Plain(figure.Target),
            // What a module counts is not for reading back.
            Plain(figure.Actual), figure.Stage is { } stage && figure.Actual is not null ? FigureWords.StageOf(stage).ToString() : null, figure.Note, indicator.Name.ToString(),
            indicator.Unit.ToString(), FigureWords.StateOf(figure).ToString(), figure.Restatements.Count > 0 ? Plain(figure.Current) : null,
        ];

    private static string? Plain(decimal? value) => value?.ToString("0.####", CultureInfo.InvariantCulture);

    private static FigureRow? Read(
        SheetRow row, ColumnMapping mapping, Dictionary<string, IndicatorSeries> indicators, WholePlan plan, FiscalYear present, List<RowError> wrong)
    {
        var number = mapping.Value(row, "number").Normalize(System.Text.NormalizationForm.FormKC).Replace('‐', '-').Replace('−', '-').Trim();
        if (!indicators.TryGetValue(number, out var series))
        {
            wrong.Add(mapping.Refuse(row, "number", new("この番号の指標は計画にありません。", "The plan has no indicator with this number.")));
            return null;
        }

        var parsed = FiscalYear.Parse(mapping.Value(row, "year"));
        if (!parsed.IsOk)
        {
            wrong.Add(mapping.Refuse(row, "year", parsed.Error));
            return null;
        }

        var (indicator, year) = (series.Indicator, parsed.Value);
        if (!indicator.Covers(year.StartYear))
            wrong.Add(mapping.Refuse(row, "year", new("この指標の対象でない年度です。", "The indicator does not cover this year.")));
        var target = Figure("target");
        var actual = Figure("actual");
        var stage = FigureWords.ParseStage(mapping.Value(row, "stage"));
        if (!stage.IsOk) wrong.Add(mapping.Refuse(row, "stage", stage.Error));
        var known = series.In(year);
        if (actual is not null && actual != known.Actual)
        {
            if (indicator.CountedBy is not null)
                wrong.Add(mapping.Refuse(row, "actual", new("この指標は自動で集計されます。実績の欄は空にしてください。", "This indicator is counted. Leave the figure blank.")));
            else if (year > present)
                wrong.Add(mapping.Refuse(row, "actual", new("先の年度の実績は入力できません。", "A year to come has no figure yet.")));
        }

        var certain = stage.IsOk ? stage.Value ?? (year < present ? FigureStage.Final : FigureStage.Provisional) : FigureStage.Provisional;
        if (actual is not null && year == present && certain == FigureStage.Final && indicator.CountedBy is null)
            wrong.Add(mapping.Refuse(row, "stage", new("年度の途中の数値は「暫定」にしてください。", "Before the year has ended a figure is provisional.")));
        var note = mapping.Value(row, "note");
        if (note.Length > 500) wrong.Add(mapping.Refuse(row, "note", new("備考は 500 文字までです。", "A note has up to 500 characters.")));
        var read = new FigureRow(row.Line, indicator.Id, year, target, indicator.CountedBy is null ? actual : null, certain, note.Length == 0 ? null : note);
        if (wrong.Count == 0 && plan.IsFrozen(year) && Changes(read, plan))
            wrong.Add(mapping.Refuse(row, target != known.Target && target is not null ? "target" : "actual", PlanAnswer.Frozen(year).Problem!.Value));
        return read;

        decimal? Figure(string column)
        {
            var cell = mapping.Value(row, column);
            // A dash or 未報告 says that nothing is known, as a blank does.
            if (cell.Length == 0 || cell is "-" or "－" or "–" or "未報告") return null;
            var value = FigureInput.Parse(cell, indicator.Unit, indicator.Measured, indicator.Decimals);
            if (value.IsOk) return value.Value;
            wrong.Add(mapping.Refuse(row, column, value.Error));
            return null;
        }
    }

    private static bool Changes(FigureRow row, WholePlan plan)
    {
        var known = plan.Find(row.IndicatorId)!.In(row.Year);
        return row.Target is { } target && target != known.Target
            || row.Actual is { } actual && (actual != known.Actual || row.Stage != known.Stage || row.Note != known.Note);
    }
}
