using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Incorporation;

/// <summary>
/// Periods as the Civil Code reckons them (民法 138 to 143): the day on which it happened is not counted (140), the period ends with the
/// end of its last day (141), weeks and months follow the calendar (143).
/// </summary>
/// <param name="Weeks">Weeks.</param>
/// <param name="Months">Months.</param>
internal readonly record struct CivilPeriod(int Weeks = 0, int Months = 0)
{
    /// <summary>The last day of the period that something on a day begins.</summary>
    public DateOnly EndAfter(DateOnly happened)
    {
        // Counting begins on the next day, and ends on the day before the day that answers to it; without such a day in the last month,
        // it ends on the last day of that month (143 II).
        var first = happened.AddDays(1).AddDays(7 * Weeks);
        if (Months == 0) return first.AddDays(-1);
        var answering = first.AddMonths(Months);
        return answering.Day == first.Day ? answering.AddDays(-1) : answering;
    }

    /// <summary>
    /// A last day on which offices are closed gives way to the next on which they are open: Saturdays, Sundays, holidays, and from 29 December
    /// to 3 January (行政機関の休日に関する法律 1 and 2 for national offices, 地方自治法 4-2 for local ones; 民法 142).
    /// </summary>
    public static DateOnly OpenOn(DateOnly day)
    {
        while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || (day.Month, day.Day) is (12, >= 29) or (1, <= 3) || Holidays.NameOf(day) is not null) day = day.AddDays(1);
        return day;
    }
}
