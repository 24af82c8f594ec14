using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Kenmin.Endurance;

/// <summary>Replaces the hosts by those of this build while people sign up, as operators do it by docs/operations.md.</summary>
internal sealed class Upgrades(Stage stage)
{
    // By the platform's promise.
    private static readonly TimeSpan TakenOver = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<string> _wrong = new(), _noted = new();

    /// <summary>What is wrong, in words.</summary>
    public IReadOnlyCollection<string> Wrong => _wrong;

    /// <summary>What was seen, in words.</summary>
    public IReadOnlyCollection<string> Noted => _noted;

    /// <summary>Replaces all.</summary>
    public async Task RunAsync()
    {
        var began = Stopwatch.StartNew();
        // As a build whose code differs would, the first of the new ones compares all tables, while the old ones work.
        await using (var command = stage.Source.CreateCommand("delete from platform.schema_mark")) await command.ExecuteNonQueryAsync();
        await stage.Hosts.UpgradeAsync(ChildHost.ThisBuild, StoppedAsync);
        _noted.Enqueue(string.Create(CultureInfo.InvariantCulture, $"upgrade: all hosts replaced in {began.Elapsed.TotalSeconds:0} s"));
    }

    private async Task StoppedAsync(int node, bool well)
    {
        if (!well) _wrong.Enqueue("upgrade: a host that was asked to stop did not end, or ended badly");
        // What a host had begun and could not finish is finished by another, as if it had been killed.
        if (await stage.Checks.BegunByAsync(node) is not (> 0 and var begun)) return;
        var ended = Stopwatch.StartNew();
        while (await stage.Checks.BegunByAsync(node) > 0 && ended.Elapsed < TakenOver) await Task.Delay(100);
        if (ended.Elapsed >= TakenOver) _wrong.Enqueue(string.Create(CultureInfo.InvariantCulture, $"upgrade: a host ended, and of {begun} messages that it had begun some were not finished by another within {TakenOver.TotalSeconds:0} s"));
        else _noted.Enqueue(string.Create(CultureInfo.InvariantCulture, $"upgrade: {begun} messages that a host had begun were finished by another after {ended.Elapsed.TotalSeconds:0.0} s"));
    }
}
