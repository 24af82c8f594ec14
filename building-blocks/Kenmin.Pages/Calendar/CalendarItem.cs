using Kenmin.SharedKernel;

namespace Kenmin.Pages;

/// <summary>Something on a day of a <see cref="MonthCalendar"/>.</summary>
/// <param name="Day">The day.</param>
/// <param name="Text">What it is.</param>
/// <param name="Href">Where to read more; null for nowhere.</param>
/// <param name="Time">When on the day, such as <c>Times.Range(start, end)</c>.</param>
/// <param name="Tone">What its state means.</param>
/// <param name="State">Its state in words, such as 満員.</param>
public sealed record CalendarItem(
    DateOnly Day, LocalizedText Text, string? Href = null, string? Time = null, Tone Tone = Tone.Neutral, LocalizedText? State = null);
