using System.Diagnostics;
using System.Globalization;
using Kenmin.Testing;

namespace Kenmin.Endurance;

/// <summary>RabbitMQ on ports of its own, with its data in a folder that goes with it. It must be installed (Debian: <c>rabbitmq-server</c>).</summary>
internal sealed class RabbitServer : IDisposable
{
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server", Started = "completed with";
    private readonly Process _process;
    private readonly string _folder;

    private RabbitServer(Process process, string folder, int port)
    {
        (_process, _folder) = (process, folder);
        Address = string.Create(CultureInfo.InvariantCulture, $"amqp://guest:guest@127.0.0.1:{port}");
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    /// <summary>Starts it and waits until it takes connections.</summary>
    /// <exception cref="InvalidOperationException">It is not installed, or ended; the message has what it said.</exception>
    public static async Task<RabbitServer> StartAsync()
    {
        if (!File.Exists(Program)) throw new InvalidOperationException($"RabbitMQ is not installed ({Program}). On Debian and Ubuntu: apt-get install rabbitmq-server");
        var folder = Directory.CreateTempSubdirectory("kenmin-rabbit-").FullName;
        var (port, own) = (HostProcess.FreePort(), HostProcess.FreePort());
        ProcessStartInfo start = new(Program) { RedirectStandardOutput = true };
        foreach (var (key, value) in new (string, object)[]
        {
            ("HOME", folder), ("RABBITMQ_NODENAME", $"kenmin-{Environment.ProcessId}@localhost"), ("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"), ("RABBITMQ_NODE_PORT", port), ("RABBITMQ_DIST_PORT", own),
            ("RABBITMQ_MNESIA_BASE", Path.Combine(folder, "data")), ("RABBITMQ_LOG_BASE", Path.Combine(folder, "log")), ("RABBITMQ_PID_FILE", Path.Combine(folder, "pid")),
            ("RABBITMQ_ENABLED_PLUGINS_FILE", Path.Combine(folder, "plugins")),
        })
            start.Environment[key] = Convert.ToString(value, CultureInfo.InvariantCulture);
        var process = Process.Start(start)!;
        List<string> said = [];
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (!line.Contains(Started, StringComparison.Ordinal)) continue;
            _ = process.StandardOutput.ReadToEndAsync();
            return new(process, folder, port);
        }

        throw new InvalidOperationException($"RabbitMQ ended:\n{string.Join('\n', said)}");
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
