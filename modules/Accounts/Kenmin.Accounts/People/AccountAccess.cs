using Kenmin.Accounts.FirstAdministrator;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Sessions;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

namespace Kenmin.Accounts.People;

/// <summary>Gives and takes roles, and closes and reopens accounts. An active administrator always remains.</summary>
internal sealed class AccountAccess(
    AccountsDbContext database, UserManager<Account> users, IAuditTrail audit, AccountSessions sessions, IHostEnvironment environment, TimeProvider clock)
{
    private static readonly LocalizedText LastAdministrator = new(
        "管理者がいなくなるため、変更していません。先に別の人を管理者にしてください。",
        "Nothing was changed: no administrator would be left. Make somebody else an administrator first.");

    private static readonly LocalizedText NobodySignsIn = new(
        "このアカウントではだれもサインインできないため、役割や状態は変えられません。", "Nobody signs in with this account, so its roles and state cannot be changed.");

    /// <summary>Sets roles and municipalities; whoever is signed in gets them with the next request, and is signed out when a role is taken.</summary>
    /// <param name="actor">The administrator who does so.</param>
    /// <param name="id">The account.</param>
    /// <param name="roles">All roles that it has from now on.</param>
    /// <param name="municipalities">All codes (6 digits) of its municipalities.</param>
    /// <param name="cancellationToken">Stops before anything is saved.</param>
    /// <returns>What stands against it, or null when there is no such account.</returns>
    public async Task<IReadOnlyList<FieldRefusal>?> SetAsync(
        Guid actor, Guid id, IReadOnlyCollection<string> roles, IReadOnlyCollection<string> municipalities, CancellationToken cancellationToken)
    {
        var refusals = AccessRules.Check(roles, municipalities);
        if (refusals.Count > 0) return refusals;
        return await ChangeAsync(actor, id, "accounts.access.changed", "roles: " + string.Join(' ', roles.Order(StringComparer.Ordinal)), account =>
        {
            account.Roles = [.. Roles.All.Where(roles.Contains)];
            account.Municipalities = [.. municipalities.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        }, cancellationToken);
    }

    /// <summary>Closes an account, or opens it again.</summary>
    /// <returns>What stands against it, or null when there is no such account.</returns>
    public Task<IReadOnlyList<FieldRefusal>?> SetActiveAsync(Guid actor, Guid id, bool active, CancellationToken cancellationToken) =>
        ChangeAsync(actor, id, active ? "accounts.account.reactivated" : "accounts.account.deactivated", null,
            account => account.DeactivatedAt = active ? null : account.DeactivatedAt ?? clock.GetUtcNow(), cancellationToken);

    private async Task<IReadOnlyList<FieldRefusal>?> ChangeAsync(
        Guid actor, Guid id, string action, string? matter, Action<Account> change, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        // Two administrators who take the role from each other are two transactions that both see one left: one at a time.
        await database.LockAdministratorsAsync(cancellationToken);
        var account = await database.Users.SingleOrDefaultAsync(a => a.Id == id, cancellationToken);
        if (account is null) return null;
        if (account.Standing != AccountStanding.Held) return [new(null, NobodySignsIn)];
        var before = account.Roles.ToList();
        change(account);
        var remains = account.DeactivatedAt is null && account.Roles.Contains(Roles.Administrator);
        if (!remains && !await FirstAdministrators.Active(database, environment).AnyAsync(a => a.Id != id, cancellationToken))
            return [new(null, LastAdministrator)];

        // A cookie takes over new roles with its next request. Who loses a role starts anew, whatever is still open on the screen.
        var saved = await users.UpdateAsync(account);
        if (!saved.Succeeded) return saved.Refusals();
        if (before.Except(account.Roles).Any() || account.DeactivatedAt is not null) await sessions.EndAllAsync(id);
        await audit.RecordAsync(new(actor, action, [id], matter), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return [];
    }
}
