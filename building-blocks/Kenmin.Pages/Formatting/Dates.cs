using System.Globalization;
using Kenmin.SharedKernel;

namespace Kenmin.Pages;

/// <summary>Dates as people of this prefecture read them: with the era in Japanese, with the Western year in English.</summary>
public static class Dates
{
    private static readonly string[] JapaneseDays = ["日", "月", "火", "水", "木", "金", "土"];
    private static readonly string[] EnglishDays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    private static readonly string[] EnglishMonths =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    /// <summary>令和8年11月1日（日） or 1 November 2026 (Sun).</summary>
    public static string Long(DateOnly day) => LongText(day).ToString();

    /// <summary>The long form of a day in both languages.</summary>
    public static LocalizedText LongText(DateOnly day) => new(
        $"{JapaneseYear(day)}{day.Month}月{day.Day}日（{JapaneseDays[(int)day.DayOfWeek]}）",
        $"{day.Day} {EnglishMonths[day.Month - 1]} {day.Year} ({EnglishDays[(int)day.DayOfWeek]})");

    /// <summary>11月1日（日） or 1 Nov (Sun): for lists in which the year is clear.</summary>
    public static string Short(DateOnly day) => new LocalizedText(
        $"{day.Month}月{day.Day}日（{JapaneseDays[(int)day.DayOfWeek]}）",
        $"{day.Day} {EnglishMonths[day.Month - 1][..3]} ({EnglishDays[(int)day.DayOfWeek]})").ToString();

    /// <summary>令和8年11月 or November 2026.</summary>
    public static string Month(DateOnly day) => new LocalizedText(
        $"{JapaneseYear(day)}{day.Month}月", $"{EnglishMonths[day.Month - 1]} {day.Year}").ToString();

    /// <summary>令和8年（2026年） or 2026: for years of birth and of founding.</summary>
    public static string Year(DateOnly day) => new LocalizedText(
        JapaneseEra.On(day) is null ? $"{day.Year}年" : $"{JapaneseYear(day)}（{day.Year}年）",
        day.Year.ToString(CultureInfo.InvariantCulture)).ToString();

    /// <summary>日 or Sun.</summary>
    public static string DayOfWeek(DayOfWeek day) => new LocalizedText(JapaneseDays[(int)day], EnglishDays[(int)day]).ToString();

    /// <summary>令和8年11月1日（日） 9:00, on the clock of Japan.</summary>
    public static string DayTime(DateTimeOffset instant)
    {
        var local = JapanTime.Local(instant);
        return $"{Long(DateOnly.FromDateTime(local.DateTime))} {Times.Short(TimeOnly.FromDateTime(local.DateTime))}";
    }

    /// <summary>11月1日（日） 9:00, on the clock of Japan: for lists in which the year is clear.</summary>
    public static string ShortDayTime(DateTimeOffset instant)
    {
        var local = JapanTime.Local(instant);
        return $"{Short(DateOnly.FromDateTime(local.DateTime))} {Times.Short(TimeOnly.FromDateTime(local.DateTime))}";
    }

    /// <summary>2026-11-01: for <c>datetime</c> attributes and addresses.</summary>
    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string JapaneseYear(DateOnly day)
    {
        if (JapaneseEra.On(day) is not { } era) return $"{day.Year}年";
        var year = day.Year - era.StartsOn.Year + 1;
        return year == 1 ? $"{era.Name}元年" : $"{era.Name}{year}年";
    }
}
