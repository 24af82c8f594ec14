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

namespace Kenmin.CleanUp.Care;

/// <summary>Looks at adoptions for which a day has come: a clean-up is due soon or overdue, the agreement ends soon or is over (期限の確認).</summary>
[MessageIdentity("clean-up.watch-care.v1")]
[NoNewEntries("reminds of what was agreed; the job asks for the feature")]
public sealed record WatchCare;

/// <summary>Tells leaders.</summary>
public static class WatchCareHandler
{
    /// <summary>Up to a batch; each fact is told once. A clean-up of a campaign counts as done, so that nobody is reminded in vain.</summary>
    public static async Task<(BatchDone, OutgoingMessages)> Handle(WatchCare message, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        var outgoing = new OutgoingMessages();
        await session.BeginAsync(cancellationToken);
        var due = await session.QueryAsync<Adoption>(
            "where d.data ->> 'state' = 'Agreed' and d.data ->> 'lookOn' <= ? order by d.id limit ? for update skip locked", cancellationToken,
            today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), BatchService.BatchSize);
        foreach (var adoption in due)
        {
            var rules = await session.CareRulesAsync(adoption.MunicipalityCode, cancellationToken);
            var days = await session.DaysOfAsync(adoption, cancellationToken);
            adoption.Follow(days.Count > 0 ? days.Max : null, rules);
            foreach (var told in adoption.Look(today, rules))
                foreach (var notice in await CareNotice.OfAsync(session, adoption, $"{told.Fact}|{told.Day:yyyy-MM-dd}", now, told.Words, MailKinds.CareReminder, cancellationToken)) outgoing.Add(notice);
            session.Store(adoption);
        }

        return (new(due.Count), outgoing);
    }
}

/// <summary>What a leader is told because a day has come.</summary>
/// <param name="Fact">Which fact.</param>
/// <param name="Day">The day that it is about.</param>
/// <param name="Words">The notice.</param>
internal sealed record CareTold(string Fact, DateOnly Day, (LocalizedText Subject, LocalizedText Body) Words);

/// <summary>Days that come.</summary>
internal static class CareDays
{
    /// <summary>What has to be told on a day, marked as told. Afterwards there is nothing to look for before the next day.</summary>
    public static IReadOnlyList<CareTold> Look(this Adoption adoption, DateOnly today, CareRules rules)
    {
        List<CareTold> told = [];
        if (adoption.RenewalAsked is null && adoption.Until < today)
        {
            adoption.End(AdoptionEnd.Time, "期間満了", adoption.Until);
            return [new("over", adoption.Until, (new("アダプト（里親）の期間が終わりました", "Your group's care of a place is over"),
                new($"{adoption.Until:yyyy-MM-dd} で期間が終わりました。これまでの清掃に感謝します。続けるときは、もう一度お申し込みください。", $"The agreement ran until {adoption.Until:yyyy-MM-dd}. Thank you for your care. To go on, please ask again.")))];
        }

        if (adoption.DueOn < today && adoption.OverdueToldOf != adoption.DueOn)
        {
            adoption.OverdueToldOf = adoption.DueOn;
            if (adoption.Reminders && adoption.StillAsks)
                told.Add(new("overdue", adoption.DueOn, (new("清掃の予定日を過ぎています", "A clean-up is overdue"),
                    new($"{adoption.DueOn:yyyy-MM-dd} までに清掃する予定でした。終わっているときは、記録してください。難しいときは、市町の窓口にご相談ください。", $"It was due by {adoption.DueOn:yyyy-MM-dd}. If it is done, please record it; if you cannot, please ask the municipality."))));
        }
        else if (adoption.Reminders && adoption.StillAsks && adoption.DueOn >= today && adoption.DueOn.AddDays(-rules.RemindDays) <= today && adoption.RemindedOf != adoption.DueOn)
        {
            adoption.RemindedOf = adoption.DueOn;
            told.Add(new("due", adoption.DueOn, (new("次の清掃の時期です", "The next clean-up is due soon"),
                new($"{adoption.DueOn:yyyy-MM-dd} までに清掃をお願いします。終わったら、記録してください。", $"Please clean by {adoption.DueOn:yyyy-MM-dd}, and record it then."))));
        }

        if (adoption.RenewalAsked is null && adoption.Until.AddDays(-rules.RenewalDays) <= today && adoption.EndToldOf != adoption.Until)
        {
            adoption.EndToldOf = adoption.Until;
            told.Add(new("ends", adoption.Until, (new("アダプト（里親）の期間がまもなく終わります", "Your group's care of a place ends soon"),
                new($"期間は {adoption.Until:yyyy-MM-dd} までです。続けるときは、更新を申し込んでください。", $"The agreement runs until {adoption.Until:yyyy-MM-dd}. To go on, please ask for a renewal."))));
        }

        adoption.Reckon(rules);
        return told;
    }
}

/// <summary>Looks every hour. Runs on every host.</summary>
[NoNewEntries("reminds of what was agreed, and asks for the feature")]
internal sealed class CareWatch(IServiceProvider services, FeatureGates gates, TimeProvider clock, ILogger<CareWatch> logger) : BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    // While nothing can be recorded nobody is reminded of it.
    protected override Task<bool> MayRunAsync() => gates.IsOnNowAsync(Features.Care);

    protected override object Command() => new WatchCare();
}
