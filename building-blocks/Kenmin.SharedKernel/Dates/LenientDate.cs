using System.Globalization;
using System.Text.RegularExpressions;

namespace Kenmin.SharedKernel;

/// <summary>Reads dates in the styles found on paper and in spreadsheets.</summary>
public static partial class LenientDate
{
    /// <summary>Reads 1949/1/18, 1949-01-18, 1949.1.18, 19490118, 1949年1月18日, S24.1.18, 昭和24年1月18日, 令和元年5月1日,
    /// in any width, with a weekday in brackets or a midnight time after it.</summary>
    /// <returns>The day, or why it was refused: no such day, era not in force, year of two digits, weekday that does not fit.</returns>
    public static Parsed<DateOnly> Parse(string? input)
    {
        var text = Spaces().Replace(TextWidth.Narrow(input), string.Empty);
        if (text.Length == 0) return new LocalizedText("日付を入力してください。", "Enter a date.");

        if (Compact().Match(text) is { Success: true } compact) return Day(compact, Number(compact, "y"));
        if (Western().Match(text) is { Success: true } western) return Day(western, Number(western, "y"));
        if (Japanese().Match(text) is { Success: true } japanese) return DayOfEra(japanese);
        if (TwoDigitYear().IsMatch(text))
            return new LocalizedText(
                $"「{Excerpt.Of(input)}」は年がはっきりしません。西暦は4けた（例：1950/6/29）、和暦は元号（例：S25.6.29）を付けて入力してください。",
                $"The year of “{Excerpt.Of(input)}” is not clear. Enter four digits (1950/6/29) or the era (S25.6.29).");
        return new LocalizedText(
            $"「{Excerpt.Of(input)}」は日付として読み取れません。「1950/6/29」または「昭和25年6月29日」のように入力してください。",
            $"“{Excerpt.Of(input)}” cannot be read as a date. Enter it like 1950/6/29 or 昭和25年6月29日.");
    }

    /// <summary>The day of a spreadsheet's serial number (days since the end of 1899, with the spreadsheet's own 29 February 1900).</summary>
    /// <param name="serial">The number; the fraction is the time of day and is left out.</param>
    public static Parsed<DateOnly> FromExcelSerial(double serial)
    {
        var days = double.IsFinite(serial) ? Math.Floor(serial) : 0;
        var last = DateOnly.FromDayNumber(0).AddYears(CalendarDay.LatestYear - 1).AddMonths(11).AddDays(30).DayNumber - Epoch.DayNumber;
        if (days < 1 || days == 60 || days > last)
            return new LocalizedText(
                $"「{serial.ToString(CultureInfo.InvariantCulture)}」は日付の番号として読み取れません。",
                $"“{serial.ToString(CultureInfo.InvariantCulture)}” is not the number of a date.");
        return Epoch.AddDays(days < 60 ? (int)days + 1 : (int)days);
    }

    private static readonly DateOnly Epoch = new(1899, 12, 30);

    private static Parsed<DateOnly> Day(Match match, int year) =>
        CalendarDay.From(year, Number(match, "m"), Number(match, "d")).Then(day => FittingWeekday(day, match));

    private static Parsed<DateOnly> DayOfEra(Match match)
    {
        var era = JapaneseEra.Find(match.Groups["era"].Value)!;
        var year = match.Groups["y"].Value == "元" ? 1 : Number(match, "y");
        return JapaneseDate.From(era, year, Number(match, "m"), Number(match, "d")).Then(day => FittingWeekday(day.Date, match));
    }

    private static Parsed<DateOnly> FittingWeekday(DateOnly day, Match match)
    {
        var written = match.Groups["w"].Value;
        var right = "日月火水木金土"[(int)day.DayOfWeek];
        if (written.Length == 0 || written[0] == right) return day;
        return new LocalizedText(
            $"{day.Year}年{day.Month}月{day.Day}日は{right}曜日です（入力は{written}曜日）。日付か曜日を直してください。",
            $"{day:yyyy-MM-dd} is a {day.DayOfWeek}, which is not the weekday given ({written}). Correct the date or the weekday.");
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private const string Tail = @"日?(?:[(](?<w>[日月火水木金土])(?:曜日?)?[)])?(?:T?0{1,2}:00(?::00)?)?$";

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^(?<y>[0-9]{4})(?<m>[0-9]{2})(?<d>[0-9]{2})$")]
    private static partial Regex Compact();

    [GeneratedRegex(@"^(?<y>[0-9]{4})[年./-](?<m>[0-9]{1,2})[月./-](?<d>[0-9]{1,2})" + Tail)]
    private static partial Regex Western();

    [GeneratedRegex(@"^(?<era>令和|平成|昭和|大正|[令平昭大RHSTrhst])[./-]?(?<y>元|[0-9]{1,2})[年./-](?<m>[0-9]{1,2})[月./-](?<d>[0-9]{1,2})" + Tail)]
    private static partial Regex Japanese();

    [GeneratedRegex(@"^[0-9]{1,2}[年./-][0-9]{1,2}[月./-][0-9]{1,4}日?$")]
    private static partial Regex TwoDigitYear();
}
