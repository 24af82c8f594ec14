using System.Security.Claims;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Registration;
using Microsoft.AspNetCore.Identity;

namespace Kenmin.Accounts.Me;

/// <summary>What the holder of an account can change in it.</summary>
internal sealed class MyAccount(UserManager<Account> users, SignInManager<Account> signIn)
{
    /// <summary>The account of whoever is signed in.</summary>
    public async Task<Account> GetAsync(ClaimsPrincipal user) =>
        await users.GetUserAsync(user) ?? throw new InvalidOperationException("The account of a valid cookie is gone.");

    /// <summary>Changes the name; empty when done.</summary>
    public async Task<IReadOnlyList<FieldRefusal>> RenameAsync(Account account, string? name)
    {
        if (!DisplayName.Parse(name).TryGet(out var valid)) return [new(nameof(Account.DisplayName), DisplayName.Parse(name).Error)];
        account.Rename(valid);
        return await FinishAsync(account, await users.UpdateAsync(account));
    }

    private async Task<IReadOnlyList<FieldRefusal>> FinishAsync(Account account, IdentityResult result)
    {
        if (!result.Succeeded) return result.Refusals("NewPassword");
        await signIn.RefreshSignInAsync(account);
        return [];
    }
}
