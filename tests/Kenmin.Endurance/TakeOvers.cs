using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Kenmin.Endurance;

/// <summary>How long it takes until others have finished what killed hosts had begun.</summary>
internal sealed class TakeOvers(Checks checks)
{
    private readonly ConcurrentBag<Task<TimeSpan>> _watched = [];

    /// <summary>Watches what a host that has just died had begun.</summary>
    public void Watch(int node) => _watched.Add(UntilTakenOverAsync(node));

    /// <summary>The longest time of all, in seconds, in words.</summary>
    public async Task<string> LongestAsync() => _watched.IsEmpty ? "-" : (await Task.WhenAll(_watched)).Max().TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    private async Task<TimeSpan> UntilTakenOverAsync(int node)
    {
        var began = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if (await checks.BegunByAsync(node) == 0) return began.Elapsed;
            }
            catch (NpgsqlException)
            {
                // The database is away.
            }

            await Task.Delay(100);
        }
    }
}
