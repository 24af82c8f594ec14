using Kenmin.Accounts.Identity;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Identity;

namespace Kenmin.Accounts.SignIn;

/// <summary>Signs in with address and password. Whoever guesses learns neither whether an address exists nor whether it is locked.</summary>
internal sealed class PasswordSignIn(SignInManager<Account> signIn, UserManager<Account> users, IPasswordHasher<Account> hasher)
{
    /// <summary>The one answer to all that fails.</summary>
    public static readonly LocalizedText Refused = new(
        "サインインできませんでした。メールアドレスとパスワードを確かめて、もう一度入力してください。間違いが 5 回続くと、5 分間サインインできなくなります。",
        "You could not be signed in. Check the address and the password and enter them again. After five wrong attempts in a row, wait five minutes.");

    /// <summary>A hash of a password that nobody has, made once: checking it takes as long as checking a real one.</summary>
    private static string? _nobodys;

    /// <summary>The account that is now signed in, or null.</summary>
    public async Task<Account?> TryAsync(string? email, string? password)
    {
        if (string.IsNullOrEmpty(password) || password.Length > IdentityTexts.LongestPassword) return null;
        var account = EmailAddress.Parse(email).TryGet(out var address) ? await users.FindByEmailAsync(address.Address) : null;
        if (account is null)
        {
            var nobody = new Account(Guid.Empty, "", "", default);
            _nobodys ??= hasher.HashPassword(nobody, Guid.NewGuid().ToString());
            hasher.VerifyHashedPassword(nobody, _nobodys, password);
            return null;
        }

        var result = await signIn.PasswordSignInAsync(account, password, isPersistent: false, lockoutOnFailure: true);
        return result.Succeeded ? account : null;
    }
}
