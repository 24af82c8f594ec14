using Kenmin.Accounts.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Kenmin.Accounts.Mail;

/// <inheritdoc cref="IPostOffice"/>
internal sealed partial class PostOffice(
    IServiceScopeFactory scopes, IMailTransport transport, MailSealer sealer, MailKinds kinds, UnsubscribeTickets tickets, SiteAddress site,
    ReturnedMail returned, IOptions<AccountsSettings> settings, TimeProvider clock, ILogger<PostOffice> logger) : IPostOffice
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    public async Task<Posted?> PostAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        if (kinds.Find(mail.Kind) is not { } kind)
        {
            LogUnknownKind(logger, mail.Id, mail.Kind);
            return new(MailState.Withheld);
        }

        await using var scope = scopes.CreateAsyncScope();
        var account = await scope.ServiceProvider.GetRequiredService<AccountsDbContext>().Users.AsNoTracking()
            .Where(a => a.Id == mail.AccountId)
            .Select(a => new { a.Email, a.Language, a.EmailConfirmed, a.MailReturnedAt, a.UnwantedMail, a.DeactivatedAt, a.IsPersona })
            .SingleOrDefaultAsync(cancellationToken);
        if (account is null) return null;
        var content = sealer.Open(mail);
        var address = content.To ?? account.Email;
        // What is about the account itself goes out in any case: it is how an address is verified or found again.
        var aboutTheAccount = mail.Kind == MailKinds.Security;
        if (address is null
            || !kind.Needed && account.UnwantedMail.Contains(kind.Key)
            // An address that is not the account's, such as a guardian's, has nothing to do with whether the account's arrives.
            || !aboutTheAccount && content.To is null && (!account.EmailConfirmed || account.MailReturnedAt is not null || account.DeactivatedAt is not null)
            // The addresses of fictional people are nobody's.
            || account.IsPersona && !transport.StaysHere)
            return new(MailState.Withheld);

        var unsubscribe = kind.Needed ? null : tickets.Issue(mail.AccountId, kind.Key);
        var message = MailTemplate.Render(content, account.Language, site.Root, unsubscribe is null ? null : UnsubscribeTickets.Page(unsubscribe));
        message.From.Add(new MailboxAddress(Pages.SiteName.Text.In(System.Globalization.CultureInfo.GetCultureInfo(account.Language)), settings.Value.Mail.From));
        message.To.Add(new MailboxAddress(null, address));
        message.MessageId = ReturnedMail.MessageIdOf(mail.Id, settings.Value.Mail.From);
        message.Date = clock.GetUtcNow();
        if (unsubscribe is not null)
        {
            message.Headers.Add(HeaderId.ListUnsubscribe, $"<{new Uri(site.Root, UnsubscribeTickets.OneClick(unsubscribe))}>");
            message.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        }

        var delivery = await transport.SendAsync(message, cancellationToken);
        switch (delivery.Outcome)
        {
            case DeliveryOutcome.Taken:
                return new(MailState.Sent, delivery.Answer);
            case DeliveryOutcome.NoSuchAddress:
                LogReturned(logger, mail.Id, delivery.Answer);
                if (content.To is null || content.To == account.Email) await returned.MarkAsync(mail.AccountId, address, cancellationToken);
                return new(MailState.Returned, delivery.Answer);
            case DeliveryOutcome.NotThisMail:
                LogRefused(logger, mail.Id, delivery.Answer);
                return new(MailState.Refused, delivery.Answer);
            default:
                if (mail.Attempts + 1 >= settings.Value.Mail.Attempts)
                {
                    LogGivenUp(logger, mail.Id, mail.Attempts + 1);
                    return new(MailState.GivenUp, delivery.Answer);
                }

                var wait = settings.Value.Mail.FirstRetry * Math.Pow(4, mail.Attempts);
                return new(MailState.Waiting, delivery.Answer, wait < LongestWait ? wait : LongestWait);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Mail {Mail} was not sent: no manifest declares its kind {Kind}")]
    private static partial void LogUnknownKind(ILogger logger, Guid mail, string kind);

    [LoggerMessage(Level = LogLevel.Information, Message = "Mail {Mail} was returned: the address does not take mail ({Answer})")]
    private static partial void LogReturned(ILogger logger, Guid mail, int? answer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mail server refused mail {Mail} ({Answer})")]
    private static partial void LogRefused(ILogger logger, Guid mail, int? answer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail {Mail} was given up after {Attempts} attempts")]
    private static partial void LogGivenUp(ILogger logger, Guid mail, int attempts);
}
