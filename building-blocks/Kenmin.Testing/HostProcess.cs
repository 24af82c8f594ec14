using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Kenmin.Testing;

/// <summary>The real host as a process of its own, so that a test can kill it as a power cut would.</summary>
public sealed class HostProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines;

    private HostProcess(Process process, Uri address, List<string> lines)
    {
        _process = process;
        _lines = lines;
        Address = address;
        Client = NewClient();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>A client with a cookie jar of its own.</summary>
    public HttpClient Client { get; }

    /// <summary>What the host has printed so far, for a failing test's message.</summary>
    public string Log
    {
        get
        {
            lock (_lines) return string.Join('\n', _lines);
        }
    }

    /// <summary>Starts a host on a port of its own and waits until it is ready, two minutes at most.</summary>
    /// <param name="program">A type of the host's assembly.</param>
    /// <param name="connectionString">The database.</param>
    /// <param name="settings">Settings as for the command line.</param>
    /// <param name="cancellationToken">Gives up earlier.</param>
    public static async Task<HostProcess> StartAsync(
        Type program, string connectionString, IReadOnlyDictionary<string, string>? settings = null, CancellationToken cancellationToken = default)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(program.Assembly.Location);
        start.ArgumentList.Add($"--urls={address}");
        foreach (var (key, value) in settings ?? new Dictionary<string, string>()) start.ArgumentList.Add($"--{key}={value}");
        start.Environment["ConnectionStrings__Kenmin"] = connectionString;
        start.Environment.TryAdd("ASPNETCORE_ENVIRONMENT", "Development");
        start.Environment.TryAdd("Outside__Allowed", "false");
        // As the tests themselves: it does not live long enough for it.
        start.Environment.TryAdd("DOTNET_TieredPGO", "0");
        start.WorkingDirectory = Path.Combine(RepositoryRoot.Path, "host", "Kenmin.Host");

        var process = Process.Start(start)!;
        List<string> lines = [];
        void Keep(object _, DataReceivedEventArgs line)
        {
            lock (lines) lines.Add(line.Data ?? "");
        }

        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var host = new HostProcess(process, address, lines);
        try
        {
            await host.ReadyAsync(cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>A further client, as another person's browser.</summary>
    public HttpClient NewClient() => new() { BaseAddress = Address };

    /// <summary>Ends the host as <c>kill -9</c> does: nothing is finished, nothing is said.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    private async Task ReadyAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await poll.WaitForNextTickAsync(limit.Token))
        {
            if (_process.HasExited) throw new InvalidOperationException($"The host ended with {_process.ExitCode}:\n{Log}");
            try
            {
                if ((await Client.GetAsync("/health/ready", limit.Token)).StatusCode == HttpStatusCode.OK) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }
    }

    /// <summary>A port of this machine on which nobody listens at the moment.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
