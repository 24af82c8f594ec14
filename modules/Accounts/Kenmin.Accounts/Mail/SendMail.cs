using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.Accounts.Mail;

/// <summary>Hands a mail to the mail server; sent again, later each time, while the server does not take it.</summary>
/// <param name="MailId">The mail.</param>
[MessageIdentity("accounts.send-mail.v1")]
public sealed record SendMail(Guid MailId);

/// <summary>Carries <see cref="SendMail"/> out.</summary>
// The queue's name is written in the database; without one of its own it would change with the name of the class.
[StickyHandler("accounts-mail")]
public static class SendMailHandler
{
    /// <summary>
    /// One attempt. A host that dies between the server's yes and the commit sends again: with the same Message-ID, by which
    /// mail programs know it.
    /// </summary>
    public static async Task<OutgoingMessages> Handle(
        SendMail command, IDocumentSession session, IPostOffice office, TimeProvider clock, CancellationToken cancellationToken)
    {
        var next = new OutgoingMessages();
        if (await session.LoadAsync<OutgoingMail>(command.MailId, cancellationToken) is not { State: MailState.Waiting } mail) return next;
        var posted = await office.PostAsync(mail, cancellationToken);
        mail.Attempts++;
        mail.Answer = posted.Answer;
        if (posted.TryAgainAfter is { } wait)
        {
            next.Delay(command, wait);
        }
        else
        {
            mail.State = posted.State;
            mail.Content = null;
            mail.SettledAt = clock.GetUtcNow();
        }

        session.Store(mail);
        return next;
    }
}
