using System.Text;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;

namespace Kenmin.Accounts.SecondFactor;

/// <summary>Checks a code of the app, or a recovery code, and slows down whoever guesses them.</summary>
internal sealed class SecondFactorCheck(UserManager<Account> users, AttemptGuard guard, IHttpContextAccessor http, ILogger<SecondFactorCheck> logger)
{
    /// <summary>Whether <paramref name="code"/> is right; then it is used up.</summary>
    public async Task<bool> IsRightAsync(Account account, string? code)
    {
        var context = http.HttpContext!;
        var subject = $"code {account.Id:N}";
        if (string.IsNullOrWhiteSpace(code) || code.Length > 40 || !await guard.BeginAsync(context, subject)) return false;
        var right = await users.VerifyTwoFactorTokenAsync(account, TimeCodes.Provider, code)
            || (await users.RedeemTwoFactorRecoveryCodeAsync(account, Recovery(code))).Succeeded;
        if (right) await guard.SucceededAsync(context, subject);
        else SignInLog.Refused(logger, "code");
        return right;
    }

    /// <summary>A recovery code as it was given out, however it was typed in.</summary>
    private static string Recovery(string code)
    {
        try
        {
            var letters = string.Concat(code.Normalize(NormalizationForm.FormKC).ToUpperInvariant().Where(char.IsAsciiLetterOrDigit));
            return letters.Length == 10 ? $"{letters[..5]}-{letters[5..]}" : letters;
        }
        catch (ArgumentException)
        {
            return "";
        }
    }
}
