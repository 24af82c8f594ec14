using Kenmin.CommunityBusiness.Contests;
using Kenmin.CommunityBusiness.Organisations;
using Kenmin.CommunityBusiness.Plans;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Programs.Contracts;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness;

/// <summary>Tells administrators what switching a feature of this module would touch, before they decide.</summary>
[StickyHandler("community-business-impact")]
[NoNewEntries("answers a question")]
public static class OnImpactAskedHandler
{
    /// <summary>Answers for the features of this module; nothing when none is among those asked about.</summary>
    public static async Task<ImpactAnswered?> Handle(ImpactAsked message, IQuerySession session, CancellationToken cancellationToken)
    {
        List<ChangeEffect> effects = [];
        foreach (var change in message.Changes.Where(c => c.Feature.StartsWith(CommunityBusinessModule.Key + ".", StringComparison.Ordinal)))
        {
            if (change.Feature == Features.Contests)
            {
                var start = change.Year?.StartYear ?? 0;
                var calls = start == 0 ? await session.Query<Call>().CountAsync(cancellationToken) : await session.Query<Call>().CountAsync(c => c.Year == start, cancellationToken);
                effects.Add(new(change.Feature, change.Year, change.Initiative, calls, change.On ? new("公募を開き、応募を受け付けます。", "Calls are opened and take submissions.")
                    : new($"新しい公募と応募の受付が止まります。{calls:#,0} 件の公募の審査、決定、公表は続けられます。", $"No new calls and submissions; judging, deciding and publishing of the {calls:#,0} there are go on.")));
                continue;
            }

            if (change.Feature == Features.Organisations)
            {
                var known = await session.Query<Organisation>().CountAsync(cancellationToken);
                effects.Add(new(change.Feature, change.Year, change.Initiative, known, change.On ? new("団体を新しく登録できるようになります。", "Organisations can be entered.")
                    : new($"団体を新しく登録できなくなります。{known:#,0} 団体の情報は、見ることも直すこともできます。", $"No new organisations are entered; the {known:#,0} there are can be seen and corrected.")));
                continue;
            }

            var plans = change.Feature == Features.Plans;
            var count = plans ? await session.Query<BusinessPlan>().CountAsync(cancellationToken) : await session.Query<Venture>().CountAsync(v => v.State != VentureState.Draft, cancellationToken);
            LocalizedText on = plans ? new("新しい計画をつくれるようになります。", "New plans can be begun.") : new("アイデアを受け付けます。", "Ideas are taken.");
            LocalizedText off = plans
                ? new($"新しい計画がつくれなくなります。{count:#,0} 件の計画は、書き続けられます。", $"No new plans are begun; the {count:#,0} there are can be carried on.")
                : new($"新しいアイデアの受付が止まります。{count:#,0} 件は、審査も報告も続けられます。", $"No new ideas are taken; the {count:#,0} there are go on.");
            effects.Add(new(change.Feature, change.Year, change.Initiative, count, change.On ? on : off));
        }

        return effects.Count == 0 ? null : new(message.QuestionId, CommunityBusinessModule.Key, effects);
    }
}
