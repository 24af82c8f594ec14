namespace Kenmin.Modularity.Requests;

/// <summary>
/// The clock of the house. Within a request it stands still at the instant the request began, so that one that is under way
/// at midnight of 1 April sees one fiscal year and never a mixture; during a preview it stands at the previewed instant.
/// Outside requests, and for timers and durations, it is the clock it was made of.
/// </summary>
/// <param name="inner">The clock on the wall.</param>
public sealed class RequestClock(TimeProvider inner) : TimeProvider
{
    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    /// <inheritdoc />
    public override long TimestampFrequency => inner.TimestampFrequency;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => RequestMoment.Current?.At ?? inner.GetUtcNow();

    /// <inheritdoc />
    public override long GetTimestamp() => inner.GetTimestamp();

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);

    /// <summary>The time on the wall, also while a request stands still or previews another day.</summary>
    public static DateTimeOffset Wall(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return clock is RequestClock request ? request.WallNow() : clock.GetUtcNow();
    }

    private DateTimeOffset WallNow() => inner.GetUtcNow();
}
