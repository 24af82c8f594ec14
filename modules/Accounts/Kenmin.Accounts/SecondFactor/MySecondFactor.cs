using Kenmin.Accounts.Addresses;
using Kenmin.Accounts.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace Kenmin.Accounts.SecondFactor;

/// <summary>The holder of an account sets the second factor up and takes it away.</summary>
internal sealed class MySecondFactor(
    UserManager<Account> users, IUserStore<Account> accounts, SignInManager<Account> signIn, TimeCodes codes, FactorGuard guard, AccountMails mails, IHttpContextAccessor http)
{
    public const int RecoveryCodes = 10;
    private readonly AccountStore store = (AccountStore)accounts;

    /// <summary>The key to be set up: the same until it is, so that a page that was loaded again does not spoil what was scanned.</summary>
    public async Task<string> KeyAsync(Account account)
    {
        if (await users.GetAuthenticatorKeyAsync(account) is { Length: > 0 } key) return key;
        // Without a new security stamp: looking at the page signs nobody out.
        key = users.GenerateNewAuthenticatorKey();
        await store.SetAuthenticatorKeyAsync(account, key, CancellationToken.None);
        Throw(await users.UpdateAsync(account));
        return key;
    }

    /// <summary>What an app scans.</summary>
    public static string UriOf(string key, string email)
    {
        var issuer = Uri.EscapeDataString(Pages.SiteName.Text.En);
        return $"otpauth://totp/{issuer}:{Uri.EscapeDataString(email)}?secret={key}&issuer={issuer}&digits=6";
    }

    /// <summary>Switches it on with a code that shows that the app has the key. The recovery codes are shown this once.</summary>
    public async Task<IReadOnlyList<string>?> EnableAsync(Account account, string? code, CancellationToken cancellationToken)
    {
        if (account.TwoFactorEnabled || !await guard.MayChangeAsync(http.HttpContext!.User, account) || codes.StepOf(await KeyAsync(account), code) is null
            || !await users.VerifyTwoFactorTokenAsync(account, TimeCodes.Provider, code!)) return null;
        Throw(await users.SetTwoFactorEnabledAsync(account, true));
        var recovery = (await users.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes))!.ToList();
        await ((AccountSignInManager)signIn).RaiseAsync(account);
        await mails.ChangedAsync(account, new("2 段階の確認が始まりました。", "the second step at sign-in was switched on."), cancellationToken);
        return recovery;
    }

    /// <summary>New recovery codes in place of the earlier ones.</summary>
    public async Task<IReadOnlyList<string>> NewCodesAsync(Account account, CancellationToken cancellationToken)
    {
        var recovery = (await users.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes))!.ToList();
        await signIn.RefreshSignInAsync(account);
        await mails.ChangedAsync(account, new("予備のコードが新しくなりました。", "new recovery codes were made."), cancellationToken);
        return recovery;
    }

    /// <summary>Switches it off and forgets key and codes.</summary>
    public async Task DisableAsync(Account account, CancellationToken cancellationToken)
    {
        Throw(await users.SetTwoFactorEnabledAsync(account, false));
        Throw(await users.ResetAuthenticatorKeyAsync(account));
        await users.GenerateNewTwoFactorRecoveryCodesAsync(account, 0);
        await ((AccountSignInManager)signIn).LowerAsync(account);
        await mails.ChangedAsync(account, new("2 段階の確認が止まりました。", "the second step at sign-in was switched off."), cancellationToken);
    }

    private static void Throw(IdentityResult result)
    {
        if (!result.Succeeded) throw new InvalidOperationException($"The second factor could not be changed: {result}");
    }
}
