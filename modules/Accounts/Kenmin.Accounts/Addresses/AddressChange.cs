using Kenmin.Accounts.Identity;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kenmin.Accounts.Addresses;

/// <summary>Changes the address of an account, once a link in a mail to the new one was used. The old one is told.</summary>
internal sealed class AddressChange(AccountsDbContext database, UserManager<Account> users, OneTimeLinks links, AccountMails mails)
{
    /// <summary>
    /// Writes to the new address; to its present holder, when it has an account. To be called after the answer, which is the same
    /// in both cases.
    /// </summary>
    public async Task RequestAsync(Guid accountId, string email)
    {
        if (await users.FindByIdAsync(accountId.ToString()) is not { } account) return;
        if (await users.FindByEmailAsync(email) is { } holder)
        {
            if (holder.Id != account.Id) await mails.AlreadyRegisteredAsync(holder, CancellationToken.None);
            return;
        }

        await mails.ChangeAddressAsync(account, email, CancellationToken.None);
    }

    /// <summary>Makes the new address the account's; null when the link is of no use any more.</summary>
    public async Task<Account?> ConfirmAsync(string? token, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (await links.UseAsync(token, LinkPurpose.ChangeAddress, cancellationToken) is not { } link
            || await users.FindByIdAsync(link.AccountId.ToString()) is not { DeactivatedAt: null, Standing: AccountStanding.Held } account
            || EmailAddress.Parse(link.Email) is not { IsOk: true } email) return null;
        var before = account.Email!;
        try
        {
            // A new security stamp comes with it: those signed in elsewhere are signed out.
            if (!(await users.SetEmailAsync(account, email.Value.Address)).Succeeded) return null;
            account.EmailConfirmed = true;
            if (!(await users.UpdateAsync(account)).Succeeded) return null;
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Somebody registered the address meanwhile.
            return null;
        }

        await database.Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.MailReturnedAt, (DateTimeOffset?)null), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await mails.AddressChangedAsync(account, before, cancellationToken);
        return account;
    }
}
