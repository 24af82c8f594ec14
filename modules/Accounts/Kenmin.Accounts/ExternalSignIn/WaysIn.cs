using Kenmin.Accounts.Identity;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Kenmin.Accounts.ExternalSignIn;

/// <summary>The ways in which somebody can sign in: password, passkeys, providers. The last one is never taken away.</summary>
internal sealed class WaysIn(AccountsDbContext database, ExternalProviders providers)
{
    public static readonly LocalizedText LastOne = new(
        "これは、サインインするための最後の方法なので、外せません。先に、パスワードを決めるか、パスキーを登録してください。",
        "This is the only way left to sign in, so it stays. First set a password or add a passkey.");

    /// <summary>Lets one change of an account's ways at a time be decided, until the transaction ends.</summary>
    public Task LockAsync(Guid account, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlAsync($"select 1 from accounts.account where id = {account} for update", cancellationToken);

    /// <summary>Whether a way remains without a passkey, or without a provider. Fictional people have a button of their own.</summary>
    public async Task<bool> RemainsAsync(Account account, byte[]? withoutPasskey, string? withoutProvider, CancellationToken cancellationToken)
    {
        if (account.IsPersona || await database.Users.AnyAsync(a => a.Id == account.Id && a.PasswordHash != null, cancellationToken)) return true;
        // One that is no longer set up leads nowhere.
        var keys = providers.All.Select(p => p.Key).Where(k => k != withoutProvider).ToList();
        return await database.Set<IdentityUserLogin<Guid>>().AnyAsync(l => l.UserId == account.Id && keys.Contains(l.LoginProvider), cancellationToken)
            || await database.Set<IdentityUserPasskey<Guid>>().AnyAsync(p => p.UserId == account.Id && (withoutPasskey == null || p.CredentialId != withoutPasskey), cancellationToken);
    }
}
