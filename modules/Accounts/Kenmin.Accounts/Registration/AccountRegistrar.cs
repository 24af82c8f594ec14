using System.Globalization;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Passwords;
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
internal sealed class AccountRegistrar(UserManager<Account> users, PasswordRules passwords, TimeProvider clock)
{
    /// <summary>What is wrong with an input, at which field; empty when nothing is.</summary>
    public IReadOnlyList<FieldRefusal> Check(NewAccount input)
    {
        var name = DisplayName.Parse(input.DisplayName);
        var email = EmailAddress.Parse(input.Email);
        List<FieldRefusal> refusals = [];
        if (!name.IsOk) refusals.Add(new(nameof(input.DisplayName), name.Error));
        if (!email.IsOk) refusals.Add(new(nameof(input.Email), email.Error));
        if (passwords.Refusal(input.Password, input.DisplayName, input.Email) is { } reason) refusals.Add(new(nameof(input.Password), reason));
        return refusals;
    }

    /// <summary>Makes the account, or says what is wrong at which field.</summary>
    /// <param name="input">What was entered.</param>
    /// <param name="role">The role that it gets.</param>
    /// <param name="verified">Whether the address need not be verified by a mail.</param>
    public async Task<(Account? Account, IReadOnlyList<FieldRefusal> Refusals)> CreateAsync(NewAccount input, string role, bool verified = false)
    {
        if (Check(input) is { Count: > 0 } refusals) return (null, refusals);
        var now = clock.GetUtcNow();
        var account = new Account(Guid.CreateVersion7(now), DisplayName.Parse(input.DisplayName).Value, EmailAddress.Parse(input.Email).Value.Address, now)
        {
            Roles = [role], EmailConfirmed = verified, Language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? "en" : "ja",
        };
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
}
