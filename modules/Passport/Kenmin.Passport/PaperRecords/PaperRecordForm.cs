using System.Globalization;
using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.Passport.PaperRecords;

/// <summary>The form of a record from paper, as it was typed.</summary>
public sealed class PaperRecordForm
{
    /// <summary>What it was.</summary>
    public string? What { get; set; }

    /// <summary>Who held it.</summary>
    public string? Organiser { get; set; }

    /// <summary>What the person was there.</summary>
    public string? Role { get; set; }

    /// <summary>The first day.</summary>
    public string? FirstDay { get; set; }

    /// <summary>The last day.</summary>
    public string? LastDay { get; set; }

    /// <summary>Whole hours.</summary>
    public string? Hours { get; set; }

    /// <summary>Minutes beside them.</summary>
    public string? Minutes { get; set; }

    /// <summary>The municipality.</summary>
    public string? Municipality { get; set; }

    /// <summary>Where.</summary>
    public string? Place { get; set; }

    /// <summary>The paper that the person holds.</summary>
    public string? Document { get; set; }

    internal static PaperRecordForm Of(PaperRecord record) => new()
    {
        What = record.What, Organiser = record.Organiser, Role = record.Role, FirstDay = Dates.Iso(record.FirstDay),
        LastDay = record.LastDay == record.FirstDay ? "" : Dates.Iso(record.LastDay), Hours = (record.Minutes / 60)?.ToString(CultureInfo.InvariantCulture),
        Minutes = (record.Minutes % 60)?.ToString(CultureInfo.InvariantCulture), Municipality = record.MunicipalityCode, Place = record.Place, Document = record.Document,
    };

    /// <summary>The command, as far as what was typed can be read; what cannot is said at its field.</summary>
    internal SavePaperRecord Read(Guid id, Guid account, FormErrors errors)
    {
        var (hours, minutes) = (Number("Input.Hours", Hours, 100_000, errors), Number("Input.Minutes", Minutes, 59, errors));
        int? all = hours is null && minutes is null ? null : (hours ?? 0) * 60 + (minutes ?? 0);
        return new(id, account, What, Organiser, Role, Day("Input.FirstDay", FirstDay, errors), Day("Input.LastDay", LastDay, errors), all, Municipality, Place, Document);
    }

    private static DateOnly? Day(string field, string? text, FormErrors errors)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var parsed = LenientDate.Parse(text);
        if (parsed.TryGet(out var day)) return day;
        errors.Add(field, parsed.Error);
        return null;
    }

    private static int? Number(string field, string? text, int most, FormErrors errors)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (int.TryParse(FoldedText.Of(text), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most) return number;
        errors.Add(field, new LocalizedText($"0 から {most:#,0} までの数で入力してください。", $"Enter a number from 0 to {most:#,0}."));
        return null;
    }
}
