using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Kenmin.Endurance;

/// <summary>Fills the database's disk up for a while, and frees it as an operator would, who starts the database again where it has ended.</summary>
internal sealed class FullDisks(Stage stage)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(15), Patience = TimeSpan.FromMinutes(1);
    private readonly ConcurrentQueue<string> _wrong = new(), _noted = new();

    /// <summary>What is wrong, in words.</summary>
    public IReadOnlyCollection<string> Wrong => _wrong;

    /// <summary>What was seen, in words.</summary>
    public IReadOnlyCollection<string> Noted => _noted;

    /// <summary>Once.</summary>
    public async Task RunAsync()
    {
        if (stage.Disk is not { } disk)
        {
            _noted.Enqueue("full disk: left out, since no small disk could be mounted (it takes root on Linux)");
            return;
        }

        var failed = stage.Attempts.Count;
        var began = Stopwatch.StartNew();
        disk.Fill();
        // The database writes on into files that it has already.
        while (stage.Attempts.Count == failed && began.Elapsed < Patience) await Task.Delay(100);
        var first = began.Elapsed;
        if (stage.Attempts.Count == failed) _wrong.Enqueue("full disk: every attempt was answered, so the disk was not full");
        // What is freed meanwhile, by whatever ended, is filled too.
        for (var until = began.Elapsed + Lasts; began.Elapsed < until; await Task.Delay(500)) disk.Fill();
        disk.Free();
        var restarted = await stage.RestartDatabaseIfGoneAsync();
        began.Restart();
        await stage.Hosts.AllReadyAsync();
        _noted.Enqueue(string.Create(CultureInfo.InvariantCulture,
            $"full disk: the first attempt failed after {first.TotalSeconds:0.0} s; the database {(restarted ? "had ended and was started again" : "went on by itself")}; all hosts were ready {began.Elapsed.TotalSeconds:0.0} s later"));
    }
}
