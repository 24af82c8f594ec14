using JasperFx;
using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Merging;
using Kenmin.Modularity.Features;
using Marten;
using Wolverine;
using Wolverine.Attributes;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Kenmin.Accounts.Mail;

/// <summary>Takes what modules want to write to the holders of accounts.</summary>
[StickyHandler("accounts-mail-requests")]
[NoNewEntries("people are told what happened")]
public static class MailRequestedHandler
{
    /// <summary>Two deliveries at the same moment both find nothing: the second tries again and finds the first.</summary>
    public static void Configure(HandlerChain chain) => chain.OnException<DocumentAlreadyExistsException>().RetryTimes(3);

    /// <summary>Keeps the mail and has it sent, unless it is there already.</summary>
    public static async Task<OutgoingMessages> Handle(
        MailRequested message, IDocumentSession session, IMailSealer sealer, TimeProvider clock, CancellationToken cancellationToken)
    {
        var next = new OutgoingMessages();
        if (await session.LoadAsync<OutgoingMail>(message.MailId, cancellationToken) is not null) return next;
        var account = await session.HolderOfAsync(message.AccountId, cancellationToken);
        session.Insert(sealer.Seal(message with { AccountId = account }, clock.GetUtcNow()));
        next.Add(new SendMail(message.MailId));
        return next;
    }
}
