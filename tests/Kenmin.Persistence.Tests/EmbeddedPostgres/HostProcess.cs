using System.Diagnostics;
using System.Runtime.CompilerServices;
using Kenmin.Persistence.EmbeddedPostgres;

namespace Kenmin.Persistence.Tests.EmbeddedPostgres;

/// <summary>A second process that runs an embedded PostgreSQL and does nothing else, to be killed.</summary>
internal sealed class HostProcess : IDisposable
{
    private const string FolderVariable = "KENMIN_TEST_HOST_DATA";

    private HostProcess(Process process, string connectionString)
    {
        Process = process;
        ConnectionString = connectionString;
    }

    public Process Process { get; }

    public string ConnectionString { get; }

    public static async Task<HostProcess> StartAsync(string dataFolder, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(HostProcess).Assembly.Location])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            Environment = { [FolderVariable] = dataFolder },
        };
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (line.StartsWith("Host=", StringComparison.Ordinal))
                return new HostProcess(process, line);
        }
        throw new InvalidOperationException("The host ended before its database was there.");
    }

    public void Dispose()
    {
        if (!Process.HasExited)
            Process.Kill();
        Process.Dispose();
    }

    /// <summary>Turns this program into that host before it becomes a test run.</summary>
    [ModuleInitializer]
    internal static void BecomeHost()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { Length: > 0 } folder)
            return;
        // No method of this module may be needed on another thread while it is being initialized.
        var server = EmbeddedPostgresServer
            .StartAsync(new EmbeddedPostgresOptions { ContentRoot = folder, DataFolder = folder })
            .GetAwaiter().GetResult();
        Console.WriteLine(server.ConnectionString);
        Console.In.ReadToEnd();
        server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Environment.Exit(0);
    }
}
