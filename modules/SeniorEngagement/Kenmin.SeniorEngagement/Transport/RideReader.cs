using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SeniorEngagement.Scope;
using Kenmin.SeniorEngagement.Steps;
using Kenmin.SharedKernel;
using Marten;
using Npgsql;

namespace Kenmin.SeniorEngagement.Transport;

/// <summary>An activity with how many seats are free, and how many people look for one.</summary>
internal sealed record RideActivity(StepOpportunity Activity, int Cars, int Free, int Looking);

/// <summary>A car and a request beside each other.</summary>
/// <param name="Offer">The car.</param>
/// <param name="Request">The request.</param>
/// <param name="Match">What the two said; null as long as nothing.</param>
/// <param name="Free">Free seats of the car.</param>
/// <param name="Details">Whether telephones and addresses are shown.</param>
internal sealed record RidePair(RideOffer Offer, RideRequest Request, RideMatch? Match, int Free, bool Details);

/// <summary>A driver's car with who goes along, asks, or could be asked.</summary>
internal sealed record OwnRide(RideOffer Offer, int Free, IReadOnlyList<RidePair> Riders);

/// <summary>A person's request with the cars that take them, ask, or could be asked.</summary>
internal sealed record OwnRideRequest(RideRequest Request, ActingAs As, IReadOnlyList<RidePair> Cars);

/// <summary>Reads rides; each look at others' names, telephones and addresses is in the audit log before anything is shown.</summary>
internal sealed class RideReader(ISeniorEngagementStore store, NpgsqlDataSource database, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>What is to come in a municipality; nothing of persons.</summary>
    public async Task<IReadOnlyList<RideActivity>> ActivitiesAsync(string municipality, CancellationToken cancellationToken)
    {
        var (now, until) = (clock.GetUtcNow().ToUniversalTime(), clock.GetUtcNow().ToUniversalTime().AddDays(RideRules.DaysAhead));
        await using var session = store.QuerySession();
        var activities = await session.Query<StepOpportunity>().Where(o => !o.Withdrawn && o.Starts > now && o.Starts < until && o.MunicipalityCode == municipality).OrderBy(o => o.Starts).Take(100).ToListAsync(cancellationToken);
        Guid[] ids = [.. activities.Select(a => a.Id)];
        var offers = await session.Query<RideOffer>().Where(o => o.ActivityId.IsOneOf(ids) && !o.Withdrawn).ToListAsync(cancellationToken);
        var looking = (await session.Query<RideRequest>().Where(r => r.ActivityId.IsOneOf(ids) && r.State == RideRequestState.Open).ToListAsync(cancellationToken)).ToLookup(r => r.ActivityId);
        var free = await FreeAsync([.. offers.Select(o => o.Id)], cancellationToken);
        return [.. activities.Select(a => new RideActivity(a, offers.Count(o => o.ActivityId == a.Id), offers.Where(o => o.ActivityId == a.Id).Sum(o => free.GetValueOrDefault(o.Id)), looking[a.Id].Sum(r => r.People)))];
    }

    /// <summary>An activity that has not begun; null when there is none.</summary>
    public async Task<StepOpportunity?> ActivityAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<StepOpportunity>(id, cancellationToken) is { Withdrawn: false } found && found.Starts > clock.GetUtcNow() ? found : null;
    }

    /// <summary>The own cars, the latest first.</summary>
    public async Task<IReadOnlyList<RideOffer>> OffersAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var account = user.AccountId()!.Value;
        await using var session = store.QuerySession();
        return [.. (await session.Query<RideOffer>().Where(o => o.DriverId == account).ToListAsync(cancellationToken)).OrderByDescending(o => o.Starts).ThenBy(o => o.Id)];
    }

    /// <summary>The requests of a person that the caller was allowed to see.</summary>
    public async Task<IReadOnlyList<RideRequest>> RequestsAsync(CardHolder holder, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return [.. (await session.Query<RideRequest>().Where(r => r.HolderId == holder.Id).ToListAsync(cancellationToken)).OrderByDescending(r => r.Starts).ThenBy(r => r.Id)];
    }

    /// <summary>The own car with those who go along, ask or look; null when it is not the user's.</summary>
    public async Task<OwnRide?> OfferAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<RideOffer>(id, cancellationToken) is not { } offer || offer.DriverId != user.AccountId()) return null;
        var free = (await FreeAsync([id], cancellationToken)).GetValueOrDefault(id);
        var matches = (await session.Query<RideMatch>().Where(m => m.OfferId == id).ToListAsync(cancellationToken)).ToDictionary(m => m.RequestId);
        var requests = await session.Query<RideRequest>().Where(r => r.ActivityId == offer.ActivityId && r.State != RideRequestState.Cancelled).ToListAsync(cancellationToken);
        var shown = requests.Where(r => r.OfferId == id || (r.State == RideRequestState.Open && !offer.Withdrawn && offer.Starts > clock.GetUtcNow())).ToList();
        await LookedAsync(session, user, shown.Select(r => r.HolderId), id, cancellationToken);
        return new(offer, free, [.. shown.Select(r => Pair(offer, r, matches.GetValueOrDefault(r.Id), free))
            .OrderBy(p => p.Match?.State == RideMatchState.Agreed ? 0 : p.Match is { State: RideMatchState.Proposed, RiderSays: true } ? 1 : 2)
            .ThenBy(p => p.Request.MunicipalityCode != offer.MunicipalityCode).ThenBy(p => FoldedText.Of(p.Request.Area) != FoldedText.Of(offer.Area)).ThenBy(p => p.Request.Id)]);
    }

    /// <summary>A request with the cars that there are; null when the user is neither the person nor acts for them.</summary>
    public async Task<OwnRideRequest?> RequestAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<RideRequest>(id, cancellationToken) is not { } request || await session.LoadAsync<CardHolder>(request.HolderId, cancellationToken) is not { } holder) return null;
        var account = user.AccountId()!.Value;
        var self = holder.AccountId == account;
        if (!self)
        {
            var proxies = await session.Query<Proxy>().Where(p => p.HolderId == holder.Id && p.ProxyAccountId == account).ToListAsync(cancellationToken);
            if (!proxies.Any(p => p.StateOn(JapanTime.Today(clock)) == ProxyState.Active)) return null;
            await audit.RecordAsync(new(account, "senior-engagement.ride-request.viewed", HolderReader.Subjects(holder), "proxy"), cancellationToken);
        }

        return new(request, self ? ActingAs.Self : ActingAs.Proxy, await CarsAsync(session, request, holder, account, cancellationToken));
    }

    /// <summary>The requests of a person to come, for staff who were allowed to see the person.</summary>
    public async Task<IReadOnlyList<OwnRideRequest>> ForStaffAsync(CardHolder holder, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().ToUniversalTime();
        await using var session = store.QuerySession();
        List<OwnRideRequest> found = [];
        foreach (var request in await session.Query<RideRequest>().Where(r => r.HolderId == holder.Id && r.Ends > now && r.State != RideRequestState.Cancelled).OrderBy(r => r.Starts).ToListAsync(cancellationToken))
            found.Add(new(request, ActingAs.Staff, await CarsAsync(session, request, holder, user.AccountId()!.Value, cancellationToken)));
        return found;
    }

    private async Task<IReadOnlyList<RidePair>> CarsAsync(IQuerySession session, RideRequest request, CardHolder holder, Guid reader, CancellationToken cancellationToken)
    {
        var offers = await session.Query<RideOffer>().Where(o => o.ActivityId == request.ActivityId && !o.Withdrawn && o.DriverId != reader && o.DriverId != holder.AccountId).ToListAsync(cancellationToken);
        var matches = (await session.Query<RideMatch>().Where(m => m.RequestId == request.Id).ToListAsync(cancellationToken)).ToDictionary(m => m.OfferId);
        var free = await FreeAsync([.. offers.Select(o => o.Id)], cancellationToken);
        var shown = offers.Where(o => request.State == RideRequestState.Agreed ? o.Id == request.OfferId : request.State == RideRequestState.Open && request.Starts > clock.GetUtcNow()).ToList();
        if (shown.Count > 0) await audit.RecordAsync(new(reader, "senior-engagement.ride.viewed", [.. shown.Select(o => o.DriverId).Distinct()], request.Id.ToString()), cancellationToken);
        return [.. shown.Select(o => Pair(o, request, matches.GetValueOrDefault(o.Id), free.GetValueOrDefault(o.Id)))
            .OrderBy(p => p.Match is { State: RideMatchState.Proposed, DriverSays: true } ? 0 : 1).ThenBy(p => p.Offer.MunicipalityCode != request.MunicipalityCode)
            .ThenBy(p => FoldedText.Of(p.Offer.Area) != FoldedText.Of(request.Area)).ThenBy(p => p.Offer.LeavesAt).ThenBy(p => p.Offer.Id)];
    }

    /// <summary>Who looks for a car in the municipalities that the user works with, the earliest first.</summary>
    public async Task<IReadOnlyList<RideRequest>> LookingAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().ToUniversalTime();
        await using var session = store.QuerySession();
        List<RideRequest> found = [.. (await session.Query<RideRequest>().Where(r => r.State == RideRequestState.Open && r.Starts > now).ToListAsync(cancellationToken))
            .Where(r => SeniorScope.Covers(user, r.MunicipalityCode)).OrderBy(r => r.Starts).ThenBy(r => r.Id)];
        await LookedAsync(session, user, found.Select(r => r.HolderId), null, cancellationToken);
        return found;
    }

    // Only the two between whom it is agreed see where and how to reach each other, and not for longer than it takes.
    private RidePair Pair(RideOffer offer, RideRequest request, RideMatch? match, int free) =>
        new(offer, request, match, free, match is { State: RideMatchState.Agreed } && JapanTime.Today(clock) <= offer.ShownUntil);

    private async Task LookedAsync(IQuerySession session, ClaimsPrincipal user, IEnumerable<Guid> holders, Guid? matter, CancellationToken cancellationToken)
    {
        var seen = await session.LoadManyAsync<CardHolder>(cancellationToken, [.. holders.Distinct()]);
        if (seen.Count > 0) await audit.RecordAsync(new(user.AccountId(), "senior-engagement.riders.viewed", [.. seen.SelectMany(HolderReader.Subjects)], matter?.ToString()), cancellationToken);
    }

    private async Task<Dictionary<Guid, int>> FreeAsync(Guid[] offers, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select offer_id, count(*)::int from senior_engagement.{RideSeats.Name} where offer_id = any($1) and request_id is null group by 1");
        command.Parameters.Add(new() { Value = offers });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        Dictionary<Guid, int> free = [];
        while (await reader.ReadAsync(cancellationToken)) free[reader.GetGuid(0)] = reader.GetInt32(1);
        return free;
    }
}
