using Kenmin.Testing;

namespace Kenmin.Host.Tests;

/// <summary>A host in Development on an empty database, shared by the tests of a class.</summary>
public sealed class DevelopmentHost : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();
    private KenminHost<Program>? _host;

    public HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _host = new KenminHost<Program>(await _postgres.CreateDatabaseAsync());
        Client = _host.CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_host is not null) await _host.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}
