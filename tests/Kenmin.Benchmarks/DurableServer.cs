using Kenmin.Persistence.EmbeddedPostgres;
using Kenmin.Testing;

namespace Kenmin.Benchmarks;

/// <summary>A database that keeps what it says it keeps: figures without fsync mean nothing. The variable of the test fixture names another server.</summary>
internal sealed class DurableServer : IAsyncDisposable
{
    private readonly EmbeddedPostgresServer? _server;
    private readonly string? _folder;

    private DurableServer(string connectionString, EmbeddedPostgresServer? server, string? folder)
    {
        (ConnectionString, _server, _folder) = (connectionString, server, folder);
    }

    public string ConnectionString { get; }

    public static async Task<DurableServer> StartAsync()
    {
        if (Environment.GetEnvironmentVariable(PostgresFixture.ServerVariable) is { Length: > 0 } configured) return new DurableServer(configured, null, null);
        // Below the temporary folder itself, since the server's own user must be able to reach it.
        var folder = Path.Combine(Path.GetTempPath(), $"kenmin-bench-{Environment.ProcessId}");
        var server = await EmbeddedPostgresServer.StartAsync(
            new EmbeddedPostgresOptions { ContentRoot = folder, DataFolder = folder, Durable = true, Database = "bench" }, new Progress<Kenmin.SharedKernel.LocalizedText>(text => Console.Error.WriteLine(text)));
        return new DurableServer(server.ConnectionString, server, folder);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is null) return;
        await _server.DisposeAsync();
        await EmbeddedPostgresServer.DeleteAbandonedAsync(_folder!);
    }
}
