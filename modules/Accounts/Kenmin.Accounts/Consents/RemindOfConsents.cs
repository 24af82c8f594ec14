using Kenmin.Modularity.Features;
using Kenmin.Persistence.Jobs;
using System.Security.Cryptography;
using System.Text;
using Kenmin.Accounts.Contracts;
using Kenmin.Accounts.Mail;
using Kenmin.Modularity;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.Accounts.Consents;

/// <summary>Tells up to a batch of people whose consent runs out or whose purpose has a new text, and ends what has run out.</summary>
[MessageIdentity("accounts.remind-of-consents.v1")]
[NoNewEntries("reminds of or ends what exists")]
public sealed record RemindOfConsents;

/// <summary>Reminds, once for each entry and occasion.</summary>
public static class RemindOfConsentsHandler
{
    /// <summary>How long before its end the person is told.</summary>
    internal static readonly TimeSpan Notice = TimeSpan.FromDays(60);

    private const string Page = "/me/consents";

    /// <summary>Rows that another host has in hand are skipped.</summary>
    public static async Task<(BatchDone, OutgoingMessages)> Handle(
        RemindOfConsents command, IDocumentSession session, ModuleCatalog modules, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var messages = new OutgoingMessages();
        await session.BeginAsync(cancellationToken);
        var newTexts = modules.Purposes.Values.SelectMany(p => p.Versions.Where(v => p.MustAskAgain(v.Version)).Select(v => $"{p.Key} {v.Version}")).ToArray();
        var due = await session.QueryAsync<ConsentEntry>(
            """
            where d.data ->> 'endedAt' is null and (
              (d.data ->> 'until')::timestamptz <= ?
              or ((d.data ->> 'until')::timestamptz <= ? and (d.data ->> 'renewalAsked')::boolean = false)
              or ((d.data ->> 'purpose') || ' ' || (d.data ->> 'textVersion') = any(?) and d.data ->> 'askedAgainFor' is null))
            order by d.id limit ? for update skip locked
            """, cancellationToken, now, now + Notice, newTexts, BatchService.BatchSize);
        foreach (var entry in due)
        {
            var purpose = modules.Purposes.GetValueOrDefault(entry.Purpose);
            var name = purpose?.Name ?? LocalizedText.Same(entry.Purpose);
            if (entry.Until <= now)
            {
                entry.Finish(ConsentEnd.RanOut, now);
                messages.Add(new ConsentWithdrawn(entry.Purpose, entry.PersonId, ConsentChannel.Page, null, RanOut: true, now));
                Tell(entry, "ran-out", new($"同意の期限が過ぎました：{name.Ja}", $"Your consent has run out: {name.En}"),
                    new("続けるには、もう一度同意してください。", "To go on, please agree again."));
            }
            else
            {
                if (entry.Until <= now + Notice && !entry.RenewalAsked)
                {
                    entry.RenewalAsked = true;
                    var day = JapanTime.DayOf(entry.Until.Value);
                    Tell(entry, "renewal", new($"同意の期限が近づいています：{name.Ja}", $"Your consent runs out soon: {name.En}"),
                        new($"{day:yyyy年M月d日}までに、続けるかどうかをお選びください。何もしないと終わります。", $"Please choose by {day:yyyy-MM-dd} whether to go on. Without an answer it ends."));
                }

                if (purpose is not null && purpose.MustAskAgain(entry.TextVersion) && entry.AskedAgainFor is null)
                {
                    entry.AskedAgainFor = purpose.Current.Version;
                    Tell(entry, purpose.Current.Version, new($"利用目的の文章が変わりました：{name.Ja}", $"The text has changed: {name.En}"),
                        new("新しい文章をお読みになり、同意するかどうかをお選びください。", "Please read the new text and choose whether you agree."));
                }
            }

            session.Store(entry);
        }

        return (new(due.Count), messages);

        void Tell(ConsentEntry entry, string occasion, LocalizedText subject, LocalizedText body)
        {
            if (entry.AccountId is { } account) messages.Add(new NoticeIssued(NoticeId(entry.Id, occasion), account, subject, body, Page, now, MailKinds.Consents));
        }
    }

    // The same occasion has the same notice, however often it is worked off.
    private static Guid NoticeId(Guid entry, string occasion) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"consent {entry} {occasion}")).AsSpan(0, 16));
}

/// <summary>Looks every hour. Runs on every host.</summary>
[NoNewEntries("reminds of or ends what exists")]
internal sealed class ConsentReminders(IServiceProvider services, TimeProvider clock, ILogger<ConsentReminders> logger) : BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    protected override object Command() => new RemindOfConsents();
}
