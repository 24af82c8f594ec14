using Kenmin.Modularity.Features;
using Kenmin.Programs.Contracts;
using Kenmin.RuralLeaders.Areas;
using Kenmin.RuralLeaders.Curriculum;
using Kenmin.RuralLeaders.Help;
using Kenmin.RuralLeaders.Incorporation;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.Lending;
using Kenmin.RuralLeaders.Mentoring;
using Kenmin.RuralLeaders.Networks;
using Kenmin.RuralLeaders.Plans;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders;

/// <summary>Tells administrators what switching a feature of this module would touch, before they decide.</summary>
[StickyHandler("rural-leaders-impact")]
[NoNewEntries("answers a question")]
public static class OnImpactAskedHandler
{
    /// <summary>Answers for the features of this module; nothing when none is among those asked about.</summary>
    public static async Task<ImpactAnswered?> Handle(ImpactAsked message, IQuerySession session, CancellationToken cancellationToken)
    {
        List<ChangeEffect> effects = [];
        foreach (var change in message.Changes.Where(c => c.Feature.StartsWith(RuralLeadersModule.Key + ".", StringComparison.Ordinal)))
            effects.Add(await EffectOfAsync(change, session, cancellationToken));
        return effects.Count == 0 ? null : new(message.QuestionId, RuralLeadersModule.Key, effects);
    }

    private static async Task<ChangeEffect> EffectOfAsync(ChangeAsked change, IQuerySession session, CancellationToken cancellationToken)
    {
        ChangeEffect Effect(long touched, LocalizedText on, LocalizedText off) => new(change.Feature, change.Year, change.Initiative, touched, change.On ? on : off);
        switch (change.Feature)
        {
            case Features.Areas:
                var areas = await session.Query<Area>().CountAsync(cancellationToken);
                return Effect(areas, new("区域と人口の登録と取り込みができるようになります。", "Areas and figures can be entered and imported."),
                    new($"区域と人口の登録と取り込みが止まります。{areas:#,0} か所はそのまま見られます。", $"Areas and figures can no longer be entered or imported; the {areas:#,0} there are stay visible."));
            case Features.Registration:
                var leaders = await session.Query<Learner>().CountAsync(l => l.Number != null, cancellationToken);
                return Effect(leaders, new("リーダーの登録と更新ができるようになります。", "Leaders can be registered and renewed."),
                    new($"リーダーの登録と更新が止まります。登録のある {leaders:#,0} 人の記録は残ります。", $"Leaders can no longer be registered or renewed; the records of {leaders:#,0} stay."));
            case Features.Networks:
                var networks = await session.Query<Network>().CountAsync(cancellationToken);
                return Effect(networks, new("ネットワークをつくり、加入を申し込み、掲示板に書けるようになります。", "Networks can be founded and joined, and their boards written on."),
                    new($"新しいネットワーク、加入の申込、書きこみが止まります。{networks:#,0} のネットワークの会員は、これまでのものを見られます。", $"Nothing new is taken; members of {networks:#,0} networks still see what is there."));
            case Features.Help:
                var open = await session.Query<HelpRequest>().CountAsync(r => r.State == HelpState.Open, cancellationToken);
                return Effect(open, new("応援を頼み、申し出て、組み合わせの提案を受けられるようになります。", "Help can be asked for and offered, and matches are proposed."),
                    new($"新しい依頼、申し出、提案が止まります。受付中の依頼 {open:#,0} 件と約束はそのまま残り、返事、取りやめ、結果の記録ができます。", $"No new requests, offers or proposals; {open:#,0} open requests and what is agreed stay, and can be answered, called off and recorded."));
            case Features.Lending:
                var things = await session.Query<Equipment>().CountAsync(cancellationToken);
                return Effect(things, new("備品の登録と予約ができるようになります。", "Equipment can be added and booked."),
                    new($"備品の登録と予約が止まります。{things:#,0} 件の備品の、いまの予約は残り、返却と取消もできます。", $"Equipment can no longer be added or booked; what is booked of {things:#,0} things stays, comes back and can be cancelled."));
            case Features.Plans:
                var plans = await session.Query<VillagePlan>().CountAsync(cancellationToken);
                return Effect(plans, new("ネットワークで、計画と取り組みをつくれるようになります。", "Networks can begin plans and actions."),
                    new($"新しい計画、案、取り組みが止まります。{plans:#,0} 件の計画は読め、状態の記録、決定、見直しもできます。", $"No new plans, drafts or actions; {plans:#,0} plans stay readable and are carried on."));
            case Features.Mentoring:
                var pairs = await session.Query<MentorPair>().CountAsync(p => p.State == PairState.Asked || p.State == PairState.Agreed, cancellationToken);
                return Effect(pairs, new("リーダーに相談を申し込み、視察を計画できるようになります。", "Leaders can be asked to be mentors, and visits planned."),
                    new($"相談の申込と新しい視察が止まります。{pairs:#,0} 組は続けられます。", $"No more mentors are asked and no visits planned; {pairs:#,0} pairs go on."));
            case Features.Incorporation:
                var cases = await session.Query<IncorporationCase>().CountAsync(c => c.GivenUpAt == null, cancellationToken);
                return Effect(cases, new("ネットワークで、NPO 法人になる準備を始められるようになります。", "Networks can begin their way to an NPO corporation."),
                    new($"新しい準備が止まります。{cases:#,0} 件の準備は続けられます。", $"Nothing new is begun; {cases:#,0} cases go on."));
            default:
                IQueryable<Course> query = session.Query<Course>();
                if (change.Year is { StartYear: var year }) query = query.Where(c => c.Year == year);
                if (change.Initiative is { } initiative) query = query.Where(c => c.InitiativeId == initiative);
                var courses = await query.CountAsync(cancellationToken);
                return Effect(courses, new($"{courses} 件の講座で、回の追加と受講の申込ができるようになります。", $"{courses} courses take sessions and sign-ups."),
                    new($"{courses} 件の講座で、回の追加と受講の申込が止まります。申込済みの人の席は残ります。", $"{courses} courses take no further sessions or sign-ups; places that people have stay."));
        }
    }
}
