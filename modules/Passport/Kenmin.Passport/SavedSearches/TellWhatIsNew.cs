using System.Globalization;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Passport.Opportunities;
using Kenmin.Passport.Search;
using Kenmin.Persistence;
using Kenmin.Persistence.Jobs;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.Passport.SavedSearches;

/// <summary>Tells people what is new among what they saved a search for (新着のお知らせ).</summary>
[MessageIdentity("passport.tell-what-is-new.v1")]
[NoNewEntries("tells of what there is; whether at all is decided by its service")]
public sealed record TellWhatIsNew;

/// <summary>Tells a batch.</summary>
public static class TellWhatIsNewHandler
{
    private const int Shown = 5, Counted = 50;

    /// <summary>From seven in the morning of the day. Without anything new nobody is told; the rows stay locked until it is done, so that another host tells others.</summary>
    public static async Task<(BatchDone, OutgoingMessages)> Handle(TellWhatIsNew command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        if (now < JapanTime.At(today, new(7, 0))) return (new(0), []);
        await session.PlanForValuesAsync(cancellationToken);
        var due = await session.QueryAsync<SavedSearch>("where d.next_on <= ? order by d.id limit ? for update skip locked", cancellationToken, today, BatchService.BatchSize);
        OutgoingMessages outgoing = [];
        foreach (var saved in due)
        {
            var found = await NewAsync(saved, session, now, cancellationToken);
            if (found.Count > 0) outgoing.Add(NoticeOf(saved, found, now));
            (saved.SeenUntil, saved.NextOn) = (now, SavedSearch.Next(saved.Every, today));
            session.Store(saved);
        }

        return (new(due.Count), outgoing);
    }

    private static async Task<IReadOnlyList<Opportunity>> NewAsync(SavedSearch saved, IQuerySession session, DateTimeOffset now, CancellationToken cancellationToken) =>
        saved.Input() is { Problems.Count: 0 } input
            ? await session.FindAsync(input.Query, new Conditions().And("(d.data ->> 'toldAt')::timestamptz > ?", saved.SeenUntil.ToUniversalTime()), now, Counted, cancellationToken)
            : [];

    private static NoticeIssued NoticeOf(SavedSearch saved, IReadOnlyList<Opportunity> found, DateTimeOffset now)
    {
        var count = found.Count == Counted ? $"{Counted}件以上" : $"{found.Count}件";
        LocalizedText Line(Opportunity o) => new(
            $"{JapanTime.Local(o.Starts).ToString("M月d日", CultureInfo.InvariantCulture)}　{o.Title.Ja}", $"{JapanTime.Local(o.Starts).ToString("d MMMM", CultureInfo.InvariantCulture)}: {o.Title.En}");
        var lines = found.Take(Shown).Select(Line).ToList();
        var more = found.Count > Shown;
        return new(
            FactId.Of(string.Create(CultureInfo.InvariantCulture, $"passport.what-is-new|{saved.Id:N}|{now.UtcTicks}")), saved.AccountId,
            new($"保存した条件に合う活動が新しく{count}あります", found.Count == 1 ? "Something new for a search you saved" : "New for a search you saved"),
            new(
                $"「{saved.Name}」：{string.Join("、", lines.Select(l => l.Ja))}{(more ? " ほか" : "")}",
                $"“{saved.Name}”: {string.Join("; ", lines.Select(l => l.En))}{(more ? " and more" : "")}"),
            $"/passport/searches/{saved.Id}", now, MailKinds.WhatIsNew);
    }
}

/// <summary>Looks every quarter of an hour who is to be told, while the search is on.</summary>
[NoNewEntries("tells of what there is")]
internal sealed class NewsOfSearches(IServiceProvider services, FeatureGates gates, TimeProvider clock, ILogger<NewsOfSearches> logger)
    : BatchService(services, TimeSpan.FromMinutes(15), clock, logger)
{
    /// <inheritdoc/>
    protected override object Command() => new TellWhatIsNew();

    /// <inheritdoc/>
    protected override async Task<bool> MayRunAsync() => await gates.IsOnNowAsync(Features.Search) && await gates.IsOnNowAsync(Features.SavedSearches);
}
