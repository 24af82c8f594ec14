using System.Globalization;
using Kenmin.Accounts.Addresses;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Mail;
using Kenmin.Accounts.Registration;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kenmin.Accounts.Claims;

/// <summary>
/// Somebody whom staff entered takes the account over: by a code, a birth date, and a mail address that they read. Until the address
/// is verified nothing of the account changes, so that a mistyped address gives it to nobody.
/// </summary>
internal sealed class Claiming(
    AccountsDbContext database, UserManager<Account> users, AccountRegistrar registrar, OneTimeLinks links, RegisteringBrowser browser, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>Keeps address and password and writes to the address; the answer is the same for one that has an account.</summary>
    public async Task<IReadOnlyList<FieldRefusal>> ChooseAsync(HttpContext http, Account account, string? email, string? password)
    {
        if (registrar.Check(new(account.DisplayName, email, password)) is { Count: > 0 } refusals) return refusals;
        var address = EmailAddress.Parse(email).Value.Address;
        var now = clock.GetUtcNow();
        var hash = users.PasswordHasher.HashPassword(account, password!);
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? "en" : "ja";
        await database.Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.Language, language), http.RequestAborted);
        await database.Database.ExecuteSqlAsync(
            $"""
            insert into accounts.pending_claim (account_id, email, password_hash, created_at) values ({account.Id}, {address}, {hash}, {now})
            on conflict (account_id) do update set email = {address}, password_hash = {hash}, created_at = {now}
            """, http.RequestAborted);
        browser.Remember(http, account);
        AfterAnswer.Do<ClaimMails>(http, mails => mails.SendAsync(account, address));
        return [];
    }

    /// <summary>The account and what was chosen for it, by the link of the mail.</summary>
    public async Task<(Account Account, PendingClaim Claim)?> FindAsync(string? token, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(token, LinkPurpose.Claim, cancellationToken) is not { } link
            || await database.PendingClaims.AsNoTracking().SingleOrDefaultAsync(c => c.AccountId == link.AccountId && c.Email == link.Email, cancellationToken) is not { } claim
            || await database.Users.SingleOrDefaultAsync(a => a.Id == link.AccountId && a.Standing == AccountStanding.Entered, cancellationToken) is not { } account)
            return null;
        return (account, claim);
    }

    /// <summary>Whether it is the password that was chosen.</summary>
    public bool IsPassword(Account account, PendingClaim claim, string? password) =>
        users.PasswordHasher.VerifyHashedPassword(account, claim.PasswordHash, password ?? "") != PasswordVerificationResult.Failed;

    /// <summary>Makes the account its holder's; false when the link or the address is of no use any more.</summary>
    public async Task<bool> FinishAsync(string? token, Account account, PendingClaim claim, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (await links.UseAsync(token, LinkPurpose.Claim, cancellationToken) is null) return false;
        (account.Email, account.PasswordHash, account.EmailConfirmed, account.Standing) = (claim.Email, claim.PasswordHash, true, AccountStanding.Held);
        try
        {
            // Refused when the account changed meanwhile, by its concurrency stamp, or when the address has an account.
            if (!(await users.UpdateSecurityStampAsync(account)).Succeeded) return false;
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return false;
        }

        await database.ClaimCodes.Where(c => c.AccountId == account.Id).ExecuteDeleteAsync(cancellationToken);
        await database.PendingClaims.Where(c => c.AccountId == account.Id).ExecuteDeleteAsync(cancellationToken);
        await audit.RecordAsync(new(account.Id, "accounts.person.claimed", [account.Id]), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}

/// <summary>What is written to the address that somebody chose.</summary>
internal sealed class ClaimMails(UserManager<Account> users, OneTimeLinks links, Outbox outbox)
{
    public async Task SendAsync(Account account, string email)
    {
        if (await users.FindByEmailAsync(email) is { } holder)
        {
            await outbox.SendAsync(holder.Id, MailKinds.Security, new(
                new("すでにアカウントがあります", "You have an account already"),
                [
                    new("手紙のコードで登録を引き継ぐときに、このメールアドレスが入力されましたが、すでにアカウントがあります。このアドレスでサインインしてから、もう一度コードを入力してください。登録がいまのアカウントに合わさります。",
                        "This address was entered with the code of a letter, but it has an account already. Sign in with it and enter the code again: what was entered for you joins your account."),
                ],
                new("コードを入力する", "Enter the code"), "/accounts/claim"), CancellationToken.None);
            return;
        }

        if (await links.IssueAsync(account.Id, LinkPurpose.Claim, email, CancellationToken.None) is not { } token) return;
        await outbox.SendAsync(account.Id, MailKinds.Security, new(
            new("登録の引き継ぎの確認", "Please confirm your address"),
            [
                // Without the name: the address may have been mistyped, and its reader is a stranger then.
                new("手紙のコードで登録を引き継ぐために、このメールアドレスが入力されました。下のボタンを押して、引き継ぎを終えてください。24 時間のあいだ使えます。",
                    "This address was entered with the code of a letter. Press the button to finish. It works for 24 hours."),
                new("お心当たりがない場合は、このメールを捨ててください。何も変わりません。", "If you did not ask for this, throw this mail away. Nothing changes."),
            ],
            new("引き継ぎを終える", "Finish"), $"/accounts/claim/finish?token={token}", To: email), CancellationToken.None);
    }
}
