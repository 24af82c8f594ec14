using System.Text;
using Kenmin.Accounts.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Kenmin.Accounts.Passwords;

/// <summary>
/// Hashes what was meant, not how the keyboard wrote it: full-width letters and half-width kana are the same password (NFKC, as
/// NIST SP 800-63B advises). Hashes from before are checked as they were made.
/// </summary>
internal sealed class AccountPasswordHasher(IOptions<PasswordHasherOptions> options) : PasswordHasher<Account>(options)
{
    public override string HashPassword(Account user, string password) => base.HashPassword(user, password.Normalize(NormalizationForm.FormKC));

    public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
    {
        string normal;
        try
        {
            normal = providedPassword.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair: no keyboard makes one.
            return PasswordVerificationResult.Failed;
        }

        var result = base.VerifyHashedPassword(user, hashedPassword, normal);
        return result == PasswordVerificationResult.Failed && normal != providedPassword
            ? base.VerifyHashedPassword(user, hashedPassword, providedPassword) is PasswordVerificationResult.Failed
                ? PasswordVerificationResult.Failed : PasswordVerificationResult.SuccessRehashNeeded
            : result;
    }
}
