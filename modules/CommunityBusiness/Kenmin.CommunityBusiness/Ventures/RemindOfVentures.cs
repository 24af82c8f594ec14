using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.Persistence;
using Kenmin.Persistence.Jobs;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Ventures;

/// <summary>Reminds of next steps that are due soon or overdue, and forgets drafts of visitors that nobody writes on (期限のお知らせ).</summary>
[MessageIdentity("community-business.remind-of-ventures.v1")]
[NoNewEntries("tells of what is due")]
public sealed record RemindOfVentures;

/// <summary>Reminds of a batch of ventures.</summary>
public static class RemindOfVenturesHandler
{
    internal const int DaysBefore = 7, DaysOfDrafts = 90;

    /// <summary>Once before and once after: the team of what is the team's, the member of staff who set it of what is the office's.</summary>
    public static async Task<(BatchDone, OutgoingMessages)> Handle(RemindOfVentures command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        await session.BeginAsync(cancellationToken);
        var ventures = await session.QueryAsync<Venture>(
            """
            where d.data ->> 'state' <> 'Draft'
              and ((d.data -> 'next' ->> 'dueOn')::date < ? and d.data ->> 'told' <> 'Overdue' or (d.data -> 'next' ->> 'dueOn')::date <= ? and d.data ->> 'told' = 'Nothing')
            order by d.id limit ? for update skip locked
            """, cancellationToken, today, today.AddDays(DaysBefore), BatchService.BatchSize);
        OutgoingMessages outgoing = [];
        foreach (var venture in ventures)
        {
            var next = venture.Next!;
            venture.Told = next.DueOn < today ? NextTold.Overdue : NextTold.Soon;
            session.Store(venture);
            IEnumerable<Guid> to = next.Side == NextSide.Team ? venture.Accounts.Distinct() : next.SetBy is { } setter ? [setter] : [];
            foreach (var account in to) outgoing.Add(Due(venture, next, account, now));
        }

        var old = now.AddDays(-DaysOfDrafts).ToUniversalTime();
        session.DeleteWhere<Venture>(v => v.State == VentureState.Draft && v.OwnerAccountId == null && v.ChangedAt < old);
        return (new(ventures.Count), outgoing);
    }

    private static NoticeIssued Due(Venture venture, NextStep next, Guid account, DateTimeOffset now) => new(
        FactId.Of($"community-business.next-due|{venture.Id:N}|{venture.Steps}|{venture.Told}|{account:N}"), account,
        venture.Told == NextTold.Overdue ? new LocalizedText("事業の次の予定が期限を過ぎています", "The next step of a business is overdue") : new("事業の次の予定の期限が近づいています", "The next step of a business is due soon"),
        new($"「{venture.Title}」：{next.Text.Ja}（{Dates.LongText(next.DueOn).Ja}まで）", $"“{venture.Title}”: {next.Text.En} (by {Dates.LongText(next.DueOn).En})"),
        next.Side == NextSide.Team ? $"/community-business/mine/{venture.Id}" : $"/staff/community-business/ventures/{venture.Id}", now, MailKinds.Ventures);
}

/// <summary>Looks every hour.</summary>
[NoNewEntries("tells of what is due")]
internal sealed class VentureReminders(IServiceProvider services, TimeProvider clock, ILogger<VentureReminders> logger)
    : BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    /// <inheritdoc/>
    protected override object Command() => new RemindOfVentures();
}
