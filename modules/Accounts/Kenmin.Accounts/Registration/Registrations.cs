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
    AccountRegistrar registrar, AccountsDbContext database, ILookupNormalizer normalizer, IMailTransport transport, RegisteringBrowser browser,
    IHttpContextAccessor http)
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
        // Nobody could have signed in with a registration that was never finished: the new one takes its place.
        if (EmailAddress.Parse(input.Email).TryGet(out var email) && registrar.Check(input).Count == 0)
            await database.Users.Where(a => a.NormalizedEmail == normalizer.NormalizeEmail(email.Address) && !a.EmailConfirmed && a.LastSignInAt == null)
                .ExecuteDeleteAsync(context.RequestAborted);

        var (account, refusals) = await registrar.CreateAsync(input, Roles.Resident);
        if (account is not null)
        {
            browser.Remember(context, account);
            AfterAnswer.Do<AccountMails>(context, mails => mails.VerifyAsync(account, returnUrl, CancellationToken.None));
            return [];
        }

        if (refusals.Any(r => r.Reason != IdentityTexts.AddressTaken)) return refusals;
        browser.Remember(context, null);
        AfterAnswer.Do<RegisteredBefore>(context, before => before.TellAsync(email!.Address));
        return [];
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
