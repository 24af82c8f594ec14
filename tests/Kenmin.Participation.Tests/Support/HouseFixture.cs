using Kenmin.Participation.Tests.Support;
using Kenmin.Testing;

[assembly: AssemblyFixture(typeof(HouseFixture))]
// The stress tests measure nothing, but they want the machine; side by side they only run into their time limits.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Kenmin.Participation.Tests.Support;

/// <summary>One host with a clock that the tests hold, for all tests that do not need a database of their own.</summary>
public sealed class HouseFixture : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();

    public TestHouse House { get; private set; } = null!;

    public JumpingClock Clock { get; } = new(Given.Noon);

    public Task<string> CreateDatabaseAsync() => _postgres.CreateDatabaseAsync();

    public async ValueTask InitializeAsync() =>
        House = await TestHouse.StartAsync(await CreateDatabaseAsync(), Clock, o => o.Partitions = 1);

    public async ValueTask DisposeAsync()
    {
        await House.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}
