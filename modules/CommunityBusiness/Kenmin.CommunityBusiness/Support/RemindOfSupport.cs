using Kenmin.Accounts.Contracts;
using Kenmin.CommunityBusiness.Support.Dispatches;
using Kenmin.CommunityBusiness.Support.Experts;
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

namespace Kenmin.CommunityBusiness.Support;

/// <summary>Reminds of reports of visits that are due, and of consents to be listed that end soon (報告と同意の期限のお知らせ).</summary>
[MessageIdentity("community-business.remind-of-support.v1")]
[NoNewEntries("tells of what is due")]
public sealed record RemindOfSupport;

/// <summary>Reminds of a batch of each.</summary>
public static class RemindOfSupportHandler
{
    internal const int DaysBefore = 30;

    /// <summary>Once: the expert, or where they have no account the member of staff who sent them, or who noted the consent.</summary>
    public static async Task<(BatchDone, OutgoingMessages)> Handle(RemindOfSupport command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        OutgoingMessages outgoing = [];
        await session.BeginAsync(cancellationToken);
        var visits = await session.QueryAsync<Dispatch>(
            "where d.data ->> 'state' = 'Approved' and d.data ->> 'reportAsked' is distinct from 'true' and (d.data -> 'approval' ->> 'visitOn')::date < ? order by d.id limit ? for update skip locked", cancellationToken, today, BatchService.BatchSize);
        var ventures = (await session.LoadManyAsync<Venture>(cancellationToken, [.. visits.Select(d => d.VentureId).Distinct()])).ToDictionary(v => v.Id);
        var experts = (await session.LoadManyAsync<Expert>(cancellationToken, [.. visits.Select(d => d.ExpertId).OfType<Guid>().Distinct()])).ToDictionary(e => e.Id);
        foreach (var visit in visits)
        {
            visit.ReportAsked = true;
            session.Store(visit);
            if (!ventures.TryGetValue(visit.VentureId, out var venture)) continue;
            outgoing.AddRange(ReportDue(visit, venture, visit.ExpertId is { } id && experts.TryGetValue(id, out var expert) ? expert.AccountId : null, now));
        }

        var ending = await session.QueryAsync<Expert>(
            "where (d.data -> 'consent' ->> 'until')::date between ? and ? and d.data -> 'consent' ->> 'told' is distinct from 'true' order by d.id limit ? for update skip locked", cancellationToken, today, today.AddDays(DaysBefore), BatchService.BatchSize);
        foreach (var expert in ending)
        {
            expert.Consent = expert.Consent! with { Told = true };
            session.Store(expert);
            outgoing.AddRange(ConsentEnds(expert, expert.Consent, now));
        }

        return (new(Math.Max(visits.Count, ending.Count)), outgoing);
    }

    private static IEnumerable<NoticeIssued> ReportDue(Dispatch visit, Venture venture, Guid? expert, DateTimeOffset now)
    {
        var to = expert ?? visit.Approval!.By.AccountId;
        if (to == Guid.Empty) yield break;
        yield return new(
            FactId.Of($"community-business.report-due|{visit.Id:N}|{to:N}"), to, new("派遣の報告をお願いします", "Please report a visit"),
            new($"{Dates.LongText(visit.Approval!.VisitOn).Ja}の「{venture.Title}」への派遣の報告が、まだありません。", $"The visit to “{venture.Title}” on {Dates.LongText(visit.Approval.VisitOn).En} is not reported yet."),
            expert is null ? $"/staff/community-business/dispatches/{visit.Id}" : $"/community-business/expert/visits/{visit.Id}", now, MailKinds.Ventures);
    }

    // A name may be read by others in a mail: whose consent it is stands on the page only.
    private static IEnumerable<NoticeIssued> ConsentEnds(Expert expert, ListingConsent consent, DateTimeOffset now)
    {
        var to = expert.AccountId ?? consent.By.AccountId;
        if (to == Guid.Empty) yield break;
        yield return new(
            FactId.Of($"community-business.listing-ends|{expert.Id:N}|{consent.Until:O}|{consent.From:O}|{to:N}"), to, new("専門家として載せる同意の期限が近づいています", "A consent to be listed as an expert ends soon"),
            new($"同意は{Dates.LongText(consent.Until).Ja}までです。延ばさなければ、そのあとは載りません。", $"It ends on {Dates.LongText(consent.Until).En}; unless it is prolonged, the entry is not listed after that."),
            expert.AccountId is null ? $"/staff/community-business/experts/{expert.Id}" : "/community-business/expert", now, MailKinds.Ventures);
    }
}

/// <summary>Looks every hour.</summary>
[NoNewEntries("tells of what is due")]
internal sealed class SupportReminders(IServiceProvider services, TimeProvider clock, ILogger<SupportReminders> logger) : BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    /// <inheritdoc/>
    protected override object Command() => new RemindOfSupport();
}
