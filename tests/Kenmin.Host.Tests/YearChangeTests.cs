using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Programs;
using Kenmin.Programs.FeatureBoard.Decisions;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Kenmin.Host.Tests;

/// <summary>
/// The rehearsal of a year's change: two hosts on one database, one clock, many requests, midnight of 1 April in Japan.
/// </summary>
public sealed class YearChangeTests : IAsyncLifetime
{
    private const string OnlyOldYear = "sports-volunteers.legacy";
    private const string OnlyNewYear = "sports-volunteers.imports";
    private static readonly DateTimeOffset Midnight = new FiscalYear(2027).Start.ToUniversalTime();

    private readonly PostgresFixture _postgres = new();
    private readonly FakeTimeProvider _clock = new(Midnight.AddSeconds(-20));
    private readonly List<KenminHost<Program>> _hosts = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var database = await _postgres.CreateDatabaseAsync();
        for (var i = 0; i < 2; i++)
        {
            var host = new KenminHost<Program>(database, new() { Clock = _clock, DemonstrationData = i == 0, Services = s => s.AddSingleton<IApiEndpoints, YearProbe>() });
            _ = host.Services;
            _hosts.Add(host);
        }
        await DecideAsync(new() { FeatureKey = OnlyOldYear, Year = new FiscalYear(2027), On = false }, new() { FeatureKey = OnlyNewYear, Year = new FiscalYear(2026), On = false });
        await FollowAsync(g => g.IsOnAsync(OnlyOldYear, new FiscalYear(2027)), false);
        await FollowAsync(g => g.IsOnAsync(OnlyNewYear, new FiscalYear(2026)), false);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts) await host.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Fact]
    public async Task Under_load_each_request_sees_one_year_or_the_other_and_both_hosts_turn_together()
    {
        var (seen, pages) = (new ConcurrentBag<Seen>(), new ConcurrentBag<(HttpStatusCode Status, bool InNavigation)>());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var load = _hosts.SelectMany(host => Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            using var client = host.CreateClient();
            while (!stop.IsCancellationRequested) seen.Add((await client.GetFromJsonAsync<Seen>("/api/v1/year-probe", Cancellation))!);
        }))).Concat(_hosts.Select(host => Task.Run(async () =>
        {
            using var auditor = new Visitor(host.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = true }));
            await auditor.BecomeAsync(Roles.Auditor);
            while (!stop.IsCancellationRequested)
            {
                using var page = await auditor.GetAsync("/staff/sports/legacy");
                pages.Add((page.StatusCode, (await page.Content.ReadAsStringAsync(Cancellation)).Contains("href=\"/staff/sports/legacy\"", StringComparison.Ordinal)));
            }
        }))).ToList();

        // Time goes on while requests are under way; before midnight until enough was seen, and after it again.
        await PassUntilAsync(Midnight.AddSeconds(-1), () => seen.Count > 100 && pages.Count > 4);
        await PassUntilAsync(Midnight, () => true);
        var (before, pagesBefore) = (seen.Count, pages.Count);
        await PassUntilAsync(Midnight.AddSeconds(2), () => seen.Count > before + 100 && pages.Count > pagesBefore + 4);
        await stop.CancelAsync();
        await Task.WhenAll(load);

        seen.Where(s => s.Years.Distinct().Count() != 1).ShouldBeEmpty("a request that is under way at midnight keeps its year");
        seen.Where(s => s.Years[0] == "FY2026").ShouldAllBe(s => s.Old.All(on => on) && s.New.All(on => !on));
        seen.Where(s => s.Years[0] == "FY2027").ShouldAllBe(s => s.Old.All(on => !on) && s.New.All(on => on));
        seen.Select(s => s.Years[0]).Distinct().ShouldBe(["FY2026", "FY2027"], ignoreOrder: true);
        pages.ShouldAllBe(p => p.Status == HttpStatusCode.OK ? p.InNavigation : p.Status == HttpStatusCode.NotFound && !p.InNavigation);
        pages.Select(p => p.Status).Distinct().ShouldBe([HttpStatusCode.OK, HttpStatusCode.NotFound], ignoreOrder: true);
        foreach (var host in _hosts)
        {
            using var client = host.CreateClient();
            (await client.GetFromJsonAsync<Seen>("/api/v1/year-probe", Cancellation))!.Years[0].ShouldBe("FY2027");
        }
    }

    [Fact]
    public async Task A_planned_change_turns_both_hosts_at_its_instant()
    {
        var moment = _clock.GetUtcNow().AddMinutes(10);
        await DecideAsync(new FeatureDecision { FeatureKey = "sports-volunteers.check-in", Year = new FiscalYear(2030), On = false, From = moment });
        await FollowAsync(g => Task.FromResult(_hosts.TrueForAll(h => h.Services.GetRequiredService<FeatureDecisions>().Current.About("sports-volunteers.check-in", new FiscalYear(2030), null).Count == 1)), true);
        _clock.SetUtcNow(moment.AddTicks(-1));
        foreach (var host in _hosts) (await host.Services.GetRequiredService<FeatureGates>().IsOnAsync("sports-volunteers.check-in", new FiscalYear(2030))).ShouldBeTrue();
        _clock.SetUtcNow(moment);
        foreach (var host in _hosts) (await host.Services.GetRequiredService<FeatureGates>().IsOnAsync("sports-volunteers.check-in", new FiscalYear(2030))).ShouldBeFalse();
    }

    [Fact]
    public async Task A_decision_reaches_both_hosts_within_two_seconds_of_the_clock()
    {
        await DecideAsync(new FeatureDecision { FeatureKey = "sports-volunteers.check-in", Year = new FiscalYear(2031), On = false });
        _clock.Advance(TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        // The clock stands still now: whoever has not been asked to look within the two seconds would never follow.
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        foreach (var host in _hosts)
            while (await host.Services.GetRequiredService<FeatureGates>().IsOnAsync("sports-volunteers.check-in", new FiscalYear(2031))) await poll.WaitForNextTickAsync(Cancellation);
    }

    private async Task PassUntilAsync(DateTimeOffset instant, Func<bool> enough)
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (_clock.GetUtcNow() < instant || !enough())
        {
            await poll.WaitForNextTickAsync(Cancellation);
            if (_clock.GetUtcNow() < instant) _clock.Advance(TimeSpan.FromMilliseconds(100));
        }
    }

    private async Task DecideAsync(params FeatureDecision[] decisions)
    {
        await using var session = _hosts[0].Services.GetRequiredService<IProgramsStore>().LightweightSession();
        foreach (var decision in decisions)
        {
            decision.Id = $"test/{decision.FeatureKey}/{decision.Year}";
            session.Store(decision);
        }
        await session.SaveChangesAsync(Cancellation);
    }

    private async Task FollowAsync(Func<FeatureGates, Task<bool>> state, bool wanted)
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        foreach (var host in _hosts)
            while (await state(host.Services.GetRequiredService<FeatureGates>()) != wanted)
            {
                // Hosts look once a second; this second passes here.
                _clock.Advance(TimeSpan.FromMilliseconds(250));
                if (_clock.GetUtcNow() > Midnight.AddSeconds(-5)) _clock.AdjustTime(Midnight.AddSeconds(-20));
                await poll.WaitForNextTickAsync(Cancellation);
            }
    }

    /// <summary>What one request saw, asked again and again while it was under way.</summary>
    private sealed record Seen(IReadOnlyList<string> Years, IReadOnlyList<bool> Old, IReadOnlyList<bool> New);

    private sealed class YearProbe(FeatureGates gates, TimeProvider clock) : IApiEndpoints
    {
        public void Map(IEndpointRouteBuilder api) => api.MapGet("/year-probe", async (CancellationToken cancellationToken) =>
        {
            List<string> years = [];
            List<bool> old = [], @new = [];
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
            for (var i = 0; i < 5; i++)
            {
                years.Add(gates.CurrentYear.ToString());
                years.Add(FiscalYear.Of(clock.GetUtcNow()).ToString());
                old.Add(await gates.IsOnNowAsync(OnlyOldYear));
                @new.Add(await gates.IsOnNowAsync(OnlyNewYear));
                await pause.WaitForNextTickAsync(cancellationToken);
            }
            return new Seen(years, old, @new);
        }).AllowAnonymous().AlwaysOn("a test's own");
    }
}
