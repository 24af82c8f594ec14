using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kenmin.Accounts.Identity;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Kenmin.Accounts.SecondFactor;

/// <summary>
/// Identity's tables, with what Identity would write there in the clear: keys of authenticator apps are encrypted by the platform's
/// keys, of recovery codes only hashes are kept, encrypted too.
/// </summary>
internal sealed class AccountStore(AccountsDbContext context, IDataProtectionProvider protection, IdentityErrorDescriber describer)
    : UserOnlyStore<Account, AccountsDbContext, Guid, IdentityUserClaim<Guid>, IdentityUserLogin<Guid>, IdentityUserToken<Guid>, IdentityUserPasskey<Guid>>(context, describer)
{
    private const string Provider = "kenmin";
    private const string RecoveryCodes = "recovery-codes";

    private readonly IDataProtector _keys = protection.CreateProtector("Kenmin.Accounts.AuthenticatorKey");
    private readonly IDataProtector _codes = protection.CreateProtector("Kenmin.Accounts.RecoveryCodes");

    public override Task SetAuthenticatorKeyAsync(Account user, string key, CancellationToken cancellationToken) =>
        base.SetAuthenticatorKeyAsync(user, _keys.Protect(key), cancellationToken);

    public override async Task<string?> GetAuthenticatorKeyAsync(Account user, CancellationToken cancellationToken) =>
        await base.GetAuthenticatorKeyAsync(user, cancellationToken) is { Length: > 0 } kept ? _keys.Unprotect(kept) : null;

    public override Task ReplaceCodesAsync(Account user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        KeepAsync(user, [.. recoveryCodes.Select(c => HashOf(user, c))], cancellationToken);

    public override async Task<bool> RedeemCodeAsync(Account user, string code, CancellationToken cancellationToken)
    {
        var kept = await KeptAsync(user, cancellationToken);
        // Saved with the account by Identity, whose concurrency stamp lets one of two who redeem the same code win.
        if (!kept.Remove(HashOf(user, code))) return false;
        await KeepAsync(user, kept, cancellationToken);
        return true;
    }

    public override async Task<int> CountCodesAsync(Account user, CancellationToken cancellationToken) => (await KeptAsync(user, cancellationToken)).Count;

    private Task KeepAsync(Account user, List<string> hashes, CancellationToken cancellationToken) =>
        SetTokenAsync(user, Provider, RecoveryCodes, _codes.Protect(JsonSerializer.Serialize(hashes)), cancellationToken);

    private async Task<List<string>> KeptAsync(Account user, CancellationToken cancellationToken) =>
        await GetTokenAsync(user, Provider, RecoveryCodes, cancellationToken) is { } kept ? JsonSerializer.Deserialize<List<string>>(_codes.Unprotect(kept))! : [];

    // 50 random bits behind encryption: a slow hash would protect nothing more.
    private static string HashOf(Account user, string code) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{user.Id:N} {code}")));
}
