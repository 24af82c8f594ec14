namespace Kenmin.SharedKernel;

/// <summary>Year, month and day checked against the calendar, with the reason in words.</summary>
internal static class CalendarDay
{
    internal const int EarliestYear = 1900;
    internal const int LatestYear = 2199;

    internal static Parsed<DateOnly> From(int year, int month, int day)
    {
        if (year is < EarliestYear or > LatestYear)
            return new LocalizedText(
                $"{year}年は扱えません。{EarliestYear}年から{LatestYear}年までの日付を入力してください。",
                $"The year {year} is out of range. Enter a date between {EarliestYear} and {LatestYear}.");
        if (month is < 1 or > 12)
            return new LocalizedText(
                $"{month}月という月はありません。1月から12月までで入力してください。",
                $"There is no month {month}. Enter a month from 1 to 12.");
        var last = DateTime.DaysInMonth(year, month);
        if (day < 1 || day > last)
            return new LocalizedText(
                $"{year}年{month}月に{day}日はありません（{last}日までです）。日付を確かめてください。",
                $"{year}-{month:00} has no day {day} (it ends on the {last}th). Check the date.".Replace("31th", "31st", StringComparison.Ordinal));
        return new DateOnly(year, month, day);
    }
}
