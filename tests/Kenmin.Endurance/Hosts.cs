namespace Kenmin.Endurance;

/// <summary>The hosts that work at the moment. Whichever is killed is replaced by a new one.</summary>
internal sealed class Hosts(string database, ChildHost?[] hosts) : IAsyncDisposable
{
    private readonly Random _random = new(1);

    public static async Task<Hosts> StartAsync(string database, int count)
    {
        var hosts = new ChildHost?[count];
        for (var i = 0; i < count; i++) hosts[i] = await ChildHost.StartAsync(database, CancellationToken.None);
        return new(database, hosts);
    }

    /// <summary>The address of one that works; null while none does.</summary>
    public Uri? Any() => Volatile.Read(ref hosts[Random.Shared.Next(hosts.Length)])?.Address ?? hosts.Select(h => h?.Address).FirstOrDefault(a => a is not null);

    /// <summary>Kills one, now and then all, and starts others.</summary>
    public async Task KillOneAsync()
    {
        foreach (var i in _random.Next(4) == 0 ? Enumerable.Range(0, hosts.Length) : [_random.Next(hosts.Length)])
            if (Interlocked.Exchange(ref hosts[i], null) is { } host)
                await host.KillAsync();
        for (var i = 0; i < hosts.Length; i++)
            if (hosts[i] is null)
                Volatile.Write(ref hosts[i], await ChildHost.StartAsync(database, CancellationToken.None));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
            if (host is not null)
                await host.KillAsync();
    }
}
