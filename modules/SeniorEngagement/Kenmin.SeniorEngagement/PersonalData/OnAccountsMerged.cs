using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.CheckIns;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SeniorEngagement.Points;
using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SeniorEngagement.Requests;
using Kenmin.SeniorEngagement.Training;
using Kenmin.SeniorEngagement.Transport;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.PersonalData;

/// <summary>What a merging of accounts moved here, so that it can be put back.</summary>
public sealed class AccountMergeSeen
{
    /// <summary>The merging.</summary>
    public Guid Id { get; set; }

    /// <summary>The account that stays.</summary>
    public Guid KeptId { get; set; }

    /// <summary>The account that went.</summary>
    public Guid GoneId { get; set; }

    /// <summary>The person whose card changed hands, where the account that stays had none.</summary>
    public Guid? HolderId { get; set; }

    /// <summary>The card of the account that went, where both had one.</summary>
    public CardHolder? Gone { get; set; }

    /// <summary>What belonged to that card and moved to the other.</summary>
    public IReadOnlyList<Guid> Moved { get; set; } = [];

    /// <summary>The proxies that the account that went had taken on.</summary>
    public List<Guid> Proxies { get; set; } = [];

    /// <summary>Whose collecting of points changed hands.</summary>
    public List<Guid> Members { get; set; } = [];

    /// <summary>The activities that changed hands.</summary>
    public List<Guid> Activities { get; set; } = [];

    /// <summary>The exchanges of points that changed hands.</summary>
    public List<Guid> Exchanges { get; set; } = [];

    /// <summary>Rides that changed hands.</summary>
    public RidesMoved Rides { get; set; } = new();

    /// <summary>What of circles went from the one card to the other.</summary>
    public CirclesMoved Circles { get; set; } = new();

    /// <summary>The person whose card stays, where both had one.</summary>
    public Guid? KeptHolderId { get; set; }

    /// <summary>Whether the agreement to be called went along.</summary>
    public bool CheckInMoved { get; set; }

    /// <summary>Courses and licences that changed hands, where both had a card.</summary>
    public LicencesMoved Licences { get; set; } = new();

    /// <summary>What of leading changed hands.</summary>
    public LeadingMoved Leading { get; set; } = new();

    /// <summary>Whether it was undone, also before it came.</summary>
    public bool Undone { get; set; }
}

/// <summary>The card of the account that went, and whom it acts for, become the other's.</summary>
[WolverineHandler]
[StickyHandler("senior-engagement-accounts-merged")]
[NoNewEntries("joins what exists")]
public static class OnAccountsMerged
{
    /// <summary>Where both have a card, that of the account that stays stands; who may act for either may act for the one person.</summary>
    public static async Task<OutgoingMessages> Handle(
        AccountsMerged message, IDocumentSession session, IParticipation<ISeniorEngagementStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync($"merge|{message.MergeId:N}", cancellationToken);
        if (await session.LoadAsync<AccountMergeSeen>(message.MergeId, cancellationToken) is not null) return [];
        await session.TakeTurnsAsync([SaveCardHandler.TurnOfAccount(message.KeptId), SaveCardHandler.TurnOfAccount(message.GoneId)], cancellationToken);
        var seen = new AccountMergeSeen { Id = message.MergeId, KeptId = message.KeptId, GoneId = message.GoneId };
        OutgoingMessages outgoing = [];
        if (await session.OfAccountAsync(message.GoneId, cancellationToken) is { } gone)
        {
            if (await session.OfAccountAsync(message.KeptId, cancellationToken) is { } kept)
            {
                seen.Gone = gone;
                seen.Moved = await session.MovePersonAsync(gone, kept, cancellationToken);
                seen.Rides.Requests = await RidesOfPerson.MoveRequestsAsync(session, gone.Id, kept.Id, null, cancellationToken);
                (seen.Circles, seen.KeptHolderId) = (await CirclesOfPerson.MoveAsync(session, gone.Id, kept.Id, null, JapanTime.Today(clock), cancellationToken), kept.Id);
                seen.Circles.SignUps = [.. (await participation.SignUpsOfPersonAsync(gone.Id, cancellationToken)).Select(s => s.OpeningId)];
                seen.CheckInMoved = await CheckInsOfPerson.MoveAsync(session, gone.Id, kept.Id, cancellationToken);
                outgoing.Add(new MoveSignUps(gone.Id, kept.Id, message.MergeId));
                seen.Licences = await LicencesOfPerson.MoveAsync(session, gone.Id, kept.Id, null, cancellationToken);
                outgoing.AddRange([new TellLicences(gone.Id), new TellLicences(kept.Id)]);
                seen.Leading = await LeadersOfPerson.MoveAsync(session, gone.Id, kept.Id, null, clock.GetUtcNow(), cancellationToken);
                outgoing.AddRange(seen.Leading.Told);
                session.Delete<CardHolder>(gone.Id);
            }
            else
            {
                (gone.AccountId, seen.HolderId) = (message.KeptId, gone.Id);
                session.Store(gone);
                outgoing.Add(new PersonConnected(gone.Id, message.KeptId));
                outgoing.Add(new TellMeetingsOf(gone.Id));
                outgoing.Add(new TellLicences(gone.Id));
                outgoing.AddRange(await LeadersOfPerson.ToTellAsync(session, gone.Id, cancellationToken));
            }
        }

        seen.Leading.Requests = await LeadersOfPerson.MoveRequestsAsync(session, message.GoneId, message.KeptId, null, cancellationToken);

        foreach (var proxy in await session.Query<Proxy>().Where(p => p.ProxyAccountId == message.GoneId).ToListAsync(cancellationToken))
        {
            proxy.ProxyAccountId = message.KeptId;
            session.Store(proxy);
            seen.Proxies.Add(proxy.Id);
        }

        var points = await PointsOfPerson.MoveAsync(session, message.GoneId, message.KeptId, null, clock.GetUtcNow(), cancellationToken);
        (seen.Members, seen.Activities, seen.Exchanges) = (points.Members, points.Activities, points.Exchanges);
        seen.Rides.Offers = await RidesOfPerson.MoveOffersAsync(session, message.GoneId, message.KeptId, null, cancellationToken);
        outgoing.AddRange(await ToTellAsync(session, [message.GoneId, message.KeptId], cancellationToken));
        session.Insert(seen);
        foreach (var going in await session.Query<CompanionSignUps>().Where(s => s.AccountId == message.GoneId).ToListAsync(cancellationToken))
        {
            going.AccountId = message.KeptId;
            session.Store(going);
        }

        return outgoing;
    }

    // The rows are read before the moves are saved: whoever collects points with either account.
    internal static async Task<IEnumerable<object>> ToTellAsync(IDocumentSession session, IReadOnlyList<Guid> accounts, CancellationToken cancellationToken) =>
        (await PointActivities.MembersOfAsync(session, accounts.Cast<Guid?>(), cancellationToken)).Select(m => new TellPoints(m.Id));
}

/// <summary>Puts back what <see cref="OnAccountsMerged"/> moved.</summary>
[WolverineHandler]
[StickyHandler("senior-engagement-accounts-unmerged")]
[NoNewEntries("takes apart what was joined by mistake")]
public static class OnAccountsUnmerged
{
    /// <summary>Where the merging has not come yet, it is noted that it need not be done any more.</summary>
    public static async Task<OutgoingMessages> Handle(AccountsUnmerged message, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync($"merge|{message.MergeId:N}", cancellationToken);
        if (await session.LoadAsync<AccountMergeSeen>(message.MergeId, cancellationToken) is not { } seen)
        {
            session.Insert(new AccountMergeSeen { Id = message.MergeId, KeptId = message.KeptId, GoneId = message.GoneId, Undone = true });
            return [];
        }

        if (seen.Undone) return [];
        await session.TakeTurnsAsync([SaveCardHandler.TurnOfAccount(message.KeptId), SaveCardHandler.TurnOfAccount(message.GoneId)], cancellationToken);
        OutgoingMessages outgoing = [];
        if (seen.HolderId is { } id && await session.LockAsync<CardHolder>(id, cancellationToken) is { } holder && holder.AccountId == message.KeptId)
        {
            holder.AccountId = message.GoneId;
            session.Store(holder);
            outgoing.Add(new PersonConnected(holder.Id, message.GoneId));
            outgoing.Add(new TellMeetingsOf(holder.Id));
            outgoing.Add(new TellLicences(holder.Id));
            outgoing.AddRange(await LeadersOfPerson.ToTellAsync(session, holder.Id, cancellationToken));
        }

        if (seen.Gone is { } gone) session.Store(gone);
        if (seen.Gone is { Id: var goneId } && seen.KeptHolderId is { } keptId)
        {
            await CirclesOfPerson.MoveAsync(session, keptId, goneId, seen.Circles, JapanTime.Today(clock), cancellationToken);
            if (seen.CheckInMoved) await CheckInsOfPerson.MoveAsync(session, keptId, goneId, cancellationToken);
            outgoing.Add(new MoveSignUps(goneId, keptId, message.MergeId));
        }

        foreach (var proxy in await session.LoadManyAsync<Proxy>(cancellationToken, [.. seen.Moved.Concat(seen.Proxies).Distinct()]))
        {
            if (seen.Gone is { } back && seen.Moved.Contains(proxy.Id)) proxy.HolderId = back.Id;
            if (seen.Proxies.Contains(proxy.Id) && proxy.ProxyAccountId == message.KeptId) proxy.ProxyAccountId = message.GoneId;
            session.Store(proxy);
        }

        foreach (var entry in await session.LoadManyAsync<CardEntry>(cancellationToken, [.. seen.Moved]))
        {
            if (seen.Gone is { } back) entry.HolderId = back.Id;
            session.Store(entry);
        }

        await PointsOfPerson.MoveAsync(
            session, message.KeptId, message.GoneId, new() { Members = seen.Members, Activities = seen.Activities, Exchanges = seen.Exchanges, Of = message.GoneId }, clock.GetUtcNow(), cancellationToken);
        await RidesOfPerson.MoveOffersAsync(session, message.KeptId, message.GoneId, seen.Rides.Offers, cancellationToken);
        if (seen.Gone is { } former && await session.OfAccountAsync(message.KeptId, cancellationToken) is { } stays)
        {
            await RidesOfPerson.MoveRequestsAsync(session, stays.Id, former.Id, seen.Rides.Requests, cancellationToken);
            await LicencesOfPerson.MoveAsync(session, stays.Id, former.Id, seen.Licences, cancellationToken);
            outgoing.AddRange([new TellLicences(stays.Id), new TellLicences(former.Id)]);
            outgoing.AddRange((await LeadersOfPerson.MoveAsync(session, stays.Id, former.Id, seen.Leading, clock.GetUtcNow(), cancellationToken)).Told);
        }

        await LeadersOfPerson.MoveRequestsAsync(session, message.KeptId, message.GoneId, seen.Leading.Requests, cancellationToken);
        outgoing.AddRange(await OnAccountsMerged.ToTellAsync(session, [message.GoneId, message.KeptId], cancellationToken));
        (seen.Undone, seen.Gone, seen.Moved, seen.Leading.Gone) = (true, null, [], null);
        session.Store(seen);
        return outgoing;
    }
}
