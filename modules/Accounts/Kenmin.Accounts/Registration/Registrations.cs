using Kenmin.Accounts.Addresses;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Mail;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Kenmin.Accounts.Registration;

/// <summary>
/// Residents register themselves. The answer is the same whether or not the address has an account: what comes next is in a mail
/// that only its reader sees.
/// </summary>
internal sealed class Registrations(
    AccountRegistrar registrar, AccountsDbContext database, UserManager<Account> users, IMailTransport transport, RegisteringBrowser browser,
    IHttpContextAccessor http, TimeProvider clock)
{
    public static readonly LocalizedText Closed = new(
        "いまは新しい登録を受け付けていません。しばらくたってから、もう一度お試しください。", "Registration is not open at present. Try again later.");

    /// <summary>Whether mails arrive; without them nobody can show that an address is theirs.</summary>
    public bool IsOpen => transport.IsSetUp;

    /// <summary>Takes a registration, or says what is wrong with what was entered.</summary>
    public async Task<IReadOnlyList<FieldRefusal>> RegisterAsync(NewAccount input, string returnUrl)
    {
        if (!IsOpen) return [new(null, Closed)];
        var context = http.HttpContext!;
        var (account, refusals) = await registrar.CreateAsync(input, Roles.Resident);
        if (account is null && refusals.All(r => r.Reason == IdentityTexts.AddressTaken)) account = await TakeOverAsync(input, context.RequestAborted);
        if (account is not null)
        {
            browser.Remember(context, account);
            AfterAnswer.Do<AccountMails>(context, mails => mails.VerifyAsync(account, returnUrl, CancellationToken.None));
            return [];
        }

        if (refusals.Any(r => r.Reason != IdentityTexts.AddressTaken)) return refusals;
        browser.Remember(context, null);
        AfterAnswer.Do<RegisteredBefore>(context, before => before.TellAsync(EmailAddress.Parse(input.Email).Value.Address));
        return [];
    }

    /// <summary>
    /// Nobody could have signed in with a registration that was never finished: a new one takes its place, and its links are of no
    /// use any more. They still count towards how many mails the address gets.
    /// </summary>
    private async Task<Account?> TakeOverAsync(NewAccount input, CancellationToken cancellationToken)
    {
        // What could not be saved just before must not be tried again.
        database.ChangeTracker.Clear();
        if (await users.FindByEmailAsync(EmailAddress.Parse(input.Email).Value.Address) is not { EmailConfirmed: false, LastSignInAt: null, IsPersona: false, Standing: AccountStanding.Held } account) return null;
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        account.Rename(DisplayName.Parse(input.DisplayName).Value);
        await database.Set<IdentityUserLogin<Guid>>().Where(l => l.UserId == account.Id).ExecuteDeleteAsync(cancellationToken);
        // Of two at the same moment one is refused by the account's concurrency stamp.
        if (!(await users.RemovePasswordAsync(account)).Succeeded || !(await users.AddPasswordAsync(account, input.Password!)).Succeeded) return null;
        var now = clock.GetUtcNow();
        await database.OneTimeLinks.Where(l => l.AccountId == account.Id && l.ExpiresAt > now).ExecuteUpdateAsync(set => set.SetProperty(l => l.ExpiresAt, now), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return account;
    }
}

/// <summary>Forgets registrations that nobody finished: nobody could sign in with them, and the address is free again.</summary>
internal sealed class UnfinishedRegistrations(AccountsDbContext database, TimeProvider clock)
{
    /// <summary>For how long they are kept; a new one with the same address begins anew.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    public Task<int> CleanAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var before = now - Kept;
        return database.Users
            .Where(a => a.Standing == AccountStanding.Held && !a.EmailConfirmed && a.LastSignInAt == null && !a.IsPersona && a.CreatedAt < before
                && !database.OneTimeLinks.Any(l => l.AccountId == a.Id && l.ExpiresAt > now))
            .ExecuteDeleteAsync(cancellationToken);
    }
}

/// <summary>Writes to the holder of an address that somebody wanted to register again.</summary>
internal sealed class RegisteredBefore(UserManager<Account> users, AccountMails mails)
{
    public async Task TellAsync(string email)
    {
        if (await users.FindByEmailAsync(email) is { } account) await mails.AlreadyRegisteredAsync(account, CancellationToken.None);
    }
}
