using System.Security.Cryptography;
using System.Text;
using Kenmin.Accounts.Identity;
using Kenmin.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Kenmin.Accounts.SignIn;

/// <summary>
/// Slows guessing down without locking anybody out: failures are counted for each pair of what is guessed and who guesses, and
/// each further one costs a longer wait. A browser that signed in before is counted for itself, so that strangers' failures never
/// delay it. Strangers from many networks together are slowed down too, for minutes at most.
/// </summary>
internal sealed class AttemptGuard(AccountsDbContext database, KnownDevice devices, TimeProvider clock)
{
    /// <summary>How many failures cost no wait.</summary>
    public const int Free = 5;

    /// <summary>How many failures of all unknown browsers together cost no wait.</summary>
    public const int FreeForAll = 50;

    /// <summary>The first wait; twice as long after each further failure.</summary>
    public static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait of one network or browser.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    /// <summary>The longest wait that unknown browsers can bring about for each other.</summary>
    public static readonly TimeSpan LongestWaitForAll = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    /// <summary>
    /// Counts an attempt as failed before it is looked at, so that many at once do not slip through; false when it must not be
    /// looked at.
    /// </summary>
    /// <param name="http">Who tries.</param>
    /// <param name="subject">What is tried, such as a normalised address.</param>
    public async Task<bool> BeginAsync(HttpContext http, string subject)
    {
        if (devices.Of(http, subject) is { } device) return await CountAsync(KeyOf("device", device, subject), Free, LongestWait);
        return await CountAsync(KeyOf("network", Network(http), subject), Free, LongestWait)
            && await CountAsync(KeyOf("all", "", subject), FreeForAll, LongestWaitForAll);
    }

    /// <summary>Forgets the failures: the attempt was right.</summary>
    public async Task SucceededAsync(HttpContext http, string subject)
    {
        byte[] own = devices.Of(http, subject) is { } device ? KeyOf("device", device, subject) : KeyOf("network", Network(http), subject);
        var all = KeyOf("all", "", subject);
        await database.AttemptCounters.Where(c => c.Key == own).ExecuteDeleteAsync();
        if (devices.Of(http, subject) is null)
            await database.AttemptCounters.Where(c => c.Key == all && c.Failures > 0).ExecuteUpdateAsync(set => set.SetProperty(c => c.Failures, c => c.Failures - 1));
        devices.Remember(http, subject);
    }

    /// <summary>Removes counters that are forgotten.</summary>
    public Task CleanAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - Forgotten;
        return database.AttemptCounters.Where(c => c.LastAt < before).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task<bool> CountAsync(byte[] key, int free, TimeSpan longest)
    {
        var now = clock.GetUtcNow();
        var forgotten = now - Forgotten;
        var first = FirstWait.TotalSeconds;
        var most = longest.TotalSeconds;
        // One statement: of attempts at the same moment each finds the count that the one before left.
        var counted = await database.Database.ExecuteSqlAsync(
            $"""
            insert into accounts.attempt_counter as c (key, failures, last_at, blocked_until) values ({key}, 1, {now}, null)
            on conflict (key) do update set
                failures = case when c.last_at < {forgotten} then 1 else c.failures + 1 end,
                last_at = {now},
                blocked_until = case when c.last_at >= {forgotten} and c.failures + 1 >= {free}
                    then {now} + make_interval(secs => least({first} * power(2::float8, least(c.failures + 1 - {free}, 20)), {most})) end
            where c.blocked_until is null or c.blocked_until <= {now}
            """);
        return counted > 0;
    }

    private static string Network(HttpContext http) => ClientNetwork.Of(http.Connection.RemoteIpAddress);

    private static byte[] KeyOf(string kind, string who, string subject) => SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}|{who}|{subject}"));
}
