using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Transport;

/// <summary>A driver or a rider says yes or no to the other (相乗りの申し出と返事). It is agreed once both say yes.</summary>
/// <param name="OfferId">The car.</param>
/// <param name="RequestId">The request.</param>
/// <param name="Yes">Yes, or no.</param>
/// <param name="By">Who says so.</param>
/// <param name="As">As what, on the rider's side; null on the driver's.</param>
[MessageIdentity("senior-engagement.say-ride.v1")]
[NewEntries(Features.Rides)]
public sealed record SayRide(Guid OfferId, Guid RequestId, bool Yes, Doer By, ActingAs? As);

/// <summary>Keeps it.</summary>
public static class SayRideHandler
{
    /// <summary>
    /// A first word needs the feature; what was begun can be answered whatever is switched off. Who drives does not answer for who rides.
    /// The car is held before the request, so that no seat is given twice and nobody has two.
    /// </summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(SayRide command, IDocumentSession session, FeatureGates gates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await session.LockAsync<RideOffer>(command.OfferId, cancellationToken) is not { } offer || await session.LockAsync<RideRequest>(command.RequestId, cancellationToken) is not { } request
            || offer.ActivityId != request.ActivityId || await session.LoadAsync<CardHolder>(request.HolderId, cancellationToken) is not { } holder) return (CommandAnswer.Unknown, []);
        if (command.As is { } side ? !await RideMatching.MayActAsync(session, holder, command.By, side, now, cancellationToken) : offer.DriverId != command.By.AccountId) return (CommandAnswer.Unknown, []);
        if (offer.DriverId == holder.AccountId || (command.As is not null && command.By.AccountId == offer.DriverId))
            return (CommandAnswer.Refused("same-person", "運転する人は、乗る人の代わりに返事できません。ご本人か、ほかの代理の人が返事してください。", "Who drives cannot answer for who rides: the person, or somebody else who acts for them, has to."), []);
        if (offer.Withdrawn || request.State == RideRequestState.Cancelled) return (RideAnswers.Off, []);
        if (offer.Starts <= now) return (RideAnswers.Begun, []);
        var match = await session.LoadAsync<RideMatch>(RideMatch.IdOf(offer.Id, request.Id), cancellationToken);
        if (match is null && !command.Yes) return (CommandAnswer.Unknown, []);
        if (match is null && !await gates.IsOnNowAsync(Features.Rides)) return (CommandAnswer.Off, []);
        match ??= new() { Id = RideMatch.IdOf(offer.Id, request.Id), OfferId = offer.Id, RequestId = request.Id };
        return await RideMatching.SayAsync(session, offer, request, match, command.Yes, driver: command.As is null, now, cancellationToken);
    }
}

/// <summary>One of two takes back what was agreed (取りやめ).</summary>
/// <param name="OfferId">The car.</param>
/// <param name="RequestId">The request.</param>
/// <param name="By">Who takes it back.</param>
/// <param name="As">As what, on the rider's side; null on the driver's.</param>
[MessageIdentity("senior-engagement.call-off-ride.v1")]
[NoNewEntries("ends what exists")]
public sealed record CallOffRide(Guid OfferId, Guid RequestId, Doer By, ActingAs? As);

/// <summary>Takes it back.</summary>
public static class CallOffRideHandler
{
    /// <summary>The request is open again; the other one is told.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> Handle(CallOffRide command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await session.LockAsync<RideOffer>(command.OfferId, cancellationToken) is not { } offer || await session.LockAsync<RideRequest>(command.RequestId, cancellationToken) is not { } request
            || await session.LoadAsync<CardHolder>(request.HolderId, cancellationToken) is not { } holder
            || await session.LoadAsync<RideMatch>(RideMatch.IdOf(offer.Id, request.Id), cancellationToken) is not { } match) return (CommandAnswer.Unknown, []);
        if (command.As is { } side ? !await RideMatching.MayActAsync(session, holder, command.By, side, now, cancellationToken) : offer.DriverId != command.By.AccountId) return (CommandAnswer.Unknown, []);
        if (match.State != RideMatchState.Agreed) return (CommandAnswer.Done, []);
        if (offer.Ends <= now) return (RideAnswers.Begun, []);
        RideMatching.Open(request);
        (match.State, match.At, match.DriverSays, match.RiderSays) = (RideMatchState.CalledOff, now, null, null);
        await RideSeats.FreeAsync(session, request, cancellationToken);
        session.Store(match);
        session.Store(request);
        OutgoingMessages outgoing = [];
        if (command.As is not null) outgoing.Add(RideNotices.ToDriver(offer, $"called-off|{request.Id:N}|{now.UtcTicks}", RideNotices.RiderOff(request), now));
        else outgoing.AddRange(await RideNotices.ToRiderAsync(session, request, $"called-off|{offer.Id:N}|{now.UtcTicks}", RideNotices.DriverOff(offer, null), now, cancellationToken));
        return (CommandAnswer.Done, outgoing);
    }
}

/// <summary>What commands about a car and a request have in common; the caller holds both rows.</summary>
internal static class RideMatching
{
    /// <summary>Whether somebody may act for a person: the person, a proxy, or staff for who has no account or lets them.</summary>
    public static async Task<bool> MayActAsync(IDocumentSession session, CardHolder holder, Doer by, ActingAs @as, DateTimeOffset now, CancellationToken cancellationToken) => @as switch
    {
        ActingAs.Self => holder.AccountId == by.AccountId,
        ActingAs.Proxy => await session.MayActAsync(holder.Id, by.AccountId, JapanTime.DayOf(now), cancellationToken),
        _ => holder.AccountId is null || await session.StaffMayActAsync(holder.Id, JapanTime.DayOf(now), cancellationToken),
    };

    /// <summary>A request that looks for a car again.</summary>
    public static void Open(RideRequest request) => (request.State, request.OfferId) = (RideRequestState.Open, null);

    /// <summary>One side says yes or no.</summary>
    public static async Task<(CommandAnswer, OutgoingMessages)> SayAsync(
        IDocumentSession session, RideOffer offer, RideRequest request, RideMatch match, bool yes, bool driver, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (match.State == RideMatchState.Agreed)
            return (yes ? CommandAnswer.Done : CommandAnswer.Refused("agreed", "もう決まっています。やめるときは「取りやめる」を押してください。", "It is agreed already. To end it, call it off."), []);
        if (!yes) return await SayNoAsync(session, offer, request, match, driver, now, cancellationToken);
        if (request.State == RideRequestState.Agreed)
            return (CommandAnswer.Refused("has-seat", "この人の送迎は、ほかの車に決まりました。", "A seat in another car is agreed already."), []);
        // Who was told no is not asked again; who said no may think better of it.
        if (match is { State: RideMatchState.Declined } && (driver ? match.RiderSays : match.DriverSays) == false)
            return (CommandAnswer.Refused("declined", "相手の方の都合が合いませんでした。ほかの方をさがしてください。", "It does not suit the other one. Please look for somebody else."), []);
        if (!(await RideSeats.FreeAsync(session, offer.Id, cancellationToken)).Take(request))
            return (CommandAnswer.Refused("full", "空いている席が足りません。", "There are too few free seats."), []);
        var was = match.State;
        if (driver) match.DriverSays = true;
        else match.RiderSays = true;
        (match.State, match.At) = (match is { DriverSays: true, RiderSays: true } ? RideMatchState.Agreed : RideMatchState.Proposed, now);
        session.Store(match);
        if (match.State == RideMatchState.Proposed)
            return (CommandAnswer.Done, driver
                ? [.. await RideNotices.ToRiderAsync(session, request, $"proposed|{offer.Id:N}|{was}", RideNotices.DriverAsks(offer), now, cancellationToken)]
                : [RideNotices.ToDriver(offer, $"proposed|{request.Id:N}|{was}", RideNotices.RiderAsks(request), now)]);
        await RideSeats.TakeAsync(session, offer.Id, request, cancellationToken);
        (request.State, request.OfferId) = (RideRequestState.Agreed, offer.Id);
        session.Store(request);
        foreach (var other in await session.Query<RideMatch>().Where(m => m.RequestId == request.Id && m.Id != match.Id && m.State == RideMatchState.Proposed).ToListAsync(cancellationToken))
        {
            (other.State, other.At, other.RiderSays, other.DriverSays) = (RideMatchState.Declined, now, null, null);
            session.Store(other);
        }

        return (CommandAnswer.Done,
        [
            RideNotices.ToDriver(offer, $"agreed|{request.Id:N}|{now.UtcTicks}", RideNotices.AgreedWithRider(request), now),
            .. await RideNotices.ToRiderAsync(session, request, $"agreed|{offer.Id:N}|{now.UtcTicks}", RideNotices.AgreedWithDriver(offer), now, cancellationToken),
        ]);
    }

    private static async Task<(CommandAnswer, OutgoingMessages)> SayNoAsync(
        IDocumentSession session, RideOffer offer, RideRequest request, RideMatch match, bool driver, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (match.State == RideMatchState.Declined) return (CommandAnswer.Done, []);
        var waited = (driver ? match.RiderSays : match.DriverSays) == true;
        (match.State, match.At, match.DriverSays, match.RiderSays) = (RideMatchState.Declined, now, driver ? false : null, driver ? null : false);
        session.Store(match);
        if (!waited) return (CommandAnswer.Done, []);
        return (CommandAnswer.Done, driver
            ? [.. await RideNotices.ToRiderAsync(session, request, $"declined|{offer.Id:N}", RideNotices.Declined(offer.What), now, cancellationToken)]
            : [RideNotices.ToDriver(offer, $"declined|{request.Id:N}", RideNotices.Declined(offer.What), now)]);
    }
}
