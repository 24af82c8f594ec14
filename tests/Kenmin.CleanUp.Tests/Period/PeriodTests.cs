using Kenmin.CleanUp.Tests.Support;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Wolverine;

namespace Kenmin.CleanUp.Tests.Period;

/// <summary>A small period with poor reception; the benchmarks run the large one.</summary>
public sealed class PeriodTests
{
    [Fact]
    public async Task Totals_are_exactly_right_whatever_becomes_of_connections()
    {
        var clock = new JumpingClock(CleanUpHouse.Noon);
        await using var host = await ModuleHost.StartAsync(typeof(CleanUpHouse).Assembly, new() { Clock = clock, OnSockets = true });
        var picture = Cameras.Sideways(320, 240);
        var period = new SimulatedPeriod(
            host.Address, clock, new(Groups: 24, ActivitiesOfGroup: 4, HelpersOfActivity: 4, Photos: 2, Clients: 12, Over: TimeSpan.Zero, Dropped: 0.4),
            Path.Combine(RepositoryRoot.Path, "tests", "Data", "cleanup-sites.csv"), _ => picture);

        var times = await period.RunAsync();
        var wrong = await period.CheckAsync(CountAsync, SendAsync);

        wrong.ShouldBeEmpty();
        times.Cut.ShouldBeGreaterThan(100, "else nothing was proved about poor reception");
        times.Repeated.ShouldBeGreaterThan(20);

        async Task<long> CountAsync(string sql)
        {
            await using var command = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
            return (long)(await command.ExecuteScalarAsync())!;
        }

        async Task<CommandAnswer> SendAsync(object command)
        {
            await using var scope = host.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<CommandAnswer>(command);
        }
    }
}
