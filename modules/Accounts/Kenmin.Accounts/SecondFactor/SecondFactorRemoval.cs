using Kenmin.Accounts.Addresses;
using Kenmin.Accounts.ExternalSignIn;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Sessions;
using Kenmin.Persistence.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Kenmin.Accounts.SecondFactor;

/// <summary>An administrator takes the second factor off an account whose holder lost the phone and the recovery codes.</summary>
internal sealed class SecondFactorRemoval(
    AccountsDbContext database, UserManager<Account> users, AccountSessions sessions, ExternalProviders providers, AccountMails mails, IAuditTrail audit)
{
    /// <summary>Whether there is anything to take off.</summary>
    public Task<bool> HasOneAsync(Guid id, CancellationToken cancellationToken)
    {
        var twoFactors = providers.TwoFactorKeys;
        return database.Users.AnyAsync(
            a => a.Id == id && (a.TwoFactorEnabled || database.Set<IdentityUserPasskey<Guid>>().Any(p => p.UserId == id)
                || database.Set<IdentityUserLogin<Guid>>().Any(l => l.UserId == id && twoFactors.Contains(l.LoginProvider))), cancellationToken);
    }

    /// <summary>Removes app, recovery codes, passkeys and the links with providers that stand for two factors, and signs the holder out everywhere. The holder is told by mail.</summary>
    public async Task RemoveAsync(Guid actor, Guid id, CancellationToken cancellationToken)
    {
        if (await users.FindByIdAsync(id.ToString()) is not { } account) return;
        await audit.RecordAsync(new(actor, "accounts.second-factor.removed", [id]), cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await users.SetTwoFactorEnabledAsync(account, false);
        await users.ResetAuthenticatorKeyAsync(account);
        await users.GenerateNewTwoFactorRecoveryCodesAsync(account, 0);
        await database.Set<IdentityUserPasskey<Guid>>().Where(p => p.UserId == id).ExecuteDeleteAsync(cancellationToken);
        var twoFactors = providers.TwoFactorKeys;
        await database.Set<IdentityUserLogin<Guid>>().Where(l => l.UserId == id && twoFactors.Contains(l.LoginProvider)).ExecuteDeleteAsync(cancellationToken);
        await sessions.EndAllAsync(id);
        await transaction.CommitAsync(cancellationToken);
        await mails.ChangedAsync(account, new("管理者が 2 段階の確認を外しました。サインインして、もう一度登録してください。", "an administrator took the second step off. Sign in and set it up again."), cancellationToken);
    }
}
