using System.Collections.Concurrent;
using System.Globalization;

namespace Kenmin.Endurance;

/// <summary>Every attempt that was not answered: what had been pulled last, and why there was no answer.</summary>
internal sealed class Attempts
{
    /// <summary>Asked to come back.</summary>
    public const string Busy = "503 with Retry-After";

    /// <summary>Nothing came in good time.</summary>
    public const string TooLate = "too late";

    private readonly ConcurrentDictionary<(Plug? Pulled, string Why), int> _failed = new();
    private int _pulled = -1;
    private long _last;

    /// <summary>How many there were.</summary>
    public int Count => _failed.Values.Sum();

    /// <summary>Whether it must not let a single request fail.</summary>
    public static bool MustNotFail(Plug plug) => plug is Plug.Upgrade or Plug.Stop or Plug.Decision or Plug.Hang;

    /// <summary>From now on what fails is put down to this.</summary>
    public void Pulled(Plug plug) => Volatile.Write(ref _pulled, (int)plug);

    /// <summary>One was not answered.</summary>
    public void Failed(string why)
    {
        var pulled = Volatile.Read(ref _pulled);
        _failed.AddOrUpdate((pulled < 0 ? null : (Plug)pulled, why), 1, (_, count) => count + 1);
        Volatile.Write(ref _last, Environment.TickCount64);
    }

    /// <summary>Waits until all attempts have been answered for a while, so that what was pulled before is over.</summary>
    public async Task CalmAsync()
    {
        while (Environment.TickCount64 - Volatile.Read(ref _last) < 3_000) await Task.Delay(100);
    }

    /// <summary>Those that failed in what must not let any fail, in words.</summary>
    /// <param name="strict">Whether it counts too that the machine had too much to do.</param>
    public IEnumerable<string> Wrong(bool strict) => _failed.Where(f => (f.Key.Pulled is not { } pulled || MustNotFail(pulled)) && (strict || f.Key.Why is not (Busy or TooLate))).OrderBy(f => f.Key)
        .Select(f => $"{f.Value} attempts without an answer {(f.Key.Pulled is { } plug ? $"in a plug of the kind {plug}" : "before anything was pulled")}: {f.Key.Why}");

    /// <summary>All of them, a line for each plug.</summary>
    public string Report() => string.Join('\n', _failed.GroupBy(f => f.Key.Pulled).OrderBy(g => g.Key).Select(g => string.Create(
        CultureInfo.InvariantCulture, $"  {g.Key?.ToString() ?? "nothing"}: {string.Join(", ", g.OrderByDescending(f => f.Value).Select(f => $"{f.Key.Why} {f.Value:N0}"))}")));
}
