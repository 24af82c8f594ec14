using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Sites;
using Kenmin.Modularity.Features;
using Kenmin.Programs.Contracts;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.CleanUp;

/// <summary>Tells administrators what switching a feature of this module would touch, before they decide.</summary>
[StickyHandler("clean-up-impact")]
[NoNewEntries("answers a question")]
public static class OnImpactAskedHandler
{
    /// <summary>Answers for the features of this module; nothing when none is among those asked about.</summary>
    public static async Task<ImpactAnswered?> Handle(ImpactAsked message, IQuerySession session, CancellationToken cancellationToken)
    {
        List<ChangeEffect> effects = [];
        foreach (var change in message.Changes.Where(c => c.Feature.StartsWith(CleanUpModule.Key + ".", StringComparison.Ordinal)))
            effects.Add(await EffectOfAsync(change, session, cancellationToken));
        return effects.Count == 0 ? null : new(message.QuestionId, CleanUpModule.Key, effects);
    }

    private static async Task<ChangeEffect> EffectOfAsync(ChangeAsked change, IQuerySession session, CancellationToken cancellationToken)
    {
        ChangeEffect Effect(long touched, LocalizedText on, LocalizedText off) => new(change.Feature, change.Year, change.Initiative, touched, change.On ? on : off);
        if (change.Feature == Features.Sites)
        {
            var sites = await session.Query<Site>().CountAsync(cancellationToken);
            return Effect(sites, new("場所の登録と取り込みができるようになります。", "Sites can be registered and imported."),
                new($"場所の登録と取り込みが止まります。{sites:#,0} か所はそのまま見られます。", $"Sites can no longer be registered or imported; the {sites:#,0} there are stay visible."));
        }

        if (change.Feature == Features.Care)
        {
            var places = await session.Query<Care.Adoption>().CountAsync(a => a.State == Care.AdoptionState.Asked || a.State == Care.AdoptionState.Agreed, cancellationToken);
            return Effect(places, new("場所の受け持ち（アダプト）の申込と記録ができるようになります。", "Groups can ask to care for places and record clean-ups."),
                new($"場所の受け持ち（アダプト）の申込と記録、お知らせが止まります。{places:#,0} 件はそのまま見られ、終了できます。", $"Asking, recording and reminders of care stop; the {places:#,0} there are stay visible and can be ended."));
        }

        if (change.Feature == Features.Education)
        {
            var requests = await session.Query<Education.CourseRequest>().CountAsync(r => r.State == Education.CourseRequestState.Asked || r.State == Education.CourseRequestState.Offered || r.State == Education.CourseRequestState.Agreed, cancellationToken);
            return Effect(requests, new("環境学習の依頼と指導者の申請を受け付けます。", "Requests for courses and leaders' registrations are taken."),
                new($"環境学習の新しい依頼と申請が止まります。進行中の依頼 {requests:#,0} 件はそのまま進められます。", $"New requests and registrations stop; the {requests:#,0} under way go on."));
        }

        if (change.Feature == Features.LitterReports)
        {
            var open = await session.Query<LitterReports.LitterReport>().CountAsync(
                r => r.State == LitterReports.LitterReportState.Reported || r.State == LitterReports.LitterReportState.Checked || r.State == LitterReports.LitterReportState.Planned, cancellationToken);
            return Effect(open, new("ごみの通報を受け付けます。", "Reports of litter are taken."),
                new($"ごみの新しい通報が止まります。終わっていない通報 {open:#,0} 件はそのまま対応できます。", $"New reports of litter stop; the {open:#,0} that are not settled can still be dealt with."));
        }

        IQueryable<Campaign> query = session.Query<Campaign>();
        if (change.Year is { StartYear: var year }) query = query.Where(c => c.Year == year);
        if (change.Initiative is { } initiative) query = query.Where(c => c.InitiativeId == initiative);
        Guid[] campaigns = [.. await query.Select(c => c.Id).ToListAsync(cancellationToken)];
        if (change.Feature == Features.Campaigns)
            return Effect(campaigns.Length, new($"{campaigns.Length} 件の一斉清掃と市町のルールを変えられるようになります。", $"{campaigns.Length} campaigns and their rules can be changed."),
                new($"{campaigns.Length} 件の一斉清掃の公開とルールの変更が止まります。公開中のものは見られます。", $"{campaigns.Length} campaigns can no longer be published or get rules; what is published stays visible."));
        var activities = campaigns.Length == 0 ? 0 : await session.Query<Activity>().CountAsync(a => a.CampaignId.IsOneOf(campaigns), cancellationToken);
        return Effect(activities, new($"{activities:#,0} 件の活動がある一斉清掃で、新しい受付を始めます。", $"Campaigns with {activities:#,0} activities take new entries."),
            new($"{activities:#,0} 件の活動がある一斉清掃で、新しい受付が止まります。これまでの記録は残ります。", $"Campaigns with {activities:#,0} activities take nothing new; what is there stays."));
    }
}
