using Kenmin.Testing;

namespace Kenmin.CommunityBusiness.Tests;

/// <summary>The real host on an empty PostgreSQL database, shared by the tests of a class.</summary>
public sealed class CommunityBusinessHost : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();
    private KenminHost<Program>? _host;

    public HttpClient Client { get; private set; } = null!;

    public IServiceProvider Services => _host!.Services;

    public async ValueTask InitializeAsync()
    {
        _host = new KenminHost<Program>(await _postgres.CreateDatabaseAsync());
        Client = _host.CreateClient(new() { AllowAutoRedirect = false });
        Client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_host is not null) await _host.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}
