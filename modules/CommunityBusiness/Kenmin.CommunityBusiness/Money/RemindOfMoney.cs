using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.Persistence;
using Kenmin.Persistence.Jobs;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Money;

/// <summary>Reminds teams of what is due soon or overdue: reports, conditions and instalments (期限のお知らせ).</summary>
[MessageIdentity("community-business.remind-of-money.v1")]
[NoNewEntries("tells of what is due")]
public sealed record RemindOfMoney;

/// <summary>Reminds of a batch.</summary>
public static class RemindOfMoneyHandler
{
    internal const int DaysBefore = 14;

    /// <summary>Once before and once after. What is the office's stands first on its desk.</summary>
    public static async Task<(BatchDone, OutgoingMessages)> Handle(RemindOfMoney command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        await session.BeginAsync(cancellationToken);
        var due = await session.QueryAsync<MoneyApplication>(
            """
            where d.data -> 'next' ->> 'side' = 'Team'
              and ((d.data -> 'next' ->> 'dueOn')::date < ? and d.data ->> 'told' <> 'Overdue' or (d.data -> 'next' ->> 'dueOn')::date <= ? and d.data ->> 'told' = 'Nothing')
            order by d.id limit ? for update skip locked
            """, cancellationToken, today, today.AddDays(DaysBefore), BatchService.BatchSize);
        var ventures = (await session.LoadManyAsync<Venture>(cancellationToken, [.. due.Select(a => a.VentureId).Distinct()])).ToDictionary(v => v.Id);
        OutgoingMessages outgoing = [];
        foreach (var application in due)
        {
            var next = application.Next!;
            application.Told = next.DueOn < today ? NextTold.Overdue : NextTold.Soon;
            session.Store(application);
            if (!ventures.TryGetValue(application.VentureId, out var venture)) continue;
            foreach (var account in venture.Accounts.Distinct()) outgoing.Add(Due(application, venture, next, account, now));
        }

        return (new(due.Count), outgoing);
    }

    private static NoticeIssued Due(MoneyApplication application, Venture venture, MoneyNext next, Guid account, DateTimeOffset now) => new(
        FactId.Of($"community-business.money-due|{application.Id:N}|{next.What}|{next.DueOn:O}|{application.Told}|{account:N}"), account,
        application.Told == NextTold.Overdue ? new LocalizedText("補助金・融資の期限を過ぎています", "Something about a grant or loan is overdue") : new("補助金・融資の期限が近づいています", "Something about a grant or loan is due soon"),
        new($"「{venture.Title}」の「{application.OfferName.Ja}」：{MoneyWords.NameOf(next.What).Ja}（{Dates.LongText(next.DueOn).Ja}まで）", $"“{application.OfferName.En}” for “{venture.Title}”: {MoneyWords.NameOf(next.What).En} (by {Dates.LongText(next.DueOn).En})"),
        MoneyWork.AddressOf(application), now, MailKinds.Money);
}

/// <summary>Looks every hour.</summary>
[NoNewEntries("tells of what is due")]
internal sealed class MoneyReminders(IServiceProvider services, TimeProvider clock, ILogger<MoneyReminders> logger) : BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    /// <inheritdoc/>
    protected override object Command() => new RemindOfMoney();
}
