using Kenmin.Accounts.Identity;
using Marten;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Kenmin.Accounts.Mail;

/// <summary>Takes mail that came back (RFC 3464), and remembers that an address takes none.</summary>
internal sealed class ReturnedMail(IServiceScopeFactory scopes, IAccountsStore store, TimeProvider clock)
{
    /// <summary>By this id a mail is known again when it comes back. It cannot be guessed.</summary>
    public static string MessageIdOf(Guid mail, string from) => $"{mail:N}@{from.Split('@')[^1]}";

    /// <summary>The mail that a report says cannot be delivered for good; null for anything else, such as a delay.</summary>
    public static Guid? MailOf(MimeMessage report)
    {
        if (report.Body is not MultipartReport parts) return null;
        var failed = parts.OfType<MessageDeliveryStatus>().SelectMany(s => s.StatusGroups)
            .Any(g => g["Action"]?.Trim().Equals("failed", StringComparison.OrdinalIgnoreCase) == true && g["Status"]?.Trim().StartsWith('5') == true);
        if (!failed) return null;
        var ids = parts.OfType<MessagePart>().Select(p => p.Message?.MessageId)
            .Concat(parts.OfType<TextRfc822Headers>().Select(h => h.Message?.MessageId));
        foreach (var id in ids.OfType<string>())
            if (Guid.TryParseExact(id.Split('@')[0], "N", out var mail)) return mail;
        return null;
    }

    /// <summary>Records a report; false when it is about none of our mails.</summary>
    public async Task<bool> TakeAsync(MimeMessage report, CancellationToken cancellationToken)
    {
        if (MailOf(report) is not { } id) return false;
        await using var session = store.LightweightSession();
        if (await session.LoadAsync<OutgoingMail>(id, cancellationToken) is not { } mail) return false;
        if (mail.State == MailState.Returned) return true;
        var sentAt = mail.SettledAt ?? mail.CreatedAt;
        mail.State = MailState.Returned;
        session.Store(mail);
        await session.SaveChangesAsync(cancellationToken);
        // An address verified since then is another one, or takes mail again.
        await using var scope = scopes.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<AccountsDbContext>();
        var changedSince = await EntityFrameworkQueryableExtensions.AnyAsync(accounts.OneTimeLinks,
            l => l.AccountId == mail.AccountId && l.Purpose == Addresses.LinkPurpose.ChangeAddress && l.CreatedAt > sentAt, cancellationToken);
        if (!changedSince) await MarkAsync(mail.AccountId, null, cancellationToken);
        return true;
    }

    /// <summary>Remembers that an account's address takes no mail; nothing when the account has another address by now.</summary>
    public async Task MarkAsync(Guid account, string? address, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AccountsDbContext>().Users
            .Where(a => a.Id == account && a.MailReturnedAt == null && (address == null || a.Email == address))
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.MailReturnedAt, clock.GetUtcNow()), cancellationToken);
    }
}
