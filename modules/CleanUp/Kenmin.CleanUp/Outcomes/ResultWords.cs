using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Outcomes;

/// <summary>Results in words.</summary>
internal static class ResultWords
{
    public static string Kg(decimal? kg) => kg is { } known ? $"{Numbers.Decimal(known)} kg" : new LocalizedText("―", "–").ToString();

    public static string PersonHours(Figures figures) => new LocalizedText($"{figures.PersonMinutes / 60m:#,0.#} 時間", $"{figures.PersonMinutes / 60m:#,0.#} hours").ToString();

    public static string PerHour(Figures figures) => figures.BagsPerPersonHour is { } bags ? new LocalizedText($"{bags:0.##} 袋", $"{bags:0.##} bags").ToString() : new LocalizedText("―", "–").ToString();

    public static LocalizedText StateOf(ReportState state) => state switch
    {
        ReportState.Waiting => new("承認待ち", "Waiting"), ReportState.Approved => new("承認", "Approved"), _ => new("不承認", "Not approved"),
    };

    public static Tone ToneOf(ReportState state) => state switch { ReportState.Waiting => Tone.Info, ReportState.Approved => Tone.Success, _ => Tone.Neutral };
}
