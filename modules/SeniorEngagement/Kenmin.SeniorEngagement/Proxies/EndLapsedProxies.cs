using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.Persistence.Jobs;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.CheckIns;
using Kenmin.SeniorEngagement.Requests;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Proxies;

/// <summary>Notes up to a batch of proxies as ended whose last day is over, or which nobody took on.</summary>
[MessageIdentity("senior-engagement.end-lapsed-proxies.v1")]
[NoNewEntries("ends what is over")]
public sealed record EndLapsedProxies;

/// <summary>Notes it.</summary>
public static class EndLapsedProxiesHandler
{
    /// <summary>Nobody can act from the day after anyway; this tells the ledger and who acted.</summary>
    public static async Task<(BatchDone, OutgoingMessages)> Handle(EndLapsedProxies command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var today = JapanTime.DayOf(now);
        OutgoingMessages outgoing = [];
        var over = await session.Query<Proxy>().Where(p => p.EndedAt == null && (p.Until < today || (p.ProxyAccountId == null && p.Relation != ProxyRelation.Staff && p.AcceptUntil < today)))
            .OrderBy(p => p.HolderId).Take(BatchService.BatchSize).ToListAsync(cancellationToken);
        foreach (var found in over)
        {
            await session.TakeTurnsAsync(ProxyRules.TurnOf(found.HolderId), cancellationToken);
            if (await session.LockAsync<Proxy>(found.Id, cancellationToken) is not { EndedAt: null } proxy) continue;
            if (await session.LoadAsync<CardHolder>(proxy.HolderId, cancellationToken) is { } holder)
                outgoing.AddRange(await session.EndAsync(holder, [proxy], null, ActingAs.Staff, ConsentChannel.Page, now, cancellationToken));
            if (proxy.ProxyAccountId is { } account) outgoing.Add(ProxyNotices.Ended(proxy, account, now));
        }

        return (new(over.Count), outgoing);
    }
}

/// <summary>Looks hourly. Runs on every host; they take turns.</summary>
[NoNewEntries("ends what is over")]
internal sealed class ProxyClock(IServiceProvider services, TimeProvider clock, ILogger<ProxyClock> logger) : BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    /// <inheritdoc/>
    protected override object Command() => new EndLapsedProxies();
}

/// <summary>A person withdrew a consent on the page of consents: nobody acts for them any more, nobody calls, or asks them to lead.</summary>
[WolverineHandler]
[StickyHandler("senior-engagement-consents-withdrawn")]
[NoNewEntries("people rule over their data whatever is switched on")]
public static class OnConsentWithdrawn
{
    /// <summary>Ends all that were opened before; the ledger knows already.</summary>
    public static async Task<OutgoingMessages> Handle(ConsentWithdrawn message, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (message.Purpose == Purposes.CheckIn)
        {
            await session.TakeTurnsAsync(ProxyRules.TurnOf(message.PersonId), cancellationToken);
            if (await session.LoadAsync<CheckIn>(message.PersonId, cancellationToken) is { EndedAt: null } checkIn && checkIn.AgreedAt <= message.At) session.Stop(checkIn, clock.GetUtcNow());
            return [];
        }

        if (message.Purpose == Purposes.Leading)
        {
            await session.TakeTurnsAsync(ProxyRules.TurnOf(message.PersonId), cancellationToken);
            return await session.LoadAsync<LeaderProfile>(message.PersonId, cancellationToken) is { EndedAt: null } profile && profile.AgreedAt <= message.At
                ? [.. await EndLeaderProfileHandler.EndAsync(session, profile, clock.GetUtcNow(), cancellationToken)] : [];
        }

        if (message.Purpose != Purposes.Proxy) return [];
        await session.TakeTurnsAsync(ProxyRules.TurnOf(message.PersonId), cancellationToken);
        if (await session.LoadAsync<CardHolder>(message.PersonId, cancellationToken) is not { } holder) return [];
        var now = clock.GetUtcNow();
        var ended = (await session.Query<Proxy>().Where(p => p.HolderId == holder.Id && p.EndedAt == null).ToListAsync(cancellationToken)).Where(p => p.AgreedAt <= message.At).ToList();
        await session.EndAsync(holder, ended, null, ActingAs.Self, message.Channel, now, cancellationToken);
        return [.. ended.Where(p => p.ProxyAccountId is not null).Select(p => ProxyNotices.Ended(p, p.ProxyAccountId!.Value, now))];
    }
}
