using Kenmin.Modularity.Features;
using Kenmin.Programs.Contracts;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.CheckIns;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SeniorEngagement.Points;
using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SeniorEngagement.Requests;
using Kenmin.SeniorEngagement.Steps;
using Kenmin.SeniorEngagement.Training;
using Kenmin.SeniorEngagement.Transport;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement;

/// <summary>Tells administrators what switching a feature of this module would touch, before they decide.</summary>
[StickyHandler("senior-engagement-impact")]
[NoNewEntries("answers a question")]
public static class OnImpactAskedHandler
{
    /// <summary>Answers for the features of this module; nothing when none is among those asked about.</summary>
    public static async Task<ImpactAnswered?> Handle(ImpactAsked message, IQuerySession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        List<ChangeEffect> effects = [];
        foreach (var change in message.Changes.Where(c => c.Feature.StartsWith(SeniorEngagementModule.Key + ".", StringComparison.Ordinal)))
            effects.Add(await EffectOfAsync(change, session, clock, cancellationToken));
        return effects.Count == 0 ? null : new(message.QuestionId, SeniorEngagementModule.Key, effects);
    }

    private static async Task<ChangeEffect> EffectOfAsync(ChangeAsked change, IQuerySession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        ChangeEffect Effect(long touched, LocalizedText on, LocalizedText off) => new(change.Feature, change.Year, change.Initiative, touched, change.On ? on : off);
        switch (change.Feature)
        {
            case Features.Proxies:
                var proxies = await session.Query<Proxy>().CountAsync(p => p.EndedAt == null, cancellationToken);
                return Effect(proxies, new("代理の登録と引受けができるようになります。", "People can let somebody act for them."),
                    new($"代理の登録と引受けが止まります。いまの代理 {proxies:#,0} 件は続き、いつでも終わらせられます。", $"Nobody new can act for somebody; the {proxies:#,0} who may go on until they are ended."));
            case Features.Points:
                IQueryable<PointRule> query = session.Query<PointRule>();
                if (change.Year is { StartYear: var year }) query = query.Where(r => r.Year == year);
                if (change.Initiative is { } initiative) query = query.Where(r => r.InitiativeId == initiative);
                var rules = await query.CountAsync(cancellationToken);
                return Effect(rules, new($"{rules} 件の活動ポイントで、参加と交換の申請ができるようになります。", $"{rules} rules for points take members and exchanges."),
                    new($"{rules} 件の活動ポイントで、新しい参加と交換の申請が止まります。ためたポイントは残り、参加している人の活動は数えます。", $"{rules} rules for points take no new members or exchanges; points stay, and activities of members still count."));
            case Features.Training:
                var licences = await session.Query<Licence>().CountAsync(l => !l.Ended, cancellationToken);
                return Effect(licences, new("講座の受講を入力し、資格を交付・更新できるようになります。", "Courses can be entered, and licences given and renewed."),
                    new($"受講の入力と、資格の交付・更新が止まります。いまの {licences:#,0} 件の資格は、期限まで有効です。", $"Nothing new is entered, given or renewed; the {licences:#,0} licences stay in force until they end."));
            case Features.Requests:
                var leaders = await session.Query<LeaderRequest>().CountAsync(r => r.State == LeaderRequestState.New || r.State == LeaderRequestState.Open, cancellationToken);
                return Effect(leaders, new("学校・施設・仲間の輪が、活動リーダーを頼めるようになります。", "Schools, facilities and circles can ask for leaders."),
                    new($"新しい依頼と、リーダーに頼むことが止まります。さがしている {leaders:#,0} 件はそのまま残り、返事と取りやめはできます。", $"No new requests, and no new leaders are asked. {leaders:#,0} requests stay as they are and can be answered and taken back."));
            case Features.Rides:
                var (at, open) = (clock.GetUtcNow().ToUniversalTime(), RideRequestState.Open);
                var rides = await session.Query<RideRequest>().CountAsync(r => r.State == open && r.Starts > at, cancellationToken);
                return Effect(rides, new("送迎の席を出したり、頼んだりできるようになります。", "Seats can be offered and asked for."),
                    new($"新しく席を出すことと頼むことが止まります。決まった送迎は続き、{rides:#,0} 件は車が決まっていないままになります。", $"No new seats are offered or asked for. What is agreed stays; {rides:#,0} requests stay without a car."));
            case Features.CheckIns:
                var agreed = await session.Query<CheckIn>().CountAsync(c => c.EndedAt == null, cancellationToken);
                return Effect(agreed, new($"見守りの電話に同意できるようになります。同意した {agreed:#,0} 人に、来ていないことが続いたとき、電話の仕事ができます。", $"People can agree to be called; calls become tasks for the {agreed:#,0} who did."),
                    new($"新しい同意と、新しい電話の仕事が止まります。いまの {agreed:#,0} 人の同意は残り、いつでも終わらせられます。", $"No new agreements and no new tasks; the {agreed:#,0} agreements stay and can be ended at any time."));
            case Features.Circles:
                var circles = await session.Query<Circle>().CountAsync(c => c.State == CircleState.Active, cancellationToken);
                return Effect(circles, new("仲間の輪への参加、集まりの申込、紹介ができるようになります。", "People can join circles, sign up for meetings and be introduced."),
                    new($"新しい参加、集まり、紹介が止まります。いまの {circles:#,0} の輪はそのまま見られ、離れることも取り消すこともできます。", $"Nothing new is taken; the {circles:#,0} circles can be seen, left and cancelled as before."));
            case Features.Steps:
                var now = clock.GetUtcNow().ToUniversalTime();
                var upcoming = await session.Query<StepOpportunity>().CountAsync(o => !o.Withdrawn && o.Starts > now, cancellationToken);
                return Effect(upcoming, new($"{upcoming:#,0} 件の募集から、合う活動をおすすめします。", $"What suits is suggested from {upcoming:#,0} opportunities."),
                    new("合う活動のおすすめが見られなくなります。カードはそのままです。", "Suggestions are no longer shown. Cards stay."));
            default:
                var cards = await session.Query<CardHolder>().CountAsync(cancellationToken);
                return Effect(cards, new("興味・活動カードに答えられるようになります。", "Interest cards can be answered."),
                    new($"新しいカードの入力が止まります。{cards:#,0} 人のカードはそのまま見られ、直せます。", $"No new cards are taken; the {cards:#,0} there are stay and can be changed."));
        }
    }
}
