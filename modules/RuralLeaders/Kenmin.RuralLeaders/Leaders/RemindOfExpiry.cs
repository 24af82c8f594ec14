using System.Globalization;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Persistence.Jobs;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Leaders;

/// <summary>Reminds leaders of registrations that can be renewed, run out soon or have run out (更新のお知らせ).</summary>
[MessageIdentity("rural-leaders.remind-of-expiry.v1")]
[NoNewEntries("tells of what ends")]
public sealed record RemindOfExpiry;

/// <summary>Reminds a batch.</summary>
public static class RemindOfExpiryHandler
{
    /// <summary>Each reminder goes out once a term. Who has no account is on staff's list of those to be told by post or telephone.</summary>
    public static async Task<(BatchDone, OutgoingMessages)> Handle(RemindOfExpiry command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        // The rows stay locked until it is done: another host reminds of others.
        await session.BeginAsync(cancellationToken);
        var found = await session.QueryAsync<Learner>(
            """
            where d.data -> 'registration' ->> 'endedOn' is null and d.data -> 'accountId' <> 'null'::jsonb
              and (d.data -> 'registration' ->> 'expiresOn')::date + interval '1 year' >= ?
              and case when (d.data -> 'registration' ->> 'expiresOn')::date < ? then 'Lapsed'
                       when (d.data -> 'registration' ->> 'expiresOn')::date <= ? then 'Soon'
                       when (d.data -> 'registration' ->> 'expiresOn')::date <= ? then 'Opens' else 'None' end
                  not in ('None', d.data -> 'registration' ->> 'reminded')
            order by d.id limit ? for update skip locked
            """, cancellationToken, today, today, today.AddDays(LeaderRegistration.SoonDaysBefore), today.AddDays(LeaderRegistration.OpensDaysBefore), BatchService.BatchSize);
        OutgoingMessages outgoing = [];
        foreach (var leader in found)
        {
            if (leader.Registration!.DueOn(today) is not { } due) continue;
            leader.Registration = leader.Registration with { Reminded = due };
            session.Store(leader);
            outgoing.Add(Notice(leader, due, now));
        }

        return (new(found.Count), outgoing);
    }

    private static NoticeIssued Notice(Learner leader, LeaderReminder due, DateTimeOffset now)
    {
        var registration = leader.Registration!;
        LocalizedText last = new(registration.ExpiresOn.ToString("yyyy年M月d日", CultureInfo.InvariantCulture), registration.ExpiresOn.ToString("d MMMM yyyy", CultureInfo.InvariantCulture));
        LocalizedText until = new(registration.RenewalCloses.ToString("yyyy年M月d日", CultureInfo.InvariantCulture), registration.RenewalCloses.ToString("d MMMM yyyy", CultureInfo.InvariantCulture));
        var (subject, body) = due switch
        {
            LeaderReminder.Lapsed => (new LocalizedText("リーダーの登録が失効しました", "Your registration as leader has lapsed"),
                new LocalizedText($"登録は {last.Ja} で終わりました。{until.Ja} までなら更新できます。", $"It ended on {last.En}. It can be renewed until {until.En}.")),
            LeaderReminder.Soon => (new("リーダーの登録の期限が近づいています", "Your registration as leader ends soon"),
                new($"登録は {last.Ja} までです。更新の手続きをしてください。", $"It ends on {last.En}. Please renew it.")),
            _ => (new("リーダーの登録を更新できます", "Your registration as leader can be renewed"),
                new LocalizedText($"登録は {last.Ja} までです。今から更新できます。", $"It ends on {last.En} and can be renewed from now on.")),
        };
        return new(
            FactId.Of($"rural-leaders.reminder|{leader.Id:N}|{registration.ExpiresOn:yyyy-MM-dd}|{due}"), leader.AccountId!.Value, subject, body, "/rural-leaders/me", now, MailKinds.Registration);
    }
}

/// <summary>Looks every hour whom to remind.</summary>
[NoNewEntries("tells of what ends")]
internal sealed class ExpiryReminders(IServiceProvider services, TimeProvider clock, ILogger<ExpiryReminders> logger)
    : BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    /// <inheritdoc/>
    protected override object Command() => new RemindOfExpiry();
}
