using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.Persistence.Jobs;
using Kenmin.SeniorEngagement.Steps;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Transport;

/// <summary>Rides follow their activity: it has another time, or is off.</summary>
/// <param name="ActivityId">The activity.</param>
[MessageIdentity("senior-engagement.follow-activity.v1")]
[NoNewEntries("follows what other modules changed")]
public sealed record FollowActivity(Guid ActivityId);

/// <summary>Follows.</summary>
public static class FollowActivityHandler
{
    /// <summary>What was agreed stays agreed at the new time, and both are told; sent again, nothing more happens.</summary>
    public static async Task<OutgoingMessages> Handle(FollowActivity message, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (id, now) = (message.ActivityId, clock.GetUtcNow());
        var activity = await session.LoadAsync<StepOpportunity>(id, cancellationToken);
        OutgoingMessages outgoing = [];
        foreach (var found in await session.Query<RideOffer>().Where(o => o.ActivityId == id && !o.Withdrawn).OrderBy(o => o.Id).Select(o => o.Id).ToListAsync(cancellationToken))
        {
            if (await session.LockAsync<RideOffer>(found, cancellationToken) is not { Withdrawn: false } offer || offer.Ends <= now) continue;
            if (activity is null or { Withdrawn: true })
            {
                await WithdrawRideHandler.EndAsync(session, offer, "活動の募集の取りやめ", now, cancellationToken);
                outgoing.Add(RideNotices.ToDriver(offer, "activity-off", RideNotices.ActivityOff(offer.What), now));
            }
            else if ((offer.Starts, offer.Ends) != (activity.Starts, activity.Ends))
            {
                (offer.LeavesAt, offer.Starts, offer.Ends, offer.What) = (offer.LeavesAt + (activity.Starts - offer.Starts), activity.Starts, activity.Ends, activity.Title);
                offer.ShownUntil = RideRules.ShownUntil(offer.Ends);
                session.Store(offer);
                outgoing.Add(RideNotices.ToDriver(offer, $"moved|{activity.Version}", RideNotices.Moved(offer.What, offer.Starts), now));
            }
        }

        foreach (var found in await session.Query<RideRequest>().Where(r => r.ActivityId == id && r.State != RideRequestState.Cancelled).OrderBy(r => r.Id).Select(r => r.Id).ToListAsync(cancellationToken))
        {
            if (await session.LockAsync<RideRequest>(found, cancellationToken) is not { State: not RideRequestState.Cancelled } request || request.Ends <= now) continue;
            if (activity is null or { Withdrawn: true })
            {
                (request.State, request.OfferId, request.Key, request.Address, request.Phone) = (RideRequestState.Cancelled, null, RideRules.KeyOfOff(request.Id), "", "");
                outgoing.AddRange(await RideNotices.ToRiderAsync(session, request, "activity-off", RideNotices.ActivityOff(request.What), now, cancellationToken));
            }
            else if ((request.Starts, request.Ends) != (activity.Starts, activity.Ends))
            {
                (request.Starts, request.Ends, request.What, request.ShownUntil) = (activity.Starts, activity.Ends, activity.Title, RideRules.ShownUntil(activity.Ends));
                outgoing.AddRange(await RideNotices.ToRiderAsync(session, request, $"moved|{activity.Version}", RideNotices.Moved(request.What, request.Starts), now, cancellationToken));
            }
            else
            {
                continue;
            }

            session.Store(request);
        }

        return outgoing;
    }

    /// <summary>Has rides follow an activity, where there are any.</summary>
    internal static async Task<OutgoingMessages> OfAsync(IQuerySession session, Guid activity, CancellationToken cancellationToken) =>
        await session.Query<RideOffer>().AnyAsync(o => o.ActivityId == activity, cancellationToken) || await session.Query<RideRequest>().AnyAsync(r => r.ActivityId == activity, cancellationToken)
            ? [new FollowActivity(activity)] : [];
}

/// <summary>Takes telephones and addresses out of rides that are over.</summary>
[MessageIdentity("senior-engagement.forget-rides.v1")]
[NoNewEntries("ends what is over")]
public sealed record ForgetRides;

/// <summary>Takes them out.</summary>
public static class ForgetRidesHandler
{
    /// <summary>From the second day after on; they are shown to nobody from then on anyway.</summary>
    public static async Task<BatchDone> Handle(ForgetRides command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var today = JapanTime.Today(clock);
        await session.BeginAsync(cancellationToken);
        var offers = await session.QueryAsync<RideOffer>(
            "where (d.data ->> 'shownUntil')::date < ? and (d.data ->> 'phone' <> '' or d.data ->> 'meetingPoint' <> '') order by d.id limit ? for update skip locked", cancellationToken, today, BatchService.BatchSize);
        foreach (var offer in offers)
        {
            (offer.Phone, offer.MeetingPoint) = ("", "");
            session.Store(offer);
        }

        var requests = await session.QueryAsync<RideRequest>(
            "where (d.data ->> 'shownUntil')::date < ? and (d.data ->> 'phone' <> '' or d.data ->> 'address' <> '') order by d.id limit ? for update skip locked", cancellationToken, today, BatchService.BatchSize);
        foreach (var request in requests)
        {
            (request.Phone, request.Address) = ("", "");
            session.Store(request);
        }

        return new(Math.Max(offers.Count, requests.Count));
    }
}

/// <summary>Looks hourly. Runs on every host; they take turns.</summary>
[NoNewEntries("ends what is over")]
internal sealed class RideClock(IServiceProvider services, TimeProvider clock, ILogger<RideClock> logger) : BatchService(services, TimeSpan.FromHours(1), clock, logger)
{
    /// <inheritdoc/>
    protected override object Command() => new ForgetRides();
}
