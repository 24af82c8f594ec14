using Kenmin.Accounts.Identity;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Accounts.People;

/// <summary>Staff by role, for modules in which somebody is put in charge of something. Each look is in the audit log first.</summary>
internal sealed class StaffDirectory(IServiceScopeFactory scopes, IAuditTrail audit) : IStaffDirectory
{
    public async Task<IReadOnlyList<StaffMember>> HoldersAsync(Guid actor, string role, CancellationToken cancellationToken)
    {
        if (role == Roles.Resident) throw new ArgumentException("Residents are not listed.", nameof(role));
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AccountsDbContext>();
        var found = await database.Users.AsNoTracking()
            .Where(a => a.DeactivatedAt == null && a.Roles.Contains(role))
            .OrderBy(a => a.NameKey).ThenBy(a => a.Id)
            .Select(a => new StaffMember(a.Id, a.DisplayName, a.Email!)).ToListAsync(cancellationToken);
        await audit.RecordAsync(new(actor, "accounts.staff.listed", [.. found.Select(m => m.AccountId)], role), cancellationToken);
        return found;
    }
}
