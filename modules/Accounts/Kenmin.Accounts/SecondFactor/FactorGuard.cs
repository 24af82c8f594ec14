using System.Security.Claims;
using Kenmin.Accounts.ExternalSignIn;
using Kenmin.Accounts.Identity;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Identity;

namespace Kenmin.Accounts.SecondFactor;

/// <summary>
/// Keeps whoever has only the password of staff from setting up a second factor of their own beside the one that is there, or in
/// place of it: that takes a session that showed one. The very first is set up with the password alone.
/// </summary>
internal sealed class FactorGuard(UserManager<Account> users, ExternalProviders providers)
{
    public static readonly LocalizedText Refused = new(
        "いまの 2 段階の確認（パスキーまたは認証アプリ）を使ってサインインし直してから、もう一度お試しください。使えないときは、所属の管理者にご相談ください。",
        "Sign in with the second step that you have (passkey or authenticator app) and try again. If you cannot, ask your administrator.");

    /// <summary>Whether the session of <paramref name="user"/> may add or remove second factors of its <paramref name="account"/>.</summary>
    public async Task<bool> MayChangeAsync(ClaimsPrincipal user, Account account) =>
        !user.HasClaim(c => c.Type == AccountClaims.SecondFactorMissing) || !await HasFactorAsync(account);

    /// <summary>Whether there is a second factor: an app, a passkey, or a provider that stands for two.</summary>
    public async Task<bool> HasFactorAsync(Account account) =>
        account.TwoFactorEnabled || (await users.GetPasskeysAsync(account)).Count > 0
        || (await users.GetLoginsAsync(account)).Any(l => providers.TwoFactorKeys.Contains(l.LoginProvider));
}
