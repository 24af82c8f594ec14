using Kenmin.Accounts.Addresses;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Sessions;
using Kenmin.Accounts.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace Kenmin.Accounts.Passwords;

/// <summary>The holder of an account changes its password.</summary>
internal sealed class MyPassword(
    UserManager<Account> users, SignInManager<Account> signIn, PasswordRules rules, AttemptGuard guard, AccountSessions sessions, AccountMails mails)
{
    /// <summary>Changes the password and ends all other sessions; empty when done. Wrong guesses slow down as at signing in.</summary>
    public async Task<IReadOnlyList<FieldRefusal>> ChangeAsync(HttpContext http, Account account, string? current, string? next)
    {
        if (rules.Refusal(next, account.DisplayName, account.Email) is { } reason) return [new("NewPassword", reason)];
        if (!await guard.BeginAsync(http, account.NormalizedEmail!) || !await users.CheckPasswordAsync(account, current ?? ""))
            return [new("CurrentPassword", IdentityTexts.PasswordWrong)];
        await guard.SucceededAsync(http, account.NormalizedEmail!);
        var changed = await users.ChangePasswordAsync(account, current!, next!);
        if (!changed.Succeeded) return changed.Refusals("NewPassword");
        await sessions.EndAllAsync(account.Id, AccountSignInManager.SessionOf(http.User));
        await signIn.RefreshSignInAsync(account);
        await mails.ChangedAsync(account, new("パスワードが変わりました。", "your password was changed."), http.RequestAborted);
        return [];
    }
}
