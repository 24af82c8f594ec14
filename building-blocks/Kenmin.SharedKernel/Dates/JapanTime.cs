namespace Kenmin.SharedKernel;

/// <summary>The calendar and the clock on the wall in Japan (Asia/Tokyo).</summary>
/// <remarks>Japan had summer time from 1948 to 1951. Dates of birth are <see cref="DateOnly"/> and never pass through here.</remarks>
public static class JapanTime
{
    /// <summary>Asia/Tokyo.</summary>
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");

    /// <summary>The day an instant falls on in Japan.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant).DateTime);

    /// <summary>An instant with the offset of Japan.</summary>
    public static DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);

    /// <summary>The instant at which <paramref name="day"/> begins in Japan.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => At(day, TimeOnly.MinValue);

    /// <summary>The instant of a time of day in Japan.</summary>
    public static DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        return new DateTimeOffset(local, Zone.GetUtcOffset(local));
    }

    /// <summary>Today in Japan by <paramref name="clock"/>.</summary>
    public static DateOnly Today(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return DayOf(clock.GetUtcNow());
    }
}
