using JasperFx;
using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Letters;
using Kenmin.Accounts.Merging;
using Kenmin.Modularity.Features;
using Marten;
using Microsoft.AspNetCore.Http.HttpResults;
using Wolverine.Attributes;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Kenmin.Accounts.Notices;

/// <summary>Keeps what modules tell the holders of accounts.</summary>
// The queue's name is written in the database; without one of its own it would change with the name of the class.
[StickyHandler("accounts-notices")]
[NoNewEntries("people are told what happened")]
public static class NoticeIssuedHandler
{
    /// <summary>Two deliveries at the same moment both find nothing: the second tries again and finds the first.</summary>
    public static void Configure(HandlerChain chain) => chain.OnException<DocumentAlreadyExistsException>().RetryTimes(3);

    /// <summary>Keeps the notice, unless it is there already, possibly read, and has it mailed where its kind says so, or printed for who has no mail.</summary>
    public static async Task<MailRequested?> Handle(NoticeIssued message, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<AccountNotice>(message.NoticeId, cancellationToken) is not null) return null;
        // Who issued it may not know yet that the account went into another.
        var account = await session.HolderOfAsync(message.AccountId, cancellationToken);
        session.Insert(new AccountNotice
        {
            Id = message.NoticeId,
            AccountId = account,
            ForAccount = account == message.AccountId ? null : message.AccountId,
            Subject = message.Subject,
            Body = message.Body,
            // A notice never leads to another site.
            Link = message.Link is { Length: > 0 } link && RedirectHttpResult.IsLocalUrl(link) ? link : null,
            At = message.At,
            SortKey = AccountNotice.SortKeyOf(message.At, message.NoticeId),
        });
        if (message.MailKind is not null && await session.IsWithoutMailAsync(account, cancellationToken))
        {
            session.Insert(new QueuedLetter { Id = message.NoticeId, AccountId = account, Subject = message.Subject, Body = message.Body, At = message.At });
            return null;
        }

        return message.MailKind is { } kind
            ? new(message.NoticeId, account, kind, message.Subject, [message.Body], Link: message.Link)
            : null;
    }
}
