using System.Security.Claims;
using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.EnteredPeople;
using Kenmin.Accounts.Identity;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Ef = Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions;

namespace Kenmin.Accounts.Guardians;

/// <summary>A minor and what their guardians said, as staff see it.</summary>
internal sealed record Ward(Guid AccountId, string Name, DateOnly? BirthDate, Guardianship? Current, IReadOnlyList<Guardianship> All);

/// <summary>Where staff look after the consents of guardians: municipal staff those of their municipalities, every look on record.</summary>
internal sealed class GuardianDesk(AccountsDbContext database, IAccountsStore store, IMessageBus bus, IAuditTrail audit)
{
    /// <summary>A minor; null when there is no such account for this user.</summary>
    public async Task<Ward?> GetAsync(Guid account, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (await Ef.SingleOrDefaultAsync(database.Users.Where(a => a.Id == account && a.Standing != AccountStanding.Merged).Select(a => a.DisplayName), cancellationToken) is not { } name) return null;
        var profile = await Ef.SingleOrDefaultAsync(database.Profiles.Where(p => p.AccountId == account).Select(p => new { p.BirthDate, p.MunicipalityCode }), cancellationToken);
        if (!EnteredPeopleList.MaySee(user, profile?.MunicipalityCode)) return null;
        await audit.RecordAsync(new(user.AccountId(), "accounts.guardian.viewed", [account]), cancellationToken);
        await using var session = store.QuerySession();
        var all = await session.Query<Guardianship>().Where(g => g.AccountId == account).OrderByDescending(g => g.Id).ToListAsync(cancellationToken);
        return new(account, name, profile?.BirthDate, all.FirstOrDefault(g => g.State != GuardianshipState.None), all);
    }

    /// <summary>Has a guardian asked, enters a paper, or withdraws for a guardian.</summary>
    public async Task<GuardianOutcome> SendAsync(Guid account, object command, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await audit.RecordAsync(new(user.AccountId(), "accounts.guardian.changed", [account], command.GetType().Name), cancellationToken);
        return await bus.InvokeAsync<GuardianOutcome>(command, cancellationToken);
    }

    /// <summary>The birth date of an account's profile.</summary>
    public static Task<DateOnly?> BirthDateAsync(AccountsDbContext database, Guid account, CancellationToken cancellationToken) =>
        Ef.SingleOrDefaultAsync(database.Profiles.Where(p => p.AccountId == account).Select(p => p.BirthDate), cancellationToken);

    /// <summary>Names of accounts, for those who are concerned.</summary>
    public static Task<Dictionary<Guid, string>> NamesAsync(AccountsDbContext database, Guid[] accounts, CancellationToken cancellationToken) =>
        Ef.ToDictionaryAsync(database.Users.Where(a => accounts.Contains(a.Id)).Select(a => new { a.Id, a.DisplayName }), a => a.Id, a => a.DisplayName, cancellationToken);
}
