using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Kenmin.Accounts;
using Kenmin.Accounts.ExternalSignIn;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Passwords;
using Kenmin.Accounts.Sessions;
using Kenmin.Accounts.Tokens;
using Kenmin.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Kenmin.Benchmarks.SignIn;

/// <summary>What signing in costs once, and what being known costs at each request.</summary>
internal sealed class SignInMeasure : IMeasure
{
    private const int Accounts = 10_000;
    private const int Checks = 2_000;
    private const int Clients = 8;

    public string Name => "sign-in";

    public string Description => "Hashing a password, judging one, and checking access tokens and sessions among 10,000 accounts.";

    public async Task<string> RunAsync(string connectionString, int rounds)
    {
        await using var services = new ServiceCollection()
            .AddSingleton(KenminDataSource.Create(connectionString))
            .Configure<IdentityOptions>(o => o.Stores.SchemaVersion = AccountsDbContext.IdentityTables)
            .AddDbContext<AccountsDbContext>((provider, o) => o.UseNpgsql(
                provider.GetRequiredService<NpgsqlDataSource>(), p => p.MigrationsHistoryTable(AccountsDbContext.MigrationsTable, AccountsDbContext.Schema)))
            .BuildServiceProvider();
        var (tokens, sessions) = await FillAsync(services);
        var hasher = new AccountPasswordHasher(Options.Create(new PasswordHasherOptions { IterationCount = IdentitySetup.PasswordIterations }));
        var rules = new PasswordRules();
        var none = new ExternalProviders(new Dictionary<string, ProviderSettings>());
        var account = new Account(Guid.NewGuid(), "見本 花子", "hanako@example.jp", default);
        const string password = "ひろい海の見える丘で";
        var hash = hasher.HashPassword(account, password);

        List<double> hashing = [], judging = [], token = [], session = [], bare = [];
        for (var round = 0; round <= rounds; round++)
        {
            var made = Time(20, () => hasher.VerifyHashedPassword(account, hash, password));
            var judged = Time(2_000, () => rules.Refusal(password, account.DisplayName, account.Email));
            var byToken = await EachAsync(services, i => db => new AccessTokens(db, null!, none, null!, null!, TimeProvider.System).FindAsync(tokens[i % tokens.Length], default));
            var bySession = await EachAsync(services, i => db => new AccountSessions(db, Options.Create(new AccountsSettings()), TimeProvider.System).FindAsync(sessions[i % sessions.Length]));
            var plain = await EachAsync(services, _ => db => db.Database.ExecuteSqlRawAsync("select 1"));
            // The first round warms up.
            if (round == 0) continue;
            hashing.Add(made);
            judging.Add(judged);
            token.Add(byToken);
            session.Add(bySession);
            bare.Add(plain);
        }

        return $"""
            | what | each, median of {rounds} rounds |
            |---|---|
            | checking a password (PBKDF2, SHA-512, {IdentitySetup.PasswordIterations.ToString("N0", CultureInfo.InvariantCulture)} rounds), one thread | {Milliseconds(hashing)} ms |
            | judging a new password against the list and the rules, one thread | {Milliseconds(judging)} ms |
            | checking an access token in the database, {Clients} at a time | {Milliseconds(token)} ms |
            | checking a session in the database, {Clients} at a time | {Milliseconds(session)} ms |
            | for comparison: `select 1` the same way | {Milliseconds(bare)} ms |
            """;
    }

    private static async Task<(string[] Tokens, Guid[] Sessions)> FillAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AccountsDbContext>();
        await database.Database.MigrateAsync();
        var now = TimeProvider.System.GetUtcNow();
        var tokens = new string[Accounts];
        var sessions = new Guid[Accounts];
        for (var i = 0; i < Accounts; i++)
        {
            var account = new Account(Guid.CreateVersion7(), "見本", $"person{i}@example.jp", now);
            account.NormalizedEmail = account.Email!.ToUpperInvariant();
            account.NormalizedUserName = account.UserName!.ToUpperInvariant();
            database.Users.Add(account);
            tokens[i] = AccessTokens.Prefix + WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
            database.AccessTokens.Add(new()
            {
                Id = Guid.CreateVersion7(), AccountId = account.Id, Name = "x", TokenHash = AccessTokens.HashOf(tokens[i]), Scopes = ["own.read"],
                CreatedAt = now, ExpiresAt = now.AddDays(1), LastUsedAt = now.AddHours(1),
            });
            sessions[i] = Guid.CreateVersion7();
            database.Sessions.Add(new() { Id = sessions[i], AccountId = account.Id, CreatedAt = now, LastSeenAt = now.AddHours(1), Device = "/", SecondFactor = false });
            if (i % 500 != 499) continue;
            await database.SaveChangesAsync();
            database.ChangeTracker.Clear();
        }

        return (tokens, sessions);
    }

    private static double Time(int times, Action act)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < times; i++) act();
        return watch.Elapsed.TotalMilliseconds / times;
    }

    private static async Task<double> EachAsync(IServiceProvider services, Func<int, Func<AccountsDbContext, Task>> check)
    {
        var turn = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            int at;
            while ((at = Interlocked.Increment(ref turn)) <= Checks)
            {
                await using var scope = services.CreateAsyncScope();
                await check(at * 7919)(scope.ServiceProvider.GetRequiredService<AccountsDbContext>());
            }
        }));
        // What one caller waits.
        return watch.Elapsed.TotalMilliseconds * Clients / Checks;
    }

    private static string Milliseconds(List<double> values) => values.Order().ElementAt(values.Count / 2).ToString("0.000", CultureInfo.InvariantCulture);
}
