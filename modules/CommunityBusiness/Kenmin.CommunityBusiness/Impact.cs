using Kenmin.CommunityBusiness.Contests;
using Kenmin.CommunityBusiness.Library;
using Kenmin.CommunityBusiness.Money;
using Kenmin.CommunityBusiness.Organisations;
using Kenmin.CommunityBusiness.Plans;
using Kenmin.CommunityBusiness.Resources;
using Kenmin.CommunityBusiness.Showcase;
using Kenmin.CommunityBusiness.Support.Experts;
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
            var count = change.Feature switch
            {
                Features.Plans => await session.Query<BusinessPlan>().CountAsync(cancellationToken), Features.Support => await session.Query<Expert>().CountAsync(cancellationToken),
                Features.Money => await session.Query<MoneyApplication>().CountAsync(a => a.State != ApplicationState.Draft, cancellationToken),
                Features.Contests => await CallsAsync(session, change.Year, cancellationToken), Features.Organisations => await session.Query<Organisation>().CountAsync(cancellationToken),
                Features.Library => await session.Query<Story>().CountAsync(cancellationToken), Features.Showcase => await session.Query<Showing>().CountAsync(cancellationToken),
                Features.Resources => await session.Query<LocalEntry>().CountAsync(cancellationToken),
                _ => await session.Query<Venture>().CountAsync(v => v.State != VentureState.Draft, cancellationToken),
            };
            effects.Add(new(change.Feature, change.Year, change.Initiative, count, Words(change.Feature, change.On, count)));
        }

        return effects.Count == 0 ? null : new(message.QuestionId, CommunityBusinessModule.Key, effects);
    }

    private static Task<int> CallsAsync(IQuerySession session, FiscalYear? year, CancellationToken cancellationToken)
    {
        if (year is not { } known) return session.Query<Call>().CountAsync(cancellationToken);
        var start = known.StartYear;
        return session.Query<Call>().CountAsync(c => c.Year == start, cancellationToken);
    }

    private static LocalizedText Words(string feature, bool on, int count) => (feature, on) switch
    {
        (Features.Plans, true) => new("新しい計画をつくれるようになります。", "New plans can be begun."),
        (Features.Plans, _) => new($"新しい計画がつくれなくなります。{count:#,0} 件の計画は、書き続けられます。", $"No new plans are begun; the {count:#,0} there are can be carried on."),
        (Features.Support, true) => new("専門家の登録と、派遣の申請を受け付けます。", "Experts register, and their visits can be asked for."),
        (Features.Support, _) => new($"新しい登録と申請が止まります。{count:#,0} 人の登録と、申請済みの派遣は続きます。", $"No new entries and requests are taken; the {count:#,0} entries and what was asked for go on."),
        (Features.Money, true) => new("補助金・融資の制度の登録と、申請を受け付けます。", "Grants and loans can be entered and applied for."),
        (Features.Money, _) => new($"新しい制度と申請の受付が止まります。{count:#,0} 件の申請の推薦、決定、報告、返還と返済は続きます。", $"No new offers and applications; deciding, reporting and paying back of the {count:#,0} there are go on."),
        (Features.Contests, true) => new("公募を開き、応募を受け付けます。", "Calls are opened and take submissions."),
        (Features.Contests, _) => new($"新しい公募と応募の受付が止まります。{count:#,0} 件の公募の審査、決定、公表は続けられます。", $"No new calls and submissions; judging, deciding and publishing of the {count:#,0} there are go on."),
        (Features.Organisations, true) => new("団体を新しく登録できるようになります。", "Organisations can be entered."),
        (Features.Organisations, _) => new($"団体を新しく登録できなくなります。{count:#,0} 団体の情報は、見ることも直すこともできます。", $"No new organisations are entered; the {count:#,0} there are can be seen and corrected."),
        (Features.Library, true) => new("体験談を書き、公開できるようになります。", "Stories are written and published."),
        (Features.Library, _) => new($"新しい体験談と公開が止まります。{count:#,0} 件の体験談は、同意のあるものは読め、直すことも消すこともできます。", $"No new stories are taken or published; of the {count:#,0} there are, those agreed to stay readable, and all can be put right and deleted."),
        (Features.Showcase, true) => new("事業を紹介できるようになります。", "Businesses are shown."),
        (Features.Showcase, _) => new($"新しい紹介が止まります。{count:#,0} 件の紹介は、同意のあるものは見られ、直すことも取り消すこともできます。", $"No new ones are taken; of the {count:#,0} there are, those agreed to stay shown, and all can be put right and withdrawn."),
        (Features.Resources, true) => new("地域資源と困りごとのお申し出と、つなぐ申込みを受け付けます。", "Resources and problems are proposed, and teams ask for them."),
        (Features.Resources, _) => new($"新しいお申し出、公開、つなぐ申込みが止まります。{count:#,0} 件は見ることも直すこともでき、申込みへの返事は続けられます。", $"Nothing new is proposed, published or asked for; the {count:#,0} there are can be seen and corrected, and teams are answered."),
        (_, true) => new("アイデアを受け付けます。", "Ideas are taken."),
        _ => new($"新しいアイデアの受付が止まります。{count:#,0} 件は、審査も報告も続けられます。", $"No new ideas are taken; the {count:#,0} there are go on."),
    };
}
