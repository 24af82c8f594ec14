using System.Globalization;
using Kenmin.CleanUp.Activities;
using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Outcomes.Pages;

/// <summary>What is typed of a result.</summary>
public sealed class FiguresForm
{
    /// <summary>How many people.</summary>
    public string? People { get; set; }

    /// <summary>Minutes of each.</summary>
    public string? Minutes { get; set; }

    /// <summary>Bags of burnable litter.</summary>
    public string? BurnableBags { get; set; }

    /// <summary>Bags of other litter.</summary>
    public string? OtherBags { get; set; }

    /// <summary>Kilograms, weighed.</summary>
    public string? KgWeighed { get; set; }

    /// <summary>Kilograms, estimated.</summary>
    public string? KgEstimated { get; set; }

    /// <summary>Pieces by code; null when a form sent none.</summary>
    public Dictionary<string, string?>? Litter { get; set; }

    /// <summary>The version that was seen when this was entered.</summary>
    public string? BasedOn { get; set; }

    internal int? Seen => int.TryParse(BasedOn, NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : null;

    internal static FiguresForm Of(Reported? reported, Activity activity)
    {
        var form = Of(reported?.Figures, (int)(activity.Ends - activity.Starts).TotalMinutes);
        form.Saw(reported);
        return form;
    }

    internal void Saw(Reported? reported) => BasedOn = Text(reported?.Version ?? 0);

    internal static FiguresForm Of(Figures? figures, int minutes) => figures is null ? new() { Minutes = Text(minutes) } : new()
    {
        People = Text(figures.People), Minutes = Text(figures.People > 0 ? figures.PersonMinutes / figures.People : 0), BurnableBags = Text(figures.BurnableBags),
        OtherBags = Text(figures.OtherBags), KgWeighed = figures.KgWeighed?.ToString("0.###", CultureInfo.InvariantCulture),
        KgEstimated = figures.KgEstimated?.ToString("0.###", CultureInfo.InvariantCulture), Litter = figures.Litter.ToDictionary(l => l.Key, l => (string?)Text(l.Value)),
    };

    internal Figures ToFigures(bool alone, FormErrors errors)
    {
        var people = alone ? 1 : errors.TakeNumber("Input.People", People) ?? 0;
        var minutes = errors.TakeNumber("Input.Minutes", Minutes) ?? 0;
        if (minutes is < 1 or > Figures.LongestMinutes) errors.Add("Input.Minutes", new("1 人あたりの時間を、1 から 1,440 までの分で入力してください。", "Enter the minutes of each person, from 1 to 1,440."));
        Dictionary<string, int> litter = [];
        foreach (var (code, text) in Litter ?? [])
            if (errors.TakeNumber($"Input.Litter[{code}]", text) is { } pieces && pieces != 0) litter[code] = pieces;
        return new(
            people, (int)Math.Min((long)people * minutes, int.MaxValue), errors.TakeNumber("Input.BurnableBags", BurnableBags) ?? 0, errors.TakeNumber("Input.OtherBags", OtherBags) ?? 0,
            Kg("Input.KgWeighed", KgWeighed), Kg("Input.KgEstimated", KgEstimated), litter);

        decimal? Kg(string field, string? text)
        {
            var narrow = (text ?? "").Normalize(System.Text.NormalizationForm.FormKC).Replace("kg", "", StringComparison.OrdinalIgnoreCase).Trim();
            if (narrow.Length == 0) return null;
            if (decimal.TryParse(narrow, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var kg)) return kg;
            errors.Add(field, new LocalizedText("重さを数字で入力してください。例：12.5", "Enter the weight as a number, such as 12.5."));
            return null;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
