using Microsoft.Extensions.Time.Testing;

namespace Kenmin.Testing;

/// <summary>
/// A clock that a test moves, over years if need be: a timer that came due many times during a jump fires once, as timers of a machine
/// that slept do. The plain fake fires it for every period that was jumped over, which takes minutes for a job of every second.
/// </summary>
/// <param name="start">What it shows at first.</param>
public sealed class JumpingClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new OnceTimer(callback, state) { Period = period };
        timer.Inner = base.CreateTimer(_ => timer.Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class OnceTimer(TimerCallback callback, object? state) : ITimer
    {
        public ITimer Inner { get; set; } = null!;

        public TimeSpan Period { get; set; }

        // Armed anew from where the clock stands now, and not from when it was due.
        public void Fire()
        {
            if (Period > TimeSpan.Zero) Inner.Change(Period, Timeout.InfiniteTimeSpan);
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Period = period;
            return Inner.Change(dueTime, Timeout.InfiniteTimeSpan);
        }

        public void Dispose() => Inner.Dispose();

        public ValueTask DisposeAsync() => Inner.DisposeAsync();
    }
}
