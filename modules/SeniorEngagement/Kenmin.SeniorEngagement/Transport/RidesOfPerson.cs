using Kenmin.Persistence.PersonalData;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SeniorEngagement.Transport;

/// <summary>What of rides a merging moved, so that it can be put back.</summary>
public sealed class RidesMoved
{
    /// <summary>Cars of the account that went.</summary>
    public List<Guid> Offers { get; set; } = [];

    /// <summary>Requests of the card that went.</summary>
    public List<Guid> Requests { get; set; } = [];
}

/// <summary>A person's rides, when records are merged or erased.</summary>
internal static class RidesOfPerson
{
    private const string MyRequests = "(select r.id from senior_engagement.mt_doc_riderequest r where (r.data ->> 'holderId')::uuid = any($1))";
    private const string MyOffers = "(select o.id from senior_engagement.mt_doc_rideoffer o where (o.data ->> 'driverId')::uuid = any($1))";

    public static IReadOnlyList<PersonalDataTable> Tables { get; } =
    [
        new("mt_doc_rideoffer", new("送迎で出した席", "Seats that you offered"), "(t.data ->> 'driverId')::uuid = any($1)"),
        new("mt_doc_riderequest", new("頼んだ送迎、代わりに頼んだ送迎", "Rides that you asked for, for yourself or for others"), "(t.data ->> 'holderId')::uuid = any($1) or (t.data -> 'enteredBy' ->> 'accountId')::uuid = any($1)",
            "case when (t.data ->> 'holderId')::uuid = any($1) then t.data - 'enteredBy' else jsonb_build_object('id', t.id) end"),
        new("mt_doc_ridematch", new("送迎の申し出と返事", "What you said to offers and requests of rides"), $"(t.data ->> 'requestId')::uuid in {MyRequests} or (t.data ->> 'offerId')::uuid in {MyOffers}"),
        new(RideSeats.Name, new("送迎の席", "Seats that you have in cars"), $"t.request_id in {MyRequests}", "to_jsonb(t)"),
    ];

    /// <summary>Gives the requests of a card to another one; all, or those that moved before. Where both ask for the same, each stays.</summary>
    public static async Task<List<Guid>> MoveRequestsAsync(IDocumentSession session, Guid from, Guid to, IReadOnlyCollection<Guid>? only, CancellationToken cancellationToken)
    {
        var requests = (await session.QueryAsync<RideRequest>("where (d.data ->> 'holderId')::uuid = ? order by d.id for update", cancellationToken, from)).Where(r => only is null || only.Contains(r.Id)).ToList();
        var taken = (await session.Query<RideRequest>().Where(r => r.HolderId == to).ToListAsync(cancellationToken)).Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var request in requests)
        {
            request.HolderId = to;
            if (request.State != RideRequestState.Cancelled) request.Key = RideRules.KeyOf(request.ActivityId, to) is var key && taken.Contains(key) ? $"{key}|{request.Id:N}" : key;
            session.Store(request);
        }

        return [.. requests.Select(r => r.Id)];
    }

    /// <summary>Gives the cars of an account to another one; all, or those that moved before.</summary>
    public static async Task<List<Guid>> MoveOffersAsync(IDocumentSession session, Guid from, Guid to, IReadOnlyCollection<Guid>? only, CancellationToken cancellationToken)
    {
        var offers = (await session.QueryAsync<RideOffer>("where (d.data ->> 'driverId')::uuid = ? order by d.id for update", cancellationToken, from)).Where(o => only is null || only.Contains(o.Id)).ToList();
        var taken = (await session.Query<RideOffer>().Where(o => o.DriverId == to).ToListAsync(cancellationToken)).Select(o => o.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var offer in offers)
        {
            offer.DriverId = to;
            if (!offer.Withdrawn) offer.Key = RideRules.KeyOf(offer.ActivityId, to) is var key && taken.Contains(key) ? $"{key}|{offer.Id:N}" : key;
            session.Store(offer);
        }

        return [.. offers.Select(o => o.Id)];
    }

    /// <summary>Takes a person out: who counted on them is told that it is off, and nothing stays.</summary>
    public static async Task<IReadOnlyList<object>> ForgetAsync(IDocumentSession session, CardHolder? holder, IReadOnlyList<Guid> accounts, Doer nobody, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<object> outgoing = [];
        Guid[] drivers = [.. accounts];
        foreach (var id in await session.Query<RideOffer>().Where(o => o.DriverId.IsOneOf(drivers)).OrderBy(o => o.Id).Select(o => o.Id).ToListAsync(cancellationToken))
        {
            if (await Persistence.SessionLocks.LockAsync<RideOffer>(session, id, cancellationToken) is not { } offer) continue;
            if (!offer.Withdrawn) outgoing.AddRange(await WithdrawRideHandler.EndAsync(session, offer, "", now, cancellationToken));
            session.Delete(offer);
            session.DeleteWhere<RideMatch>(m => m.OfferId == id);
        }

        if (holder is not null)
            foreach (var id in await session.Query<RideRequest>().Where(r => r.HolderId == holder.Id).OrderBy(r => r.Id).Select(r => r.Id).ToListAsync(cancellationToken))
            {
                outgoing.AddRange(await CancelRideRequestHandler.EndAsync(session, id, now, cancellationToken));
                session.Delete<RideRequest>(id);
                session.DeleteWhere<RideMatch>(m => m.RequestId == id);
            }

        foreach (var account in accounts)
            foreach (var entered in await session.QueryAsync<RideRequest>("where d.data -> 'enteredBy' ->> 'accountId' = ? order by d.id for update", cancellationToken, account.ToString()))
            {
                if (entered.HolderId == holder?.Id) continue;
                entered.EnteredBy = nobody;
                session.Store(entered);
            }

        return outgoing;
    }
}
