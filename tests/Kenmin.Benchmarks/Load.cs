using System.Diagnostics;

namespace Kenmin.Benchmarks;

/// <summary>What a load of calls took.</summary>
/// <param name="PerSecond">Calls per second, all clients together.</param>
/// <param name="P50">Median latency in milliseconds.</param>
/// <param name="P99">99th percentile of latency in milliseconds.</param>
internal sealed record LoadResult(double PerSecond, double P50, double P99);

/// <summary>Clients that call one after the other, all at the same time.</summary>
internal static class Load
{
    /// <summary>Makes <paramref name="calls"/> calls by <paramref name="clients"/> clients.</summary>
    public static async Task<LoadResult> RunAsync(int clients, int calls, Func<int, Task> call)
    {
        var latencies = new double[calls];
        var next = -1;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < calls; i = Interlocked.Increment(ref next))
            {
                var start = Stopwatch.GetTimestamp();
                await call(i);
                latencies[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        })));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Array.Sort(latencies);
        return new LoadResult(calls / seconds, latencies[calls / 2], latencies[(int)(calls * 0.99)]);
    }

    /// <summary>The middle value.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
