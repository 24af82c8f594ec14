using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kenmin.Accounts.Registration;
using Kenmin.Modularity.Access;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kenmin.Endurance;

/// <summary>
/// A mail server and a register outside (gBizINFO) that take connections and answer nothing for a while. Meanwhile people are let in and
/// told as before; who asks the register is told that it is silent; and afterwards each mail goes out once.
/// </summary>
internal sealed partial class HangingServices : IAsyncDisposable
{
    private const int Askers = 4;
    private const string Number = "7000012050002";
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(10), Lasts = TimeSpan.FromSeconds(20);
    private readonly MailServer _mail = new();
    private readonly OutsideServer _register = new(_ => "{}");
    private readonly ConcurrentQueue<string> _wrong = new(), _noted = new();

    /// <summary>What is wrong, in words.</summary>
    public IReadOnlyCollection<string> Wrong => _wrong;

    /// <summary>What was seen, in words.</summary>
    public IReadOnlyCollection<string> Noted => _noted;

    /// <summary>The modules and settings by which hosts ask these services.</summary>
    public IReadOnlyList<string> Words =>
    [
        "accounts", "community-business", "Outside:Allowed=true",
        $"Modules:community-business:GBizInfo:Address={_register.Address}", "Modules:community-business:GBizInfo:Token=endurance",
        "Modules:accounts:Mail:Host=127.0.0.1", $"Modules:accounts:Mail:Port={_mail.Port}", "Modules:accounts:Mail:Security=None",
        "Modules:accounts:Mail:Timeout=00:00:02", "Modules:accounts:Mail:FirstRetry=00:00:02",
    ];

    /// <summary>Makes accounts with a verified address, where the host has the module for them: one as people do, and the others like it.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="count">How many.</param>
    public static async Task PrepareAsync(IServiceProvider services, int count)
    {
        await using var scope = services.CreateAsyncScope();
        if (scope.ServiceProvider.GetService<AccountRegistrar>() is not { } registrar) return;
        var made = await registrar.CreateAsync(new("見本 受講者", "reader@example.jp", "ひろい海の見える丘で"), Roles.Resident, verified: true);
        if (made.Account is null) throw new InvalidOperationException("An account could not be made.");
        await using var command = services.GetRequiredService<NpgsqlDataSource>().CreateCommand(
            """
            with n as materialized (select gen_random_uuid() as id, 'reader' || i || '@example.jp' as email from generate_series(2, $1) i)
            insert into accounts.account
            select (jsonb_populate_record(a, jsonb_build_object('id', n.id, 'user_name', replace(n.id::text, '-', ''), 'normalized_user_name', upper(replace(n.id::text, '-', '')),
              'email', n.email, 'normalized_email', upper(n.email)))).*
            from accounts.account a, n
            """);
        command.Parameters.Add(new() { Value = count });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The people with an account.</summary>
    public static async Task<IReadOnlyList<Guid>> ReadersAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select id from accounts.account");
        await using var rows = await command.ExecuteReaderAsync();
        List<Guid> found = [];
        while (await rows.ReadAsync()) found.Add(rows.GetGuid(0));
        return found;
    }

    /// <summary>Lets both hang for a while.</summary>
    public async Task HangAsync(Hosts hosts, Latencies latencies, Checks checks)
    {
        latencies.Take();
        await Task.Delay(Before);
        var before = latencies.Take();
        (_mail.Mood, _register.Mood) = (MailServerMood.Silent, OutsideServerMood.Silent);
        using CancellationTokenSource over = new(Lasts);
        var asking = Task.WhenAll(Enumerable.Range(0, Askers).Select(_ => AskAsync(hosts, over.Token)));
        await Task.Delay(Lasts / 2);
        var told = await DeliveredAsync(checks);
        await Task.Delay(Lasts / 2);
        var during = latencies.Take();
        if (await DeliveredAsync(checks) <= told) _wrong.Enqueue("hang: nobody was told anything while the mail server hung");
        (_mail.Mood, _register.Mood) = (MailServerMood.Right, OutsideServerMood.Right);
        var (asked, slowest) = (await asking).Aggregate((0, 0.0), (all, one) => (all.Item1 + one.Asked, Math.Max(all.Item2, one.Slowest)));
        _noted.Enqueue(string.Create(CultureInfo.InvariantCulture,
            $"hang: sign-ups p50, p99 before {Latencies.Percentile(before, 50):0}, {Latencies.Percentile(before, 99):0} ms, during {Latencies.Percentile(during, 50):0}, {Latencies.Percentile(during, 99):0} ms; {asked} questions to the silent register were answered, after {slowest:0.0} s at most"));
    }

    /// <summary>Waits for the mails, and counts them.</summary>
    /// <param name="source">The database.</param>
    /// <param name="checks">Counts.</param>
    /// <param name="killed">Whether something was killed: then the mail that a host was sending may have gone out twice, under one id.</param>
    public async Task CheckMailsAsync(NpgsqlDataSource source, Checks checks, bool killed)
    {
        var taken = _mail.Taken.Select(mail => MessageId().Match(mail).Groups[1].Value.ToUpperInvariant()).ToList();
        var twice = taken.Count - taken.Distinct(StringComparer.Ordinal).Count();
        await using var command = source.CreateCommand("select n.id from accounts.mt_doc_accountnotice n join accounts.account a on a.id = n.account_id");
        await using var rows = await command.ExecuteReaderAsync();
        HashSet<string> due = [];
        while (await rows.ReadAsync()) due.Add(rows.GetGuid(0).ToString("N").ToUpperInvariant());
        var missing = due.Except(taken, StringComparer.Ordinal).Count();
        if (missing > 0) _wrong.Enqueue($"{missing} of {due.Count} mails never came");
        if (taken.Exists(t => !due.Contains(t))) _wrong.Enqueue("mails came that nobody asked for");
        if (twice > 0 && !killed) _wrong.Enqueue($"{twice} mails came twice");
        if (due.Count == 0) _wrong.Enqueue("no mail was due at all");
        var tried = await checks.CountAsync("select coalesce(sum((data ->> 'attempts')::bigint), 0)::bigint from accounts.mt_doc_outgoingmail");
        _noted.Enqueue(string.Create(CultureInfo.InvariantCulture, $"mails: {due.Count:N0} were due and came, {twice} of them twice, after {tried:N0} attempts"));
    }

    public async ValueTask DisposeAsync()
    {
        await _mail.DisposeAsync();
        await _register.DisposeAsync();
    }

    private static Task<long> DeliveredAsync(Checks checks) => checks.CountAsync("select count(*) from platform.mt_doc_delivered");

    private async Task<(int Asked, double Slowest)> AskAsync(Hosts hosts, CancellationToken over)
    {
        using HttpClient client = new() { Timeout = TimeSpan.FromMinutes(1) };
        client.SignIn(new(Guid.CreateVersion7(), Roles.Resident, "見本 事業者"));
        var (asked, slowest) = (0, 0.0);
        while (!over.IsCancellationRequested)
        {
            var began = TimeProvider.System.GetTimestamp();
            using var answer = await client.GetAsync(new Uri(hosts.Any()!, $"/api/v1/community-business/corporate-numbers/{Number}"), CancellationToken.None);
            var said = await answer.Content.ReadAsStringAsync(CancellationToken.None);
            if (!answer.IsSuccessStatusCode) _wrong.Enqueue($"hang: the register was asked and the answer was {answer.StatusCode} {said}");
            else if (!JsonDocument.Parse(said).RootElement.TryGetProperty("silence", out var silence) || silence.ValueKind != JsonValueKind.String) _wrong.Enqueue($"hang: the register is silent, and the answer was {said}");
            await Task.Delay(200, CancellationToken.None);
            (asked, slowest) = (asked + 1, Math.Max(slowest, TimeProvider.System.GetElapsedTime(began).TotalSeconds));
        }

        return (asked, slowest);
    }

    [GeneratedRegex(@"^Message-Id:\s*<([0-9a-f]{32})@", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex MessageId();
}
