using System.Globalization;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.Persistence.Jobs;
using Kenmin.RuralLeaders.Networks;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Plans;

/// <summary>Reminds of actions that are due or overdue, and of plans that were not looked back on for a year (計画の期限のお知らせ).</summary>
[MessageIdentity("rural-leaders.remind-of-plans.v1")]
[NoNewEntries("tells of what is due")]
public sealed record RemindOfPlans;

/// <summary>Reminds a batch of plans.</summary>
public static class RemindOfPlansHandler
{
    internal const int DaysBefore = 7;

    /// <summary>Once before an action is due and once after; who left is not written to any more, then the coordinator is.</summary>
    public static async Task<(BatchDone, OutgoingMessages)> Handle(RemindOfPlans command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        await session.BeginAsync(cancellationToken);
        var plans = await session.QueryAsync<VillagePlan>(
            """
            where exists (select 1 from jsonb_array_elements(d.data -> 'actions') a where a ->> 'state' in ('Open', 'UnderWay')
                and ((a ->> 'dueOn')::date < ? and a ->> 'reminded' <> 'Overdue' or (a ->> 'dueOn')::date <= ? and a ->> 'reminded' = 'None'))
              or (d.data ->> 'reviewDueOn')::date <= ? and (d.data ->> 'reviewReminded' is null or d.data ->> 'reviewReminded' <> d.data ->> 'reviewDueOn')
            order by d.id limit ? for update skip locked
            """, cancellationToken, today, today.AddDays(DaysBefore), today, BatchService.BatchSize);
        var networks = (await session.LoadManyAsync<Network>(cancellationToken, [.. plans.Select(p => p.NetworkId).Distinct()])).ToDictionary(n => n.Id);
        OutgoingMessages outgoing = [];
        foreach (var plan in plans)
        {
            var network = networks.GetValueOrDefault(plan.NetworkId);
            foreach (var action in plan.Actions.ToList())
            {
                var due = !action.IsToDo ? DueReminder.None : action.DueOn < today ? DueReminder.Overdue : action.DueOn <= today.AddDays(DaysBefore) ? DueReminder.Soon : DueReminder.None;
                if (due <= action.Reminded) continue;
                plan.Put(action with { Reminded = due });
                // A network without members has nobody to tell.
                if ((action.OwnerId is { } owner ? network?.Find(owner) : null) is { } member) outgoing.Add(Due(plan, action, due, member.AccountId, now));
                else if (network?.Coordinator is { } coordinator) outgoing.Add(Due(plan, action, due, coordinator.AccountId, now));
            }

            if (plan.ReviewDueOn is { } review && review <= today && plan.ReviewReminded != review)
            {
                plan.ReviewReminded = review;
                if (network?.Coordinator is { } coordinator)
                {
                    outgoing.Add(new NoticeIssued(
                        FactId.Of($"rural-leaders.plan-review|{plan.Id:N}|{review:yyyy-MM-dd}"), coordinator.AccountId, new("村づくり計画の見直しの時期です", "It is time to review the plan"),
                        new($"「{plan.Title}」を、決定または前の見直しから 1 年がたちました。", $"A year has passed since “{plan.Title}” was adopted or last reviewed."), $"/rural-leaders/plans/{plan.Id}/review", now, MailKinds.Plans));
                }
            }

            session.Store(plan);
        }

        return (new(plans.Count), outgoing);
    }

    private static NoticeIssued Due(VillagePlan plan, PlanAction action, DueReminder due, Guid to, DateTimeOffset now)
    {
        var day = new LocalizedText(action.DueOn.ToString("yyyy年M月d日", CultureInfo.InvariantCulture), action.DueOn.ToString("d MMMM yyyy", CultureInfo.InvariantCulture));
        return new(
            FactId.Of($"rural-leaders.plan-action-due|{action.Id:N}|{action.DueOn:yyyy-MM-dd}|{due}"), to,
            due == DueReminder.Overdue ? new LocalizedText("計画の取り組みが期限を過ぎています", "An action of the plan is overdue") : new("計画の取り組みの期限が近づいています", "An action of the plan is due soon"),
            new($"「{action.Text}」の期限は {day.Ja} です。", $"“{action.Text}” is due on {day.En}."), $"/rural-leaders/plans/{plan.Id}", now, MailKinds.Plans);
    }
}

/// <summary>Looks every hour.</summary>
[NoNewEntries("tells of what is due")]
internal sealed class PlanReminders(IServiceProvider services, TimeProvider clock, ILogger<PlanReminders> logger)
    : BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    /// <inheritdoc/>
    protected override object Command() => new RemindOfPlans();
}
