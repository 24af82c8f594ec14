using Kenmin.Modularity.Features;
using Kenmin.PlanProgress.Plan;
using Kenmin.Programs.Contracts;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.PlanProgress.Impact;

/// <summary>Tells administrators what switching a feature of this module would do, before they decide.</summary>
[StickyHandler("plan-progress-impact")]
[NoNewEntries("answers a question")]
public static class OnImpactAskedHandler
{
    /// <summary>Answers for the features of this module; nothing when none is among those asked about.</summary>
    public static async Task<ImpactAnswered?> Handle(ImpactAsked message, IQuerySession session, CancellationToken cancellationToken)
    {
        var asked = message.Changes.Where(c => c.Feature is Features.Publication or Features.Reporting or Features.Counting).ToList();
        if (asked.Count == 0) return null;
        var all = await session.Query<Indicator>().CountAsync(cancellationToken);
        var counted = await session.Query<Indicator>().CountAsync(i => i.CountedBy != null, cancellationToken);
        return new(message.QuestionId, PlanProgressModule.Key, [.. asked.Select(c => EffectOf(c, all, counted))]);
    }

    private static ChangeEffect EffectOf(ChangeAsked change, int all, int counted)
    {
        var (touched, text) = change.Feature switch
        {
            Features.Publication => (all, change.On
                ? new LocalizedText($"計画の{all:#,0}指標のページと公開データが見られるようになります。", $"The pages and open data of the plan's {all:#,0} indicators can be seen.")
                : new LocalizedText($"計画の{all:#,0}指標のページと公開データが公開されなくなります。記録は残ります。", $"The pages and open data of the plan's {all:#,0} indicators are hidden; the records stay.")),
            Features.Reporting => (all - counted, change.On
                ? new($"担当課が{all - counted:#,0}指標の実績を報告できるようになります。", $"Departments can report the figures of {all - counted:#,0} indicators.")
                : new($"担当課は{all - counted:#,0}指標の実績を報告できなくなります。報告済みの数値は残ります。", $"Departments can no longer report the figures of {all - counted:#,0} indicators; what was reported stays.")),
            _ => (counted, change.On
                ? new($"{counted:#,0}指標の実績を自動で集計します。", $"The figures of {counted:#,0} indicators are counted by themselves.")
                : new($"{counted:#,0}指標の自動集計が止まります。これまでの数値は残ります。", $"The figures of {counted:#,0} indicators are no longer counted by themselves; those there are stay.")),
        };
        return new(change.Feature, change.Year, change.Initiative, touched, text);
    }
}
