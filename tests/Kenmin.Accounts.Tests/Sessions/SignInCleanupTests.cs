using Kenmin.Accounts.Addresses;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Mail;
using Kenmin.Accounts.Registration;
using Kenmin.Accounts.Sessions;
using Kenmin.Accounts.SignIn;
using Kenmin.Accounts.Tests.Support;
using Kenmin.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Kenmin.Accounts.Tests.Sessions;

/// <summary>What the hourly job removes, and what it leaves.</summary>
public sealed class SignInCleanupTests(DevelopmentHouse development) : IClassFixture<DevelopmentHouse>
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task The_job_removes_what_ran_out_and_nothing_else()
    {
        // When the job runs for the first time.
        var then = _clock.GetUtcNow() + TimeSpan.FromHours(1);
        await using var scope = development.House.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AccountsDbContext>();

        Guid Account(string name, TimeSpan age, bool confirmed, bool everSignedIn = false, TimeSpan? linkLeft = null)
        {
            var account = new Account(Guid.CreateVersion7(), name, $"{Guid.NewGuid():N}@example.jp", then - age)
            {
                NormalizedEmail = Guid.NewGuid().ToString("N").ToUpperInvariant(), EmailConfirmed = confirmed, SecurityStamp = "x", LastSignInAt = everSignedIn ? then - age : null,
            };
            database.Users.Add(account);
            if (linkLeft is { } left)
                database.OneTimeLinks.Add(new() { Id = Guid.NewGuid(), AccountId = account.Id, Purpose = LinkPurpose.Verify, TokenHash = Guid.NewGuid().ToByteArray(), Email = account.Email!, CreatedAt = then - age, ExpiresAt = then + left });
            return account.Id;
        }

        var holder = Account("いつもの方", TimeSpan.FromDays(400), confirmed: true, everSignedIn: true);
        var unfinished = Account("終えなかった方", UnfinishedRegistrations.Kept + TimeSpan.FromMinutes(1), confirmed: false);
        var dead = Account("期限切れのリンクだけの方", UnfinishedRegistrations.Kept + TimeSpan.FromMinutes(1), confirmed: false, linkLeft: -TimeSpan.FromMinutes(1));
        var stillMay = Account("まだ終えられる方", UnfinishedRegistrations.Kept + TimeSpan.FromMinutes(1), confirmed: false, linkLeft: TimeSpan.FromMinutes(1));
        var recent = Account("登録したばかりの方", UnfinishedRegistrations.Kept - TimeSpan.FromMinutes(1), confirmed: false);
        var neverSignedIn = Account("確認だけした方", TimeSpan.FromDays(400), confirmed: true);

        Guid Session(TimeSpan age, TimeSpan idle)
        {
            var session = new AccountSession { Id = Guid.NewGuid(), AccountId = holder, CreatedAt = then - age, LastSeenAt = then - idle, Device = "/", SecondFactor = false };
            database.Sessions.Add(session);
            return session.Id;
        }

        var used = Session(TimeSpan.FromDays(29), TimeSpan.FromHours(7));
        var idle = Session(TimeSpan.FromDays(1), TimeSpan.FromHours(8) + TimeSpan.FromMinutes(2));
        var tooLong = Session(TimeSpan.FromDays(30) + TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));

        byte[] Counter(TimeSpan age)
        {
            var key = Guid.NewGuid().ToByteArray();
            database.AttemptCounters.Add(new() { Key = key, Failures = 3, LastAt = then - age });
            return key;
        }

        var guessed = Counter(TimeSpan.FromHours(23));
        var forgotten = Counter(TimeSpan.FromHours(25));
        await database.SaveChangesAsync();

        var store = development.House.Services.GetRequiredService<IAccountsStore>();
        OutgoingMail Mail(MailState state, TimeSpan age) => new()
        {
            Id = Guid.NewGuid(), AccountId = holder, Kind = MailKinds.Security, State = state, CreatedAt = then - age, SettledAt = state == MailState.Waiting ? null : then - age,
        };
        var oldMail = Mail(MailState.Sent, Outbox.Kept + TimeSpan.FromMinutes(1));
        var newMail = Mail(MailState.Sent, Outbox.Kept - TimeSpan.FromMinutes(1));
        var waiting = Mail(MailState.Waiting, Outbox.Kept * 2);
        await using (var session = store.LightweightSession())
        {
            session.Store(oldMail, newMail, waiting);
            await session.SaveChangesAsync();
        }

        using var job = new SignInCleanup(Scopes(), _clock, NullLogger<SignInCleanup>.Instance);
        await job.StartAsync(default);
        await job.StartedAsync(default);
        (await database.Sessions.CountAsync(s => s.Id == idle)).ShouldBe(1, "nothing goes before an hour has passed");
        _clock.Advance(TimeSpan.FromHours(1));
        await Eventually.IsSoAsync(async () => !await database.AttemptCounters.AsNoTracking().AnyAsync(c => c.Key == forgotten));
        await job.StopAsync(default);

        (await database.Sessions.AsNoTracking().Where(s => s.AccountId == holder).Select(s => s.Id).ToListAsync()).ShouldBe([used], $"not {idle} and {tooLong}");
        Guid[] all = [holder, unfinished, dead, stillMay, recent, neverSignedIn];
        (await database.Users.AsNoTracking().Where(a => all.Contains(a.Id)).Select(a => a.Id).ToListAsync()).ShouldBe([holder, stillMay, recent, neverSignedIn], ignoreOrder: true);
        (await database.AttemptCounters.AsNoTracking().AnyAsync(c => c.Key == guessed)).ShouldBeTrue();
        await using var query = store.QuerySession();
        (await query.LoadManyAsync<OutgoingMail>([oldMail.Id, newMail.Id, waiting.Id])).Select(m => m.Id).ShouldBe([newMail.Id, waiting.Id], ignoreOrder: true);
        (await database.Users.CountAsync(a => a.IsPersona)).ShouldBe(5, "the fictional people stay");
    }

    [Fact]
    public async Task A_session_ends_after_eight_hours_without_use_and_after_thirty_days_of_use()
    {
        var account = new Account(Guid.CreateVersion7(), "見本", $"{Guid.NewGuid():N}@example.jp", _clock.GetUtcNow()) { NormalizedEmail = Guid.NewGuid().ToString("N") };
        await using var scope = development.House.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AccountsDbContext>();
        database.Users.Add(account);
        await database.SaveChangesAsync();
        var sessions = new AccountSessions(database, Options.Create(new AccountsSettings()), _clock);

        var left = await sessions.StartAsync(account.Id, null, secondFactor: false);
        _clock.Advance(TimeSpan.FromHours(8));
        (await sessions.FindAsync(left)).ShouldNotBeNull("eight hours are not over before the minute by which uses are noted");
        _clock.Advance(TimeSpan.FromHours(8) + TimeSpan.FromMinutes(1));
        (await sessions.FindAsync(left)).ShouldBeNull();
        (await sessions.OfAsync(account.Id, default)).ShouldBeEmpty();

        var begun = _clock.GetUtcNow();
        var used = await sessions.StartAsync(account.Id, null, secondFactor: false);
        while (_clock.GetUtcNow() + TimeSpan.FromHours(6) < begun + TimeSpan.FromDays(30))
        {
            _clock.Advance(TimeSpan.FromHours(6));
            (await sessions.FindAsync(used)).ShouldNotBeNull();
        }

        _clock.Advance(TimeSpan.FromHours(6));
        (await sessions.FindAsync(used)).ShouldBeNull("thirty days are over, however much it was used");
    }

    [Fact]
    public async Task A_browser_is_signed_out_by_the_clock()
    {
        var clock = new AheadClock();
        await using var house = new House(development.Database, "Development") { Clock = clock };
        using var visitor = house.NewVisitor();
        await visitor.BecomeAsync("resident");
        for (var i = 0; i < 3; i++)
        {
            clock.Advance(TimeSpan.FromHours(7));
            (await visitor.IsSignedInAsync()).ShouldBeTrue();
        }

        clock.Advance(TimeSpan.FromHours(8) + TimeSpan.FromMinutes(2));
        (await visitor.IsSignedInAsync()).ShouldBeFalse();

        await visitor.BecomeAsync("resident");
        for (var hours = 0; hours < 30 * 24 - 7; hours += 7)
        {
            (await visitor.IsSignedInAsync()).ShouldBeTrue($"after {hours} hours of use");
            clock.Advance(TimeSpan.FromHours(7));
        }

        clock.Advance(TimeSpan.FromHours(7));
        (await visitor.IsSignedInAsync()).ShouldBeFalse("thirty days are over");
    }

    /// <summary>The job's services with the test's clock over the house's database.</summary>
    private IServiceScopeFactory Scopes()
    {
        var house = development.House.Services;
        return new ServiceCollection()
            .AddScoped(_ => house.CreateScope())
            .AddScoped(s => s.GetRequiredService<IServiceScope>().ServiceProvider.GetRequiredService<AccountsDbContext>())
            .AddScoped(s => new AccountSessions(s.GetRequiredService<AccountsDbContext>(), Options.Create(new AccountsSettings()), _clock))
            .AddScoped(s => new UnfinishedRegistrations(s.GetRequiredService<AccountsDbContext>(), _clock))
            .AddScoped(_ => new Outbox(house, null!, _clock))
            .AddScoped(s => new AttemptGuard(s.GetRequiredService<AccountsDbContext>(), null!, _clock))
            .BuildServiceProvider().GetRequiredService<IServiceScopeFactory>();
    }

    /// <summary>A clock that can be set ahead; its timers keep to the wall, or each hour ahead would cost thousands of their ticks.</summary>
    private sealed class AheadClock : TimeProvider
    {
        private TimeSpan _ahead;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;

        public void Advance(TimeSpan by) => _ahead += by;
    }
}
