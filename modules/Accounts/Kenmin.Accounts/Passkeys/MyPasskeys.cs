using Kenmin.Accounts.Addresses;
using Kenmin.Accounts.ExternalSignIn;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.SecondFactor;
using Kenmin.Accounts.SignIn;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;

namespace Kenmin.Accounts.Passkeys;

/// <summary>Passkeys (パスキー) of an account: keys that stay in a device and are opened by its owner's finger, face or code.</summary>
internal sealed class MyPasskeys(
    UserManager<Account> users, SignInManager<Account> signIn, FactorGuard guard, WaysIn ways, AccountsDbContext database, AccountMails mails,
    IHttpContextAccessor http, TimeProvider clock, ILogger<MyPasskeys> logger)
{
    public const int Most = 20;
    public const int LongestName = 60;

    /// <summary>Keeps a new passkey; null when done.</summary>
    public async Task<LocalizedText?> AddAsync(Account account, string? name, string? credential, CancellationToken cancellationToken)
    {
        if (!await guard.MayChangeAsync(http.HttpContext!.User, account)) return FactorGuard.Refused;
        name = (name ?? "").Trim();
        if (name.Length > LongestName || name.Any(char.IsControl))
            return new($"名前は {LongestName} 文字までで入力してください。", $"A name has at most {LongestName} characters.");
        if ((await users.GetPasskeysAsync(account)).Count >= Most)
            return new($"パスキーは {Most} 個までです。使わないものを消してください。", $"There are {Most} passkeys already. Remove one that you do not use.");
        if (await PerformAsync(() => signIn.PerformPasskeyAttestationAsync(credential!), credential) is not { Succeeded: true } made || made.UserEntity.Id != account.Id.ToString())
            return new("パスキーを登録できませんでした。もう一度お試しください。", "The passkey could not be added. Try again.");
        made.Passkey.Name = name.Length > 0 ? name : JapanTime.Local(clock.GetUtcNow()).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        if (!(await users.AddOrUpdatePasskeyAsync(account, made.Passkey)).Succeeded)
            return new("パスキーを登録できませんでした。もう一度お試しください。", "The passkey could not be added. Try again.");
        // The device has just asked its owner: that is the second factor, also for this session.
        if (made.Passkey.IsUserVerified) await ((AccountSignInManager)signIn).RaiseAsync(account);
        await mails.ChangedAsync(account, new("パスキーが加わりました。", "a passkey was added."), cancellationToken);
        return null;
    }

    /// <summary>Signs in with a passkey; the account, or null.</summary>
    public async Task<Account?> SignInAsync(string? credential)
    {
        if (await PerformAsync(() => signIn.PerformPasskeyAssertionAsync(credential!), credential) is not { Succeeded: true } shown
            || !await signIn.CanSignInAsync(shown.User) || !shown.User.EmailConfirmed)
        {
            SignInLog.Refused(logger, "passkey");
            return null;
        }

        // Keeps the counter by which a copied key is noticed.
        if (!(await users.AddOrUpdatePasskeyAsync(shown.User, shown.Passkey)).Succeeded) return null;
        await ((AccountSignInManager)signIn).EnterWithTwoFactorsAsync(shown.User);
        return shown.User;
    }

    /// <summary>Gives a passkey another name.</summary>
    public async Task<bool> RenameAsync(Account account, string id, string? name)
    {
        name = (name ?? "").Trim();
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl) || await FindAsync(account, id) is not { } passkey) return false;
        passkey.Name = name;
        return (await users.AddOrUpdatePasskeyAsync(account, passkey)).Succeeded;
    }

    /// <summary>Forgets a passkey; null when done.</summary>
    public async Task<LocalizedText?> RemoveAsync(Account account, string id, CancellationToken cancellationToken)
    {
        if (!await guard.MayChangeAsync(http.HttpContext!.User, account)) return FactorGuard.Refused;
        await using (var transaction = await database.Database.BeginTransactionAsync(cancellationToken))
        {
            await ways.LockAsync(account.Id, cancellationToken);
            await database.Entry(account).ReloadAsync(cancellationToken);
            if (await FindAsync(account, id) is not { } passkey) return null;
            if (!await ways.RemainsAsync(account, passkey.CredentialId, null, cancellationToken)) return WaysIn.LastOne;
            await users.RemovePasskeyAsync(account, passkey.CredentialId);
            await transaction.CommitAsync(cancellationToken);
        }

        await mails.ChangedAsync(account, new("パスキーが消されました。", "a passkey was removed."), cancellationToken);
        return null;
    }

    /// <summary>A passkey's id as pages carry it.</summary>
    public static string IdOf(UserPasskeyInfo passkey) => Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlEncode(passkey.CredentialId);

    private async Task<UserPasskeyInfo?> FindAsync(Account account, string id) => (await users.GetPasskeysAsync(account)).FirstOrDefault(p => IdOf(p) == id);

    /// <summary>Whatever is wrong with what a browser sent is one refusal.</summary>
    private static async Task<T?> PerformAsync<T>(Func<Task<T>> perform, string? credential) where T : class
    {
        if (string.IsNullOrEmpty(credential) || credential.Length > 20_000) return null;
        try
        {
            return await perform();
        }
        catch (Exception refused) when (refused is InvalidOperationException or PasskeyException or System.Text.Json.JsonException or FormatException)
        {
            return null;
        }
    }
}
