using Kenmin.Accounts.Identity;
using Kenmin.Modularity.Persons;
using Microsoft.EntityFrameworkCore;

namespace Kenmin.Accounts.AuditLog;

/// <summary>Names the holders of accounts for those who must tell them something.</summary>
internal sealed class KnownAccounts(AccountsDbContext database) : IPersonDirectory
{
    public async Task<IReadOnlyList<KnownPerson>> FindAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        await database.Users.AsNoTracking().Where(a => ids.Contains(a.Id))
            .Select(a => new KnownPerson(a.Id, "accounts", a.DisplayName, null, null, a.PhoneNumber, a.Email, a.Id))
            .ToListAsync(cancellationToken);
}
