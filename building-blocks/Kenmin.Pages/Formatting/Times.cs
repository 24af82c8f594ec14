using System.Globalization;
using Kenmin.SharedKernel;

namespace Kenmin.Pages;

/// <summary>Times of day and spans of time, on the clock of Japan.</summary>
public static class Times
{
    /// <summary>9:00</summary>
    public static string Short(TimeOnly time) => time.ToString("H:mm", CultureInfo.InvariantCulture);

    /// <summary>9:00～12:30 or 9:00–12:30.</summary>
    public static string Range(TimeOnly start, TimeOnly end) =>
        $"{Short(start)}{new LocalizedText("～", "–")}{Short(end)}";

    /// <summary>
    /// 令和8年11月1日（日） 9:00～12:30; the second day is named only where the span ends on another one.
    /// </summary>
    public static string Range(DateTimeOffset start, DateTimeOffset end)
    {
        var (from, to) = (JapanTime.Local(start), JapanTime.Local(end));
        var dash = new LocalizedText("～", from.Date == to.Date ? "–" : " – ");
        var last = from.Date == to.Date ? Short(TimeOnly.FromDateTime(to.DateTime)) : Dates.DayTime(end);
        return $"{Dates.DayTime(start)}{dash}{last}";
    }

    /// <summary>2時間30分 or 2 h 30 min; whole minutes.</summary>
    public static string Duration(TimeSpan span)
    {
        var minutes = (long)Math.Round(span.TotalMinutes, MidpointRounding.AwayFromZero);
        var (h, m) = (minutes / 60, minutes % 60);
        return (h, m) switch
        {
            (0, _) => new LocalizedText($"{m}分", $"{m} min").ToString(),
            (_, 0) => new LocalizedText($"{h}時間", $"{h} h").ToString(),
            _ => new LocalizedText($"{h}時間{m}分", $"{h} h {m} min").ToString(),
        };
    }
}
