using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.Persistence.Jobs;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Help;

/// <summary>Ends what was not answered in time, and requests and offers whose last day is over (期限切れ).</summary>
[MessageIdentity("rural-leaders.expire-help.v1")]
[NoNewEntries("ends what exists")]
public sealed record ExpireHelp;

/// <summary>Ends a batch.</summary>
public static class ExpireHelpHandler
{
    /// <summary>Who had accepted is told that the other side did not answer; who asked is reminded to record how it went.</summary>
    public static async Task<(BatchDone, OutgoingMessages)> Handle(ExpireHelp command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        await session.BeginAsync(cancellationToken);
        // Rows that somebody is just changing are left to the next round.
        var requests = await session.QueryAsync<HelpRequest>(
            "where d.data ->> 'state' = 'Open' and (d.data ->> 'until')::date < ? order by d.id limit ? for update skip locked", cancellationToken, today, BatchService.BatchSize);
        var offers = await session.QueryAsync<HelpOffer>(
            "where d.data ->> 'state' = 'Open' and (d.data ->> 'until')::date < ? order by d.id limit ? for update skip locked", cancellationToken, today, BatchService.BatchSize);
        var matches = await session.QueryAsync<HelpMatch>(
            "where d.data ->> 'state' = 'Proposed' and (d.data ->> 'answerBy')::timestamptz <= ? order by d.id limit ? for update skip locked", cancellationToken, now.ToUniversalTime(), BatchService.BatchSize);
        OutgoingMessages outgoing = [];
        foreach (var request in requests)
        {
            request.State = HelpState.Over;
            session.Store(request);
            var promised = await session.Query<HelpMatch>().AnyAsync(m => m.RequestId == request.Id && m.State == MatchState.Agreed, cancellationToken);
            var served = promised || await session.Query<HelpMatch>().AnyAsync(m => m.RequestId == request.Id && m.State == MatchState.Done, cancellationToken);
            if (promised || !served) Tell(HelpNotices.RequestOver(request, promised, now));
            if (request.Public) outgoing.Add(new TellHelp(request.Id));
        }

        foreach (var offer in offers)
        {
            offer.State = HelpState.Over;
            session.Store(offer);
            Tell(HelpNotices.OfferOver(offer, now));
        }

        foreach (var match in matches)
        {
            match.Close(MatchState.Lapsed, null, "");
            session.Store(match);
            if (match.AskerAccepted is not null) Tell(HelpNotices.Lapsed(match, (await session.LoadAsync<HelpRequest>(match.RequestId, cancellationToken))?.AccountId, now));
            if (match.HelperAccepted is not null) Tell(HelpNotices.Lapsed(match, (await session.LoadAsync<HelpOffer>(match.OfferId, cancellationToken))?.AccountId, now));
        }

        return (new(new[] { requests.Count, offers.Count, matches.Count }.Max()), outgoing);

        void Tell(NoticeIssued? notice)
        {
            if (notice is not null) outgoing.Add(notice);
        }
    }
}

/// <summary>Looks every hour what is over.</summary>
[NoNewEntries("ends what exists")]
internal sealed class HelpExpiry(IServiceProvider services, TimeProvider clock, ILogger<HelpExpiry> logger) : BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    /// <inheritdoc/>
    protected override object Command() => new ExpireHelp();
}
