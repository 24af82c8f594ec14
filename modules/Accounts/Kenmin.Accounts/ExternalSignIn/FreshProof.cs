using Kenmin.Accounts.Identity;
using Kenmin.Accounts.SecondFactor;
using Kenmin.Accounts.SignIn;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Kenmin.Accounts.ExternalSignIn;

/// <summary>How somebody who is signed in shows anew that it is them.</summary>
public enum ProofKind
{
    /// <summary>By the password.</summary>
    Password,

    /// <summary>By a code of the app: the account has no password.</summary>
    Code,

    /// <summary>By having signed in just now: the account has neither.</summary>
    Recent,

    /// <summary>By signing in once more: that was too long ago.</summary>
    SignInAgain,
}

/// <summary>
/// Asks for a fresh proof before what protects an account is changed, so that a device left open is not enough. Accounts without a
/// password have other ways.
/// </summary>
internal sealed class FreshProof(UserManager<Account> users, AttemptGuard guard, SecondFactorCheck codes, AccountsDbContext database, TimeProvider clock)
{
    /// <summary>How long a sign-in stands for itself.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    private static readonly LocalizedText WrongCode = new(
        "コードが違うか、すでに使われました。いま表示されている新しいコードを入力してください。", "The code is wrong or was used. Enter the one that is shown now.");

    private static readonly LocalizedText TooOld = new(
        "サインインしてから時間がたっています。もう一度サインインしてから、お試しください。", "You signed in some time ago. Sign in again, then try once more.");

    /// <summary>What is to be shown.</summary>
    /// <param name="http">Who is signed in.</param>
    /// <param name="account">The account.</param>
    /// <param name="recentIsEnough">Whether nothing more is asked of somebody who signed in just now, even with a password.</param>
    public async Task<ProofKind> KindAsync(HttpContext http, Account account, bool recentIsEnough = false)
    {
        if (recentIsEnough && await IsRecentAsync(http)) return ProofKind.Recent;
        if (account.PasswordHash is not null) return ProofKind.Password;
        if (account.TwoFactorEnabled) return ProofKind.Code;
        return await IsRecentAsync(http) ? ProofKind.Recent : ProofKind.SignInAgain;
    }

    private Task<bool> IsRecentAsync(HttpContext http)
    {
        var session = AccountSignInManager.SessionOf(http.User);
        var since = clock.GetUtcNow() - Fresh;
        return database.Sessions.AnyAsync(s => s.Id == session && s.CreatedAt > since);
    }

    /// <summary>Why the proof does not do; null when it does. Wrong guesses slow down as at signing in.</summary>
    public async Task<LocalizedText?> RefusalAsync(HttpContext http, Account account, string? proof, bool recentIsEnough = false)
    {
        switch (await KindAsync(http, account, recentIsEnough))
        {
            case ProofKind.Password:
                if (!await guard.BeginAsync(http, account.NormalizedEmail!) || !await users.CheckPasswordAsync(account, proof ?? "")) return IdentityTexts.PasswordWrong;
                await guard.SucceededAsync(http, account.NormalizedEmail!);
                return null;
            case ProofKind.Code:
                return await codes.IsRightAsync(account, proof) ? null : WrongCode;
            case ProofKind.Recent:
                return null;
            default:
                return TooOld;
        }
    }
}
