using System.Globalization;

namespace Kenmin.SharedKernel;

/// <summary>A day in the Japanese calendar (和暦): era, year of the era, month, day.</summary>
/// <remarks>.NET's calendar accepts days an era never had (平成31年5月1日); this type does not.</remarks>
public readonly record struct JapaneseDate
{
    private JapaneseDate(JapaneseEra era, DateOnly date) => (Era, Date) = (era, date);

    /// <summary>The era in force on the day.</summary>
    public JapaneseEra Era { get; }

    /// <summary>The day in the Gregorian calendar.</summary>
    public DateOnly Date { get; }

    /// <summary>The year of the era; 1 is written 元年.</summary>
    public int Year => Date.Year - Era.StartsOn.Year + 1;

    /// <summary>The day in the Japanese calendar; null before 30 July 1912.</summary>
    public static JapaneseDate? Of(DateOnly day) => JapaneseEra.On(day) is { } era ? new JapaneseDate(era, day) : null;

    /// <summary>The day of an era, refused with the right name of the day when the era was not in force on it.</summary>
    /// <param name="era">The era.</param>
    /// <param name="year">The year of the era, from 1.</param>
    /// <param name="month">The month, 1 to 12.</param>
    /// <param name="day">The day of the month.</param>
    public static Parsed<JapaneseDate> From(JapaneseEra era, int year, int month, int day)
    {
        ArgumentNullException.ThrowIfNull(era);
        if (year < 1)
            return new LocalizedText($"{era.Name}{year}年はありません。年は元年（1年）からです。", $"There is no year {year} of {era.English}; years count from 1.");
        return CalendarDay.From(era.WesternYear(year), month, day).Then(date => InForce(era, year, date));
    }

    /// <summary>"令和8年11月23日", "令和元年5月1日".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Era.Name}{YearInWords(Year)}年{Date.Month}月{Date.Day}日");

    /// <summary>"R8.11.23", as on forms.</summary>
    public string ToShortString() => string.Create(CultureInfo.InvariantCulture, $"{Era.Letter}{Year}.{Date.Month}.{Date.Day}");

    private static Parsed<JapaneseDate> InForce(JapaneseEra era, int year, DateOnly date)
    {
        if (JapaneseEra.On(date) == era) return new JapaneseDate(era, date);
        var written = $"{era.Name}{YearInWords(year)}年{date.Month}月{date.Day}日";
        var border = date < era.StartsOn
            ? new LocalizedText($"{era.Name}は{Western(era.StartsOn)}からです。", $"{era.English} began on {era.StartsOn:yyyy-MM-dd}.")
            : new LocalizedText($"{era.Name}は{Western(era.EndsOn!.Value)}までです。", $"{era.English} ended on {era.EndsOn:yyyy-MM-dd}.");
        var right = Of(date) is { } named ? named.ToString() : Western(date);
        return new LocalizedText(
            $"「{written}」という日はありません。{border.Ja}正しくは{right}です。",
            $"There is no {written}. {border.En} The day is {right} ({date:yyyy-MM-dd}).");
    }

    private static string YearInWords(int year) => year == 1 ? "元" : year.ToString(CultureInfo.InvariantCulture);

    private static string Western(DateOnly day) => $"{day.Year}年{day.Month}月{day.Day}日";
}
