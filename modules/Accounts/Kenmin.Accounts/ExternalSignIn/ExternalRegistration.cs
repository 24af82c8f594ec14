using System.Globalization;
using Kenmin.Accounts.Addresses;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Mail;
using Kenmin.Accounts.Registration;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kenmin.Accounts.ExternalSignIn;

/// <summary>What came of registering by a provider.</summary>
/// <param name="Entered">Whether the person is signed in already; else a mail asks to finish.</param>
/// <param name="Refusals">What is wrong with what was entered.</param>
internal sealed record ExternalRegistered(bool Entered, IReadOnlyList<FieldRefusal> Refusals);

/// <summary>
/// Residents register by a provider, without a password. An address that has an account is never linked by being the same: its
/// holder is written to, as at any registration, and can sign in and link.
/// </summary>
internal sealed class ExternalRegistration(
    AccountsDbContext database, UserManager<Account> users, SignInManager<Account> signIn, ExternalProviders providers, IMailTransport transport,
    RegisteringBrowser browser, TimeProvider clock)
{
    /// <summary>Whether a mail can be sent where one is needed.</summary>
    public bool IsOpenTo(ExternalIdentity who) => transport.IsSetUp || who.EmailTrusted;

    /// <summary>Takes a registration, or says what is wrong with what was entered.</summary>
    public async Task<ExternalRegistered> RegisterAsync(HttpContext http, ExternalIdentity who, string? name, string? email, string returnUrl)
    {
        var displayName = DisplayName.Parse(name);
        var address = EmailAddress.Parse(email);
        List<FieldRefusal> refusals = [];
        if (!displayName.IsOk) refusals.Add(new("DisplayName", displayName.Error));
        if (!address.IsOk) refusals.Add(new("Email", address.Error));
        if (refusals.Count > 0) return new(false, refusals);
        var verified = who.EmailTrusted && string.Equals(who.Email, address.Value.Address, StringComparison.OrdinalIgnoreCase);
        if (!verified && !transport.IsSetUp) return new(false, [new(null, Registrations.Closed)]);

        Account? account;
        try
        {
            account = await MakeAsync(who, displayName.Value, address.Value.Address, verified, http.RequestAborted);
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // At the same moment in another window, or by somebody else with the same address: as if it had been before.
            account = null;
        }

        if (account is null)
        {
            browser.Remember(http, null);
            AfterAnswer.Do<RegisteredBefore>(http, before => before.TellAsync(address.Value.Address));
            return new(false, []);
        }

        if (!verified)
        {
            browser.Remember(http, account);
            AfterAnswer.Do<AccountMails>(http, mails => mails.VerifyAsync(account, returnUrl, CancellationToken.None));
            return new(false, []);
        }

        var manager = (AccountSignInManager)signIn;
        if (who.TwoFactors) await manager.EnterWithTwoFactorsAsync(account);
        else await manager.EnterAsync(account);
        return new(true, []);
    }

    /// <summary>Makes the account with its link, in one; null when the address has one, or the person at the provider.</summary>
    private async Task<Account?> MakeAsync(ExternalIdentity who, string name, string email, bool verified, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        // Whoever mistyped the address registers again: nobody could have signed in with what was never finished.
        if (await users.FindByLoginAsync(who.Provider, who.Subject) is { } mine)
        {
            if (mine is not { EmailConfirmed: false, LastSignInAt: null, IsPersona: false }) return null;
            if (mine.NormalizedEmail != users.NormalizeEmail(email)) await database.Users.Where(a => a.Id == mine.Id).ExecuteDeleteAsync(cancellationToken);
            database.ChangeTracker.Clear();
        }

        if (await users.FindByEmailAsync(email) is { } unfinished)
        {
            if (unfinished is not { EmailConfirmed: false, LastSignInAt: null, IsPersona: false }) return null;
            await database.Set<IdentityUserLogin<Guid>>().Where(l => l.UserId == unfinished.Id).ExecuteDeleteAsync(cancellationToken);
            await database.OneTimeLinks.Where(l => l.AccountId == unfinished.Id && l.ExpiresAt > now).ExecuteUpdateAsync(set => set.SetProperty(l => l.ExpiresAt, now), cancellationToken);
            unfinished.Rename(name);
            unfinished.EmailConfirmed = verified;
            // With a new security stamp, so that the browser that registered before does not count any more.
            if (!(await users.RemovePasswordAsync(unfinished)).Succeeded) return null;
            return await LinkedAsync(unfinished);
        }

        var account = new Account(Guid.CreateVersion7(now), name, email, now)
        {
            Roles = [Roles.Resident], EmailConfirmed = verified, Language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? "en" : "ja",
        };
        return (await users.CreateAsync(account)).Succeeded ? await LinkedAsync(account) : null;

        async Task<Account?> LinkedAsync(Account made)
        {
            if (!(await users.AddLoginAsync(made, new(who.Provider, who.Subject, providers.Find(who.Provider)!.Name.Ja))).Succeeded) return null;
            await transaction.CommitAsync(cancellationToken);
            return made;
        }
    }
}
