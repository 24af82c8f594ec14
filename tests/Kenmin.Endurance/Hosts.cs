using System.Collections.Concurrent;
using System.Net;

namespace Kenmin.Endurance;

/// <summary>
/// The hosts that work at the moment, and a proxy in front of them: it looks every quarter of a second which of them are ready, and sends
/// nobody to the others while there is one. Whichever is killed is replaced by a new one.
/// </summary>
internal sealed class Hosts : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private readonly IReadOnlyList<string> _words;
    private readonly Random _random = new(1);
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(2) };
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _wrong = new();
    private readonly Task _looking;
    private string _program;
    private volatile ChildHost[] _hosts;

    private Hosts(IReadOnlyList<string> words, string program, ChildHost[] hosts)
    {
        (_words, _program, _hosts) = (words, program, hosts);
        _looking = LookAsync();
    }

    /// <summary>Starts so many of a build and waits until all are ready.</summary>
    public static async Task<Hosts> StartAsync(IReadOnlyList<string> words, string program, int count)
    {
        var all = new ChildHost[count];
        for (var i = 0; i < count; i++) all[i] = await ChildHost.StartAsync(program, words);
        Hosts hosts = new(words, program, all);
        await hosts.AllReadyAsync();
        return hosts;
    }

    /// <summary>The address of one that is ready, or of any when none is; null while none works.</summary>
    public Uri? Any()
    {
        var all = _hosts;
        if (all.Length == 0) return null;
        var first = Random.Shared.Next(all.Length);
        for (var i = 0; i < all.Length; i++)
            if (all[(first + i) % all.Length] is { Ready: true } ready) return ready.Address;
        return all[first].Address;
    }

    /// <summary>The addresses of all.</summary>
    public IEnumerable<Uri> Addresses => _hosts.Select(h => h.Address);

    /// <summary>What all take of the machine's memory.</summary>
    public long Memory => _hosts.Sum(h => h.Memory);

    /// <summary>What of it is objects of the program, as they said last.</summary>
    public long Managed => _hosts.Sum(h => h.Managed);

    /// <summary>What is wrong, in words: hosts that ended although nobody had killed or stopped them.</summary>
    public IReadOnlyCollection<string> Wrong => _wrong;

    /// <summary>Waits until all are ready.</summary>
    public async Task AllReadyAsync()
    {
        while (!_hosts.All(h => h.Ready)) await Task.Delay(50);
    }

    /// <summary>Kills one, now and then all, and starts others.</summary>
    /// <param name="left">Told of one that died while another lives.</param>
    public async Task KillOneAsync(Action<int> left)
    {
        var before = _hosts;
        var all = _random.Next(4) == 0;
        foreach (var host in all ? before : [before[_random.Next(before.Length)]])
        {
            _hosts = [.. _hosts.Where(h => h != host)];
            await host.KillAsync();
            if (!all) left(host.Node);
        }

        while (_hosts.Length < before.Length) _hosts = [.. _hosts, await ChildHost.StartAsync(_program, _words)];
    }

    /// <summary>Replaces all, one after the other: a new one starts, and when it is ready an old one is asked to stop.</summary>
    /// <param name="program">The new build.</param>
    /// <param name="stopped">Told of each that has ended, by its number, and whether it ended well.</param>
    public async Task UpgradeAsync(string program, Func<int, bool, Task> stopped)
    {
        foreach (var old in _hosts)
        {
            _hosts = [.. _hosts, await ChildHost.StartAsync(program, _words)];
            await AllReadyAsync();
            var well = await old.StopAsync();
            _hosts = [.. _hosts.Where(h => h != old)];
            old.Dispose();
            await stopped(old.Node, well);
        }

        _program = program;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looking;
        foreach (var host in _hosts) await host.KillAsync();
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task LookAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.WhenAll(_hosts.Select(async host => host.Ready = await IsReadyAsync(host)));
            if (_hosts.FirstOrDefault(h => h.EndedByItself) is { } ended)
            {
                _hosts = [.. _hosts.Where(h => h != ended)];
                _wrong.Enqueue($"a host ended by itself: {ended.LastWords}");
                _hosts = [.. _hosts, await ChildHost.StartAsync(_program, _words)];
            }

            await Task.Delay(LookEvery, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> IsReadyAsync(ChildHost host)
    {
        try
        {
            using var answer = await _client.GetAsync(new Uri(host.Address, "/health/ready"), _stop.Token);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
