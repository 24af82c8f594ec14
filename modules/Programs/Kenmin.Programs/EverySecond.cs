namespace Kenmin.Programs;

/// <summary>Keeps what all hosts share in this host's memory, by reading it every second.</summary>
internal static class EverySecond
{
    /// <summary>Reads until the host stops. While the database does not answer, that is said once, and what was read last stays.</summary>
    public static async Task ReadAsync(TimeProvider clock, Func<CancellationToken, Task> read, Action<Exception> failing, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        var said = false;
        while (await timer.WaitForNextTickAsync(stop))
        {
            try
            {
                await read(stop);
                said = false;
            }
            // Whatever shape it comes in, Marten's included: what gets out of here ends the host.
            catch (Exception exception) when (!stop.IsCancellationRequested)
            {
                if (!said) failing(exception);
                said = true;
            }
        }
    }
}
