using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.FollowUps;
using Kenmin.CommunityBusiness.Library;
using Kenmin.CommunityBusiness.Showcase;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.Persistence;
using Kenmin.Persistence.Jobs;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CommunityBusiness.Consents;

/// <summary>Asks for stories that would be worth telling, and reminds of consents that end soon (体験談のお願いと、同意の期限のお知らせ).</summary>
[MessageIdentity("community-business.remind-of-publicity.v1")]
[NoNewEntries("tells of what is due; asks for stories only while they are taken")]
public sealed record RemindOfPublicity;

/// <summary>Does so for a batch of each.</summary>
public static class RemindOfPublicityHandler
{
    internal const int DaysBefore = 30;

    /// <summary>Once each: who stopped, and who answered one and three years after the launch; and the owner, or who noted the consent for who has no account.</summary>
    public static async Task<(BatchDone, OutgoingMessages)> Handle(RemindOfPublicity command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        OutgoingMessages outgoing = [];
        await session.BeginAsync(cancellationToken);
        var most = 0;
        if (await gates.IsOnNowAsync(Features.Library))
            most = Math.Max(await AskStoppedAsync(session, outgoing, now, cancellationToken), await AskLaunchedAsync(session, outgoing, now, cancellationToken));
        var ended = await RemindAsync<Story>(session, s => (s.VentureId, s.Consent!), (s, consent) => s.Consent = consent, "story", new("体験談を公開する同意の期限が近づいています", "The consent to publish your story ends soon"), outgoing, now, cancellationToken);
        var shown = await RemindAsync<Showing>(session, s => (s.Id, s.Consent!), (s, consent) => s.Consent = consent, "showcase", new("事業を紹介する同意の期限が近づいています", "The consent to show your business ends soon"), outgoing, now, cancellationToken);
        return (new(Math.Max(most, Math.Max(ended, shown))), outgoing);
    }

    private static async Task<int> AskStoppedAsync(IDocumentSession session, OutgoingMessages outgoing, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ventures = await session.QueryAsync<Venture>(
            "where d.data ->> 'state' = 'Stopped' and d.data ->> 'storyAsked' is distinct from 'true' order by d.id limit ? for update skip locked", cancellationToken, BatchService.BatchSize);
        var told = await ToldAsync(session, ventures, cancellationToken);
        foreach (var venture in ventures)
        {
            venture.StoryAsked = true;
            session.Store(venture);
            if (!told.Contains(venture.Id)) outgoing.AddRange(Ask(venture, "stopped", now));
        }

        return ventures.Count;
    }

    private static async Task<int> AskLaunchedAsync(IDocumentSession session, OutgoingMessages outgoing, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var answered = await session.QueryAsync<FollowUp>(
            "where (d.data ->> 'months')::int >= ? and d.data -> 'answer' ->> 'at' is not null and d.data ->> 'storyAsked' is distinct from 'true' order by d.id limit ? for update skip locked", cancellationToken, LibraryAsks.FromMonths, BatchService.BatchSize);
        var ventures = (await session.LoadManyAsync<Venture>(cancellationToken, [.. answered.Select(f => f.VentureId).Distinct()])).ToDictionary(v => v.Id);
        var told = await ToldAsync(session, [.. ventures.Values], cancellationToken);
        foreach (var asked in answered)
        {
            asked.StoryAsked = true;
            session.Store(asked);
            if (ventures.TryGetValue(asked.VentureId, out var venture) && !told.Contains(venture.Id)) outgoing.AddRange(Ask(venture, $"months-{asked.Months}", now));
        }

        return answered.Count;
    }

    private static async Task<HashSet<Guid>> ToldAsync(IDocumentSession session, IReadOnlyList<Venture> ventures, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. ventures.Select(v => v.Id)];
        return [.. (await session.Query<Story>().Where(s => s.VentureId.IsOneOf(ids)).ToListAsync(cancellationToken)).Select(s => s.VentureId)];
    }

    // What did not go well is as welcome as what did.
    private static IEnumerable<NoticeIssued> Ask(Venture venture, string why, DateTimeOffset now) => venture.Accounts.Distinct().Select(account => new NoticeIssued(
        FactId.Of($"community-business.story-asked|{venture.Id:N}|{why}|{account:N}"), account, new("やってみてわかったことを聞かせてください", "Would you tell what you found out?"),
        why == "stopped"
            ? new($"「{venture.Title}」に取り組んでくださり、ありがとうございました。うまくいかなかったことも、次に始める人の力になります。よろしければ、体験談を書いてください。", $"Thank you for “{venture.Title}”. What did not work helps those who come next as well. If you like, write its story.")
            : new($"「{venture.Title}」のその後を教えてくださり、ありがとうございました。よろしければ、これから始める人のために、体験談を書いてください。", $"Thank you for telling how “{venture.Title}” goes. If you like, write its story for those who come next."),
        $"/community-business/mine/{venture.Id}/story", now, MailKinds.Ventures));

    private static async Task<int> RemindAsync<T>(
        IDocumentSession session, Func<T, (Guid Venture, PublicConsent Consent)> of, Action<T, PublicConsent> keep, string page, LocalizedText subject, OutgoingMessages outgoing, DateTimeOffset now, CancellationToken cancellationToken)
        where T : class
    {
        var today = JapanTime.DayOf(now);
        var ending = await session.QueryAsync<T>(
            "where (d.data -> 'consent' ->> 'until')::date between ? and ? and d.data -> 'consent' ->> 'told' is distinct from 'true' order by d.id limit ? for update skip locked", cancellationToken, today, today.AddDays(DaysBefore), BatchService.BatchSize);
        var ventures = (await session.LoadManyAsync<Venture>(cancellationToken, [.. ending.Select(e => of(e).Venture).Distinct()])).ToDictionary(v => v.Id);
        foreach (var one in ending)
        {
            var (id, consent) = of(one);
            keep(one, consent with { Told = true });
            session.Store(one);
            if (!ventures.TryGetValue(id, out var venture)) continue;
            var to = venture.OwnerAccountId ?? consent.By.AccountId;
            if (to == Guid.Empty) continue;
            outgoing.Add(new NoticeIssued(
                FactId.Of($"community-business.consent-ends|{page}|{id:N}|{consent.From:O}|{consent.Until:O}|{to:N}"), to, subject,
                new($"「{venture.Title}」の公開への同意は{Dates.LongText(consent.Until).Ja}までです。延ばさなければ、そのあとは公開されません。", $"The consent for “{venture.Title}” ends on {Dates.LongText(consent.Until).En}; unless it is prolonged, nothing is shown after that."),
                venture.OwnerAccountId is null ? $"/staff/community-business/ventures/{id}/{page}" : $"/community-business/mine/{id}/{page}", now, MailKinds.Ventures));
        }

        return ending.Count;
    }
}

/// <summary>Looks every hour.</summary>
[NoNewEntries("tells of what is due; asks for stories only while they are taken")]
internal sealed class PublicityReminders(IServiceProvider services, TimeProvider clock, ILogger<PublicityReminders> logger) : BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    /// <inheritdoc/>
    protected override object Command() => new RemindOfPublicity();
}
