using Kenmin.Accounts.Addresses;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Sessions;
using Kenmin.Accounts.SignIn;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Kenmin.Accounts.Passwords;

/// <summary>Sets a forgotten password anew by a link in a mail.</summary>
internal sealed class PasswordReset(
    AccountsDbContext database, UserManager<Account> users, OneTimeLinks links, AccountMails mails, PasswordRules rules, AccountSessions sessions, KnownDevice devices,
    IHttpContextAccessor http, TimeProvider clock)
{
    /// <summary>Sends the link, if the address has an account.</summary>
    public async Task RequestAsync(string email)
    {
        if (await users.FindByEmailAsync(email) is { IsPersona: false, DeactivatedAt: null, Standing: AccountStanding.Held } account) await mails.ResetPasswordAsync(account, CancellationToken.None);
    }

    /// <summary>
    /// Sets the password and ends every session and token. Whoever reads the mailbox owns the account: what was set up before the
    /// address was verified, perhaps by somebody else, goes.
    /// </summary>
    /// <returns>Whether the link could be used, and what is wrong with the password.</returns>
    public async Task<(bool Usable, LocalizedText? Refusal)> SetAsync(string? token, string? password, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(token, LinkPurpose.ResetPassword, cancellationToken) is not { } link
            || await users.FindByIdAsync(link.AccountId.ToString()) is not { DeactivatedAt: null, Standing: AccountStanding.Held } account || account.Email != link.Email)
            return (false, null);
        if (rules.Refusal(password, account.DisplayName, account.Email) is { } refusal) return (true, refusal);

        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (await links.UseAsync(token, LinkPurpose.ResetPassword, cancellationToken) is null) return (false, null);
        if (!account.EmailConfirmed)
        {
            await users.SetTwoFactorEnabledAsync(account, false);
            await database.Set<IdentityUserPasskey<Guid>>().Where(p => p.UserId == account.Id).ExecuteDeleteAsync(cancellationToken);
            await database.Set<IdentityUserLogin<Guid>>().Where(l => l.UserId == account.Id).ExecuteDeleteAsync(cancellationToken);
            account.EmailConfirmed = true;
        }

        if (account.PasswordHash is not null) Throw(await users.RemovePasswordAsync(account));
        Throw(await users.AddPasswordAsync(account, password!));
        var now = clock.GetUtcNow();
        await sessions.EndAllAsync(account.Id);
        await database.AccessTokens.Where(t => t.AccountId == account.Id && t.RevokedAt == null).ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, now), cancellationToken);
        await database.Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.MailReturnedAt, (DateTimeOffset?)null), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        // Whoever reads the mailbox signs in next, however many strangers are guessing at the same time.
        devices.Remember(http.HttpContext!, account.NormalizedEmail!);
        await mails.ChangedAsync(account, new("パスワードが新しくなりました。すべての端末でサインアウトされています。", "your password was set anew. You were signed out everywhere."), cancellationToken);
        return (true, null);
    }

    private static void Throw(IdentityResult result)
    {
        if (!result.Succeeded) throw new InvalidOperationException($"The password could not be set: {result}");
    }
}
