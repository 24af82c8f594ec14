using System.Collections.Concurrent;
using System.Net;
using Kenmin.Modularity.Access;
using Kenmin.Programs;
using Kenmin.Programs.FeatureBoard.Decisions;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Host.Tests;

/// <summary>
/// The rehearsal as staff would hold it: two host processes on one database whose clocks run ahead, people who read all the time,
/// and midnight of 1 April in Japan.
/// </summary>
public sealed class YearChangeInProcessesTests
{
    private const string OnlyOldYear = "/staff/sports/legacy";
    private static readonly DateTimeOffset Midnight = new FiscalYear(2027).Start.ToUniversalTime();
    private static readonly TimeSpan Follow = TimeSpan.FromSeconds(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_processes_turn_together_and_no_answer_mixes_the_years()
    {
        await using var postgres = new PostgresFixture();
        var database = await KenminHost<Program>.CreateDatabaseAsync(postgres, demonstrationData: true);
        await PrepareAsync(database);

        // How long hosts take to start depends on the machine; whoever is late for midnight rehearses again with more time.
        for (var lead = TimeSpan.FromSeconds(40); ; lead *= 2)
            if (await RehearseAsync(database, Midnight - lead - DateTimeOffset.UtcNow) is { } answers)
            {
                foreach (var host in answers.GroupBy(a => a.Host))
                {
                    host.ShouldAllBe(a => a.IsThere == a.IsInMenu, "the page and its menu show one year or the other");
                    host.Where(a => a.Ended < Midnight).ShouldNotBeEmpty();
                    host.Where(a => a.Ended < Midnight).ShouldAllBe(a => a.IsThere);
                    host.Where(a => a.Began > Midnight + Follow).ShouldNotBeEmpty();
                    host.Where(a => a.Began > Midnight + Follow).ShouldAllBe(a => !a.IsThere);
                }
                return;
            }
    }

    private static async Task PrepareAsync(string database)
    {
        await using var host = new KenminHost<Program>(database, new() { DemonstrationData = true });
        await using var session = host.Services.GetRequiredService<IProgramsStore>().LightweightSession();
        session.Store(new FeatureDecision { Id = "test/old", FeatureKey = "sports-volunteers.legacy", Year = new FiscalYear(2027), On = false });
        await session.SaveChangesAsync(Cancellation);
    }

    /// <summary>What people saw from before midnight until after it; null when the hosts were not ready in time.</summary>
    private static async Task<IReadOnlyCollection<Answer>?> RehearseAsync(string database, TimeSpan ahead)
    {
        DateTimeOffset Now() => DateTimeOffset.UtcNow + ahead;
        var settings = new Dictionary<string, string> { ["Rehearsal:Ahead"] = ahead.ToString("c") };
        var hosts = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => HostProcess.StartAsync(typeof(Program), database, settings, Cancellation)));
        await using var first = hosts[0];
        await using var second = hosts[1];
        List<(HostProcess Host, Visitor Visitor)> people = [];
        foreach (var host in new[] { first, second, first, second, first, second })
        {
            people.Add((host, new Visitor(new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = host.Address })));
            await people[^1].Visitor.BecomeAsync(Roles.Administrator);
        }
        if (Now() > Midnight.AddSeconds(-5)) return null;

        ConcurrentBag<Answer> answers = [];
        await Task.WhenAll(people.Select(p => Task.Run(async () =>
        {
            using var visitor = p.Visitor;
            var after = 0;
            // Until each has seen the new year well after its beginning.
            for (var began = Now(); after < 3; began = Now())
            {
                answers.Add(await AskAsync(p.Host.Address, visitor, began, Now));
                if (began > Midnight + Follow) after++;
            }
        }, Cancellation)));
        return answers;
    }

    private static async Task<Answer> AskAsync(Uri host, Visitor visitor, DateTimeOffset began, Func<DateTimeOffset> now)
    {
        using var response = await visitor.GetAsync(OnlyOldYear);
        response.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.NotFound);
        var page = await response.Content.ReadAsStringAsync(Cancellation);
        return new(host, began, now(), response.StatusCode == HttpStatusCode.OK, page.Contains($"href=\"{OnlyOldYear}\"", StringComparison.Ordinal));
    }

    private sealed record Answer(Uri Host, DateTimeOffset Began, DateTimeOffset Ended, bool IsThere, bool IsInMenu);
}
