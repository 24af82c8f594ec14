using Kenmin.Testing;

namespace Kenmin.Host.Tests;

/// <summary>A host in Development with its fictional people, shared by the tests of a class.</summary>
public sealed class DevelopmentHost : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();

    public KenminHost<Program> Host { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = new(await KenminHost<Program>.CreateDatabaseAsync(_postgres, demonstrationData: true), new() { DemonstrationData = true });
        Client = Host.CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}
