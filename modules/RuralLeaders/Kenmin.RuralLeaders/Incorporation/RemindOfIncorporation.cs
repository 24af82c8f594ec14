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

namespace Kenmin.RuralLeaders.Incorporation;

/// <summary>Reminds of steps that are due or overdue (法人化の期限のお知らせ).</summary>
[MessageIdentity("rural-leaders.remind-of-incorporation.v1")]
[NoNewEntries("tells of what is due")]
public sealed record RemindOfIncorporation;

/// <summary>Reminds a batch of cases.</summary>
public static class RemindOfIncorporationHandler
{
    internal const int DaysBefore = 5;

    /// <summary>Each day of being due is told of once before and once after, to who sees to it if still a member, else to the coordinator.</summary>
    public static async Task<(BatchDone, OutgoingMessages)> Handle(RemindOfIncorporation command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        await session.BeginAsync(cancellationToken);
        var cases = await session.QueryAsync<IncorporationCase>(
            "where (d.data ->> 'nextReminderOn')::date <= ? order by d.id limit ? for update skip locked", cancellationToken, today, BatchService.BatchSize);
        OutgoingMessages outgoing = [];
        foreach (var found in cases)
        {
            var network = await session.LoadAsync<Network>(found.NetworkId, cancellationToken);
            foreach (var step in found.Steps)
            {
                if (found.DueOf(step.Key) is not { } due || due.On.AddDays(-DaysBefore) > today) continue;
                var over = due.On < today;
                if (over ? step.RemindedOverdue == due.On : step.RemindedSoon == due.On) continue;
                if (over) step.RemindedOverdue = due.On;
                else step.RemindedSoon = due.On;
                var to = (step.Owner?.AccountId is { } owner ? network?.Find(owner) : null) ?? network?.Coordinator;
                if (to is not null) outgoing.Add(Notice(found, step.Key, due, over, to.AccountId, now));
            }

            found.SetNextReminder();
            session.Store(found);
        }

        return (new(cases.Count), outgoing);
    }

    private static NoticeIssued Notice(IncorporationCase found, StepKey key, StepDue due, bool over, Guid to, DateTimeOffset now)
    {
        var name = StepRule.Of(key).Name;
        LocalizedText day = new(due.On.ToString("yyyy年M月d日", CultureInfo.InvariantCulture), due.On.ToString("d MMMM yyyy", CultureInfo.InvariantCulture));
        return new(
            FactId.Of($"rural-leaders.incorporation-due|{found.Id:N}|{key}|{due.On:yyyy-MM-dd}|{over}"), to,
            over ? new LocalizedText("法人化の手順が期限を過ぎています", "A step towards the corporation is overdue") : new("法人化の手順の期限が近づいています", "A step towards the corporation is due soon"),
            due.IsOthers ? new($"「{name.Ja}」の目安は {day.Ja} です。過ぎても知らせがなければ、所轄庁にたずねてください。", $"“{name.En}”: expected by {day.En}. Ask the authority if nothing has come by then.")
                : new LocalizedText($"「{name.Ja}」の期限は {day.Ja} です。", $"“{name.En}” is due on {day.En}."),
            $"/rural-leaders/incorporation/{found.Id}", now, MailKinds.Incorporation);
    }
}

/// <summary>Looks every hour.</summary>
[NoNewEntries("tells of what is due")]
internal sealed class IncorporationReminders(IServiceProvider services, TimeProvider clock, ILogger<IncorporationReminders> logger)
    : BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    /// <inheritdoc/>
    protected override object Command() => new RemindOfIncorporation();
}
