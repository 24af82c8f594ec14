using Kenmin.Accounts.Addresses;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.SecondFactor;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;

namespace Kenmin.Accounts.SignIn;

/// <summary>How a sign-in went on.</summary>
internal enum SignInStep
{
    /// <summary>Address and password do not fit, or it must wait, or the account is closed.</summary>
    Refused,

    /// <summary>Signed in.</summary>
    Done,

    /// <summary>The password was right; a code is asked for.</summary>
    SecondFactor,
}

/// <summary>
/// Signs in with address and password. Whoever guesses learns neither whether an address exists nor whether they must wait.
/// </summary>
internal sealed class PasswordSignIn(
    SignInManager<Account> signIn, UserManager<Account> users, IPasswordHasher<Account> hasher, ILookupNormalizer normalizer,
    AttemptGuard guard, SecondFactorCheck codes, IHttpContextAccessor http, ILogger<PasswordSignIn> logger)
{
    /// <summary>The one answer to all that fails.</summary>
    public static readonly LocalizedText Refused = new(
        "サインインできませんでした。メールアドレスとパスワードを確かめて、もう一度入力してください。登録したばかりの方は、先にお送りしたメールのボタンを押して、登録を終えてください。間違いが続くと、次に試せるまでの時間がだんだん長くなります（30 秒から 15 分）。",
        "You could not be signed in. Check the address and the password and enter them again. If you have just registered, finish first by the button in the mail. After several wrong attempts in a row you have to wait, longer each time (30 seconds to 15 minutes).");

    /// <summary>A hash of a password that nobody has, made once: checking it takes as long as checking a real one.</summary>
    private static string? _nobodys;

    /// <summary>Checks address and password and signs in as far as these go.</summary>
    /// <param name="email">The address.</param>
    /// <param name="password">The password.</param>
    /// <param name="returnUrl">Where the mail leads that verifies an address.</param>
    /// <param name="code">A program's one-time code, sent along at once.</param>
    public async Task<(SignInStep Step, Account? Account)> TryAsync(string? email, string? password, string returnUrl, string? code = null)
    {
        var (step, account) = await LookAsync(email, password, returnUrl, code);
        if (step == SignInStep.Refused) SignInLog.Refused(logger, "password");
        return (step, account);
    }

    private async Task<(SignInStep Step, Account? Account)> LookAsync(string? email, string? password, string returnUrl, string? code)
    {
        var context = http.HttpContext!;
        if (string.IsNullOrEmpty(password) || password.Length > IdentityTexts.LongestPassword || !EmailAddress.Parse(email).TryGet(out var address))
            return (SignInStep.Refused, null);
        var subject = normalizer.NormalizeEmail(address.Address);
        var mayLook = await guard.BeginAsync(context, subject);
        var account = mayLook ? await users.FindByEmailAsync(address.Address) : null;
        if (account?.PasswordHash is null)
        {
            var nobody = new Account(Guid.Empty, "", "", default);
            _nobodys ??= hasher.HashPassword(nobody, Guid.NewGuid().ToString());
            hasher.VerifyHashedPassword(nobody, _nobodys, password);
            return (SignInStep.Refused, null);
        }

        if (!await users.CheckPasswordAsync(account, password) || !await signIn.CanSignInAsync(account)) return (SignInStep.Refused, null);
        if (!account.EmailConfirmed)
        {
            AfterAnswer.Do<AccountMails>(context, mails => mails.VerifyAsync(account, returnUrl, CancellationToken.None));
            // Said like any other refusal: whoever has just tried to register somebody's address must not learn here what came of it.
            return (SignInStep.Refused, null);
        }

        if (account.TwoFactorEnabled && !string.IsNullOrEmpty(code))
        {
            if (!await codes.IsRightAsync(account, code)) return (SignInStep.Refused, null);
            await ((AccountSignInManager)signIn).EnterWithTwoFactorsAsync(account);
            await guard.SucceededAsync(context, subject);
            return (SignInStep.Done, account);
        }

        var entered = await ((AccountSignInManager)signIn).EnterAsync(account);
        await guard.SucceededAsync(context, subject);
        return (entered.Succeeded ? SignInStep.Done : SignInStep.SecondFactor, account);
    }
}
