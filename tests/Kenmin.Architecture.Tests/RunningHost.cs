using Kenmin.Testing;

namespace Kenmin.Architecture.Tests;

/// <summary>The real host in Development with all modules, as it answers requests.</summary>
public sealed class RunningHost : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();
    private KenminHost<Program>? _host;

    public IServiceProvider Services => _host!.Services;

    public async ValueTask InitializeAsync()
    {
        _host = new KenminHost<Program>(await _postgres.CreateDatabaseAsync());
        _host.StartServer();
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}
