using Kenmin.Modularity.Features;
using Marten;
using Marten.Exceptions;
using Wolverine;
using Wolverine.Attributes;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Kenmin.Accounts.Mail;

/// <summary>Hands a mail to the mail server; sent again, later each time, while the server does not take it.</summary>
/// <param name="MailId">The mail.</param>
[NoNewEntries("people are told what happened")]
[MessageIdentity("accounts.send-mail.v1")]
public sealed record SendMail(Guid MailId);

/// <summary>Carries <see cref="SendMail"/> out.</summary>
// The queue's name is written in the database; without one of its own it would change with the name of the class.
[StickyHandler("accounts-mail")]
public static class SendMailHandler
{
    /// <summary>What was erased in the middle of an attempt is not found by the next one.</summary>
    public static void Configure(HandlerChain chain) => chain.OnException<NonExistentDocumentException>().RetryTimes(3);

    /// <summary>
    /// One attempt. A host that dies between the server's yes and the commit sends again: with the same Message-ID, by which
    /// mail programs know it.
    /// </summary>
    public static async Task<OutgoingMessages> Handle(
        SendMail command, IDocumentSession session, IPostOffice office, TimeProvider clock, CancellationToken cancellationToken)
    {
        var next = new OutgoingMessages();
        if (await session.LoadAsync<OutgoingMail>(command.MailId, cancellationToken) is not { State: MailState.Waiting } mail) return next;
        if (await office.PostAsync(mail, cancellationToken) is not { } posted)
        {
            session.Delete(mail);
            return next;
        }

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

        // Not stored anew: a mail that was erased meanwhile with its account stays erased.
        session.Update(mail);
        return next;
    }
}
