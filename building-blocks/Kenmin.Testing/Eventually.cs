using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Kenmin.Testing;

/// <summary>Waiting for what follows by messages or from work in the background, which no answer tells of.</summary>
public static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90), Shortest = TimeSpan.FromMilliseconds(10), Longest = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits until something is so.</summary>
    /// <param name="fact">Whether it is.</param>
    /// <param name="what">What was waited for, when it does not come; the condition as it is written.</param>
    /// <exception cref="TimeoutException">It was not so within a minute and a half: the machine may have much else to do.</exception>
    public static Task IsSoAsync(Func<Task<bool>> fact, [CallerArgumentExpression(nameof(fact))] string what = "") => ReadAsync(fact, so => so, what);

    /// <summary>The same where it is known at once.</summary>
    public static Task IsSoAsync(Func<bool> fact, [CallerArgumentExpression(nameof(fact))] string what = "") => ReadAsync(() => Task.FromResult(fact()), so => so, what);

    /// <summary>Reads until what was read is enough, and gives it.</summary>
    /// <param name="read">Reads.</param>
    /// <param name="enough">Whether that is enough.</param>
    /// <param name="what">What was waited for, when it does not come; the condition as it is written.</param>
    /// <exception cref="TimeoutException">It was not so within a minute and a half; it says what was read last.</exception>
    public static Task<T> ReadAsync<T>(Func<Task<T>> read, Func<T, bool> enough, [CallerArgumentExpression(nameof(enough))] string what = "") => ReadAsync(read, enough, what, Limit);

    /// <summary>The same with a limit of its own, for what is tried in many ways until a failure is small.</summary>
    public static async Task<T> ReadAsync<T>(Func<Task<T>> read, Func<T, bool> enough, string what, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(enough);
        var began = Stopwatch.GetTimestamp();
        for (var pause = Shortest; ; pause = pause * 1.5 < Longest ? pause * 1.5 : Longest)
        {
            var found = await read();
            if (enough(found)) return found;
            if (Stopwatch.GetElapsedTime(began) > limit) throw new TimeoutException($"Not so within {limit.TotalSeconds:0.#} seconds: {what}. Last it was: {found}.");
            await Task.Delay(pause);
        }
    }
}
