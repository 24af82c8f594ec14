using Kenmin.Modularity.Features;
using Kenmin.Passport.Opportunities;
using Kenmin.Passport.PaperRecords;
using Kenmin.Passport.SavedSearches;
using Kenmin.Passport.Sharing;
using Kenmin.Programs.Contracts;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.Passport;

/// <summary>Tells administrators what switching a feature of this module would touch, before they decide.</summary>
[StickyHandler("passport-impact")]
[NoNewEntries("answers a question")]
public static class OnImpactAskedHandler
{
    /// <summary>Answers for the features of this module; nothing when none is among those asked about.</summary>
    public static async Task<ImpactAnswered?> Handle(ImpactAsked message, IQuerySession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        List<ChangeEffect> effects = [];
        foreach (var change in message.Changes.Where(c => c.Feature.StartsWith(PassportModule.Key + ".", StringComparison.Ordinal)))
            effects.Add(await EffectOfAsync(change, session, clock.GetUtcNow().ToUniversalTime(), cancellationToken));
        return effects.Count == 0 ? null : new(message.QuestionId, PassportModule.Key, effects);
    }

    private static async Task<ChangeEffect> EffectOfAsync(ChangeAsked change, IQuerySession session, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ChangeEffect Effect(long touched, LocalizedText on, LocalizedText off) => new(change.Feature, change.Year, change.Initiative, touched, change.On ? on : off);
        if (change.Feature == Features.Search)
        {
            var coming = await session.Query<Opportunity>().CountAsync(o => o.Ends > now, cancellationToken);
            return Effect(coming, new($"{coming:#,0} 件の募集を探せるようになります。", $"{coming:#,0} opportunities can be searched."),
                new($"検索のページがなくなります。{coming:#,0} 件の募集は、それぞれのページで見られます。", $"The search goes; the {coming:#,0} opportunities stay on their own pages."));
        }

        if (change.Feature == Features.PaperRecords)
        {
            var papers = await session.Query<PaperRecord>().CountAsync(cancellationToken);
            return Effect(papers, new("これまでの活動を入力できるようになります。", "What was done before can be entered."),
                new($"新しく入力できなくなります。入力済みの {papers:#,0} 件は残り、直せます。", $"Nothing new can be entered; the {papers:#,0} entered stay and can be corrected."));
        }

        if (change.Feature == Features.SavedSearches)
        {
            var saved = await session.Query<SavedSearch>().CountAsync(cancellationToken);
            return Effect(saved, new("検索の条件を保存できるようになり、新しい活動が知らされます。", "Searches can be saved, and people are told of what is new."),
                new($"新しく保存できなくなり、お知らせも止まります。保存済みの {saved:#,0} 件は残ります。", $"Nothing new can be saved and nobody is told; the {saved:#,0} saved ones stay."));
        }

        var today = JapanTime.DayOf(now);
        var open = await session.Query<Share>().CountAsync(s => s.EndedAt == null && s.Until >= today, cancellationToken);
        return Effect(open, new("活動手帳を新しく見せられるようになります。", "Records can be shown to somebody new."),
            new($"新しく見せられなくなります。いま見せている {open:#,0} 件は、期限まで見られます。", $"Nobody new can be shown a record; the {open:#,0} open ones stay until they end."));
    }
}
