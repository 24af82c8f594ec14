using Kenmin.Accounts.Identity;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kenmin.Accounts.Registration;

/// <summary>What a person enters to get an account.</summary>
/// <param name="DisplayName">The name by which the platform greets them.</param>
/// <param name="Email">The address to sign in with.</param>
/// <param name="Password">The password.</param>
internal sealed record NewAccount(string? DisplayName, string? Email, string? Password);

/// <summary>Makes accounts: for residents who register, and for the first administrator.</summary>
internal sealed class AccountRegistrar(UserManager<Account> users, TimeProvider clock)
{
    /// <summary>Makes the account, or says what is wrong at which field.</summary>
    public async Task<(Account? Account, IReadOnlyList<FieldRefusal> Refusals)> CreateAsync(NewAccount input, string role)
    {
        var name = DisplayName.Parse(input.DisplayName);
        var email = EmailAddress.Parse(input.Email);
        List<FieldRefusal> refusals = [];
        if (!name.IsOk) refusals.Add(new(nameof(input.DisplayName), name.Error));
        if (!email.IsOk) refusals.Add(new(nameof(input.Email), email.Error));
        if (PasswordRefusal(input.Password) is { } reason) refusals.Add(new(nameof(input.Password), reason));
        if (refusals.Count > 0) return (null, refusals);

        var now = clock.GetUtcNow();
        var account = new Account(Guid.CreateVersion7(now), name.Value, email.Value.Address, now) { Roles = [role] };
        try
        {
            var created = await users.CreateAsync(account, input.Password!);
            return created.Succeeded ? (account, []) : (null, created.Refusals());
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Somebody registered the address between the question and the answer.
            return (null, [new(nameof(input.Email), IdentityTexts.AddressTaken)]);
        }
    }

    /// <summary>Why <paramref name="password"/> is not taken; null when it is.</summary>
    public static LocalizedText? PasswordRefusal(string? password) => password?.Length switch
    {
        null or < IdentityTexts.ShortestPassword => IdentityTexts.PasswordTooShort,
        > IdentityTexts.LongestPassword => IdentityTexts.PasswordTooLong,
        _ => null,
    };
}
