namespace Kenmin.SharedKernel;

/// <summary>Ages in full years by the law on counting ages (年齢計算ニ関スル法律, with article 143 of the Civil Code).</summary>
/// <remarks>The day of birth counts, so an age is attained at the end of the day before the birthday:
/// who is born on 2 April 2014 is 12 on 1 April 2026. This decides school years and age limits in Japan.</remarks>
public static class Age
{
    /// <summary>The age of majority (成年) in years, by article 4 of the Civil Code.</summary>
    public const int Majority = 18;

    /// <summary>The age attained by the end of <paramref name="day"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="day"/> is before the birth.</exception>
    public static int On(DateOnly birth, DateOnly day)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(day, birth);
        var next = day.AddDays(1);
        var years = next.Year - birth.Year;
        // Who is born on 29 February has the day after 28 February for a birthday in common years.
        return (next.Month, next.Day).CompareTo((birth.Month, birth.Day)) < 0 ? years - 1 : years;
    }

    /// <summary>Whether the age of <paramref name="years"/> is attained by the end of <paramref name="day"/>.</summary>
    public static bool IsAtLeast(DateOnly birth, int years, DateOnly day) => birth <= day && On(birth, day) >= years;

    /// <summary>The day at the end of which the age of <paramref name="years"/> is attained: the day before the birthday.</summary>
    public static DateOnly AttainedOn(DateOnly birth, int years)
    {
        var year = birth.Year + years;
        var birthday = birth is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(year)
            ? new DateOnly(year, 3, 1)
            : new DateOnly(year, birth.Month, birth.Day);
        return birthday.AddDays(-1);
    }
}
