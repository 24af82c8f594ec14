using System.Net;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.SignIn;
using Kenmin.Accounts.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Kenmin.Accounts.Tests.SignIn;

/// <summary>Guessing gets slower; whoever owns the account is not kept out by it.</summary>
public sealed class AttemptGuardTests(DevelopmentHouse development) : IClassFixture<DevelopmentHouse>
{
    private readonly FakeTimeProvider _clock = new(new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly string _subject = $"{Guid.NewGuid():N}@EXAMPLE.JP";

    private static HttpContext From(string address) => new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) } };

    private Task<bool> TryAsync(HttpContext http) => WithAsync(guard => guard.BeginAsync(http, _subject));

    private async Task<T> WithAsync<T>(Func<AttemptGuard, Task<T>> ask)
    {
        await using var scope = development.House.Services.CreateAsyncScope();
        return await ask(new(scope.ServiceProvider.GetRequiredService<AccountsDbContext>(), new KnownDevice(scope.ServiceProvider.GetRequiredService<IDataProtectionProvider>()), _clock));
    }

    /// <summary>A browser that signed in before.</summary>
    private async Task<HttpContext> KnownAsync(string address)
    {
        var first = From(address);
        (await TryAsync(first)).ShouldBeTrue();
        await WithAsync(async guard =>
        {
            await guard.SucceededAsync(first, _subject);
            return true;
        });
        var again = From(address);
        again.Request.Headers.Cookie = first.Response.Headers.SetCookie.ToString().Split(';')[0];
        return again;
    }

    [Fact]
    public async Task Each_further_failure_costs_a_longer_wait_up_to_a_limit()
    {
        var visitor = From("192.0.2.1");
        for (var i = 0; i < AttemptGuard.Free; i++) (await TryAsync(visitor)).ShouldBeTrue();
        var wait = AttemptGuard.FirstWait;
        for (var i = 0; i < 8; i++)
        {
            (await TryAsync(visitor)).ShouldBeFalse();
            _clock.Advance(wait - TimeSpan.FromSeconds(1));
            (await TryAsync(visitor)).ShouldBeFalse($"before {wait} have passed");
            _clock.Advance(TimeSpan.FromSeconds(1));
            (await TryAsync(visitor)).ShouldBeTrue($"after {wait}");
            wait = wait * 2 < AttemptGuard.LongestWait ? wait * 2 : AttemptGuard.LongestWait;
        }

        _clock.Advance(TimeSpan.FromDays(2));
        for (var i = 0; i < AttemptGuard.Free; i++) (await TryAsync(visitor)).ShouldBeTrue("all is forgotten");
    }

    [Fact]
    public async Task Of_a_hundred_guesses_at_the_same_moment_only_the_free_ones_are_looked_at()
    {
        var looked = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => TryAsync(From("192.0.2.2"))));
        looked.Count(l => l).ShouldBe(AttemptGuard.Free);
    }

    [Fact]
    public async Task Nobody_locks_out_a_browser_that_signed_in_before_from_however_many_networks()
    {
        var owner = await KnownAsync("192.0.2.3");
        for (var i = 0; i < 200; i++) await TryAsync(From($"198.51.100.{i}"));
        (await TryAsync(owner)).ShouldBeTrue();
        // Unknown browsers are slowed down together, but for minutes, not for good.
        (await TryAsync(From("203.0.113.9"))).ShouldBeFalse();
        _clock.Advance(AttemptGuard.LongestWaitForAll);
        (await TryAsync(From("203.0.113.10"))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_known_browser_gets_no_more_guesses_than_others()
    {
        var owner = await KnownAsync("192.0.2.4");
        for (var i = 0; i < AttemptGuard.Free; i++) (await TryAsync(owner)).ShouldBeTrue();
        (await TryAsync(owner)).ShouldBeFalse();
        var forged = From("192.0.2.5");
        forged.Request.Headers.Cookie = $"{KnownDevice.CookieName}=forged";
        (await TryAsync(forged)).ShouldBeTrue("it counts as unknown");
    }
}
