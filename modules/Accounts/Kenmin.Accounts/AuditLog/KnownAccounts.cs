using Kenmin.Accounts.Identity;
using Kenmin.Modularity.Persons;
using Microsoft.EntityFrameworkCore;

namespace Kenmin.Accounts.AuditLog;

/// <summary>Names the holders of accounts for those who must tell them something.</summary>
internal sealed class KnownAccounts(AccountsDbContext database) : IPersonDirectory
{
    public async Task<IReadOnlyList<KnownPerson>> FindAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        await database.Users.AsNoTracking().Where(a => ids.Contains(a.Id))
            .GroupJoin(database.Profiles.AsNoTracking(), a => a.Id, p => p.AccountId, (a, p) => new { a, p })
            .SelectMany(x => x.p.DefaultIfEmpty(), (x, p) => new KnownPerson(
                x.a.Id, "accounts", x.a.DisplayName, p!.PostalCode, p.Address == "" ? null : p.Address, p.Phone ?? x.a.PhoneNumber, x.a.Email,
                // Whatever is asked or decided about an account that went into another is about the one that has its data.
                x.a.MergedInto ?? x.a.Id))
            .ToListAsync(cancellationToken);
}
