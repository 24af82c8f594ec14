using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Kenmin.Pages;
using Kenmin.PlanProgress.Figures;
using Kenmin.SharedKernel;

namespace Kenmin.PlanProgress.Plan.Pages;

/// <summary>An indicator as it is typed.</summary>
internal sealed partial class IndicatorForm
{
    private static readonly LocalizedText NoUnit = new("", "");

    public string? MeasureId { get; set; }
    public string? Number { get; set; }
    public string? Name { get; set; }
    public string? NameEn { get; set; }
    public string? Definition { get; set; }
    public string? DefinitionEn { get; set; }
    public string? Unit { get; set; }
    public string? UnitEn { get; set; }
    public string? Source { get; set; }
    public string? SourceEn { get; set; }
    public string? Measured { get; set; } = nameof(Figures.Measured.Quantity);
    public string? Direction { get; set; } = nameof(Plan.Direction.More);
    public string? Decimals { get; set; } = "0";
    public string? Baseline { get; set; }
    public string? BaselineYear { get; set; }
    public string? DepartmentId { get; set; }
    public string? CountedBy { get; set; }
    public string? FromYear { get; set; }
    public string? ToYear { get; set; }
    public string? Deadline { get; set; } = "5月31日";

    public static IndicatorForm Of(Indicator i) => new()
    {
        MeasureId = i.MeasureId.ToString(), Number = i.Number, Name = i.Name.Ja, NameEn = i.Name.En, Definition = i.Definition.Ja, DefinitionEn = i.Definition.En,
        Unit = i.Unit.Ja, UnitEn = i.Unit.En, Source = i.Source.Ja, SourceEn = i.Source.En, Measured = i.Measured.ToString(), Direction = i.Direction.ToString(),
        Decimals = i.Decimals.ToString(CultureInfo.InvariantCulture), Baseline = i.Baseline is { } b ? FigureInput.Show(b, i.Decimals) : null,
        BaselineYear = i.BaselineYear is { } by ? new FiscalYear(by).ToJapanese() : null, DepartmentId = i.DepartmentId.ToString(), CountedBy = i.CountedBy,
        FromYear = new FiscalYear(i.FromYear).ToJapanese(), ToYear = i.ToYear is { } to ? new FiscalYear(to).ToJapanese() : null,
        Deadline = string.Create(CultureInfo.InvariantCulture, $"{i.DeadlineMonth}月{i.DeadlineDay}日"),
    };

    /// <summary>The field of the form that holds a property of the indicator.</summary>
    public static string FieldOf(string property) => property switch
    {
        nameof(Indicator.DeadlineMonth) or nameof(Indicator.DeadlineDay) => nameof(Deadline),
        _ => property,
    };

    /// <summary>The indicator, with what cannot be read said at its field.</summary>
    public Indicator Read(FormErrors errors)
    {
        var made = new Indicator
        {
            Number = Number ?? "", Name = new(Name ?? "", NameEn ?? ""), Definition = new(Definition ?? "", DefinitionEn ?? ""), Unit = new(Unit ?? "", UnitEn ?? ""),
            Source = new(Source ?? "", SourceEn ?? ""), CountedBy = string.IsNullOrWhiteSpace(CountedBy) ? null : CountedBy.Trim(),
        };
        if (Guid.TryParse(MeasureId, out var measure)) made.MeasureId = measure;
        else errors.Add("Input.MeasureId", new("施策を選んでください。", "Choose a measure."));
        if (Guid.TryParse(DepartmentId, out var department)) made.DepartmentId = department;
        else errors.Add("Input.DepartmentId", new("担当課を選んでください。", "Choose a department."));
        if (Enum.TryParse<Measured>(Measured, out var measured) && Enum.IsDefined(measured)) made.Measured = measured;
        else errors.Add("Input.Measured", new("数値の種類を選んでください。", "Choose the kind of figure."));
        if (Enum.TryParse<Direction>(Direction, out var direction) && Enum.IsDefined(direction)) made.Direction = direction;
        else errors.Add("Input.Direction", new("めざす向きを選んでください。", "Choose the direction."));
        var decimals = FigureInput.Parse(Decimals, NoUnit, Figures.Measured.Participations, 0);
        if (decimals.IsOk && decimals.Value <= 3) made.Decimals = (int)decimals.Value;
        else errors.Add("Input.Decimals", new("小数の桁数を 0～3 で入力してください。", "Enter 0 to 3 decimal places."));
        if (!string.IsNullOrWhiteSpace(Baseline))
        {
            var baseline = FigureInput.Parse(Baseline, made.Unit, made.Measured, made.Decimals);
            if (baseline.IsOk) made.Baseline = baseline.Value;
            else errors.Add("Input.Baseline", baseline.Error);
        }

        made.BaselineYear = YearOf(BaselineYear, nameof(BaselineYear), errors);
        made.ToYear = YearOf(ToYear, nameof(ToYear), errors);
        var from = FiscalYear.Parse(FromYear);
        if (from.IsOk) made.FromYear = from.Value.StartYear;
        else errors.Add("Input.FromYear", from.Error);
        if (MonthAndDay().Match((Deadline ?? "").Normalize(NormalizationForm.FormKC)) is { Success: true } found)
        {
            made.DeadlineMonth = int.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            made.DeadlineDay = int.Parse(found.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        }
        else
        {
            made.DeadlineMonth = 0;
        }

        return made;
    }

    private static int? YearOf(string? text, string field, FormErrors errors)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var year = FiscalYear.Parse(text);
        if (year.IsOk) return year.Value.StartYear;
        errors.Add($"Input.{field}", year.Error);
        return null;
    }

    [GeneratedRegex(@"^\s*([0-9]{1,2})\s*[月/.\-]\s*([0-9]{1,2})\s*日?\s*$")]
    private static partial Regex MonthAndDay();
}
