using Kenmin.Accounts.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Kenmin.Accounts.Sessions;

/// <summary>Who is signed in where. Ending a session takes effect with its next request, on every host.</summary>
internal sealed class AccountSessions(AccountsDbContext database, IOptions<AccountsSettings> settings, TimeProvider clock)
{
    /// <summary>How exactly the time of the last use is kept: a write for each request would cost more than it tells.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMinutes(1);

    public async Task<Guid> StartAsync(Guid account, string? userAgent, bool secondFactor)
    {
        var now = clock.GetUtcNow();
        var session = new AccountSession
        {
            Id = Guid.CreateVersion7(now), AccountId = account, CreatedAt = now, LastSeenAt = now, Device = DeviceWords.Of(userAgent), SecondFactor = secondFactor,
        };
        database.Sessions.Add(session);
        await database.SaveChangesAsync();
        return session.Id;
    }

    /// <summary>The session and its account as they are now; null when the session has ended.</summary>
    public async Task<(AccountSession Session, Account Account)?> FindAsync(Guid id)
    {
        var since = clock.GetUtcNow() - settings.Value.SessionLength - Grain;
        var begun = clock.GetUtcNow() - settings.Value.LongestSession;
        var found = await database.Sessions.AsNoTracking().Where(s => s.Id == id && s.LastSeenAt > since && s.CreatedAt > begun)
            .Join(database.Users.AsNoTracking(), s => s.AccountId, a => a.Id, (session, account) => new { session, account }).SingleOrDefaultAsync();
        if (found is null) return null;
        var now = clock.GetUtcNow();
        if (now - found.session.LastSeenAt > Grain)
            await database.Sessions.Where(s => s.Id == id).ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, now));
        return (found.session, found.account);
    }

    /// <summary>The sessions of an account, the last used first.</summary>
    public Task<List<AccountSession>> OfAsync(Guid account, CancellationToken cancellationToken)
    {
        var since = clock.GetUtcNow() - settings.Value.SessionLength;
        var begun = clock.GetUtcNow() - settings.Value.LongestSession;
        return database.Sessions.AsNoTracking().Where(s => s.AccountId == account && s.LastSeenAt > since && s.CreatedAt > begun).OrderByDescending(s => s.LastSeenAt).ToListAsync(cancellationToken);
    }

    /// <summary>Ends one session of an account.</summary>
    public Task EndAsync(Guid account, Guid id) => database.Sessions.Where(s => s.Id == id && s.AccountId == account).ExecuteDeleteAsync();

    /// <summary>Ends all sessions of an account but one.</summary>
    public Task<int> EndAllAsync(Guid account, Guid? but = null) => database.Sessions.Where(s => s.AccountId == account && s.Id != but).ExecuteDeleteAsync();

    /// <summary>Removes sessions that ran out.</summary>
    public Task CleanAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - settings.Value.SessionLength - Grain;
        var begun = clock.GetUtcNow() - settings.Value.LongestSession;
        return database.Sessions.Where(s => s.LastSeenAt < before || s.CreatedAt < begun).ExecuteDeleteAsync(cancellationToken);
    }
}
