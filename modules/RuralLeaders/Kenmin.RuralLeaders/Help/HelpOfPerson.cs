using Kenmin.Accounts.Contracts;
using Kenmin.Persistence;
using Marten;

namespace Kenmin.RuralLeaders.Help;

/// <summary>What of help changed hands when two records of a person became one.</summary>
public sealed class HelpMoved
{
    /// <summary>Requests.</summary>
    public List<Guid> Requests { get; set; } = [];

    /// <summary>Offers.</summary>
    public List<Guid> Offers { get; set; } = [];
}

/// <summary>A person's requests, offers and promises, when records are joined or erased.</summary>
internal static class HelpOfPerson
{
    /// <summary>Gives all of one person to another; all, or what moved before. Locks requests, offers and proposals in this order, as those do who answer.</summary>
    /// <param name="session">The handler's.</param>
    /// <param name="from">Whose it is.</param>
    /// <param name="to">Whose it becomes.</param>
    /// <param name="account">The account of who gets it; null for a person on paper.</param>
    /// <param name="only">Only these; null for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<HelpMoved> MoveAsync(IDocumentSession session, Guid from, Guid to, Guid? account, HelpMoved? only, CancellationToken cancellationToken)
    {
        HelpMoved moved = new();
        var (requests, offers, matches) = await LockAsync(session, from, cancellationToken);
        foreach (var request in requests.Where(r => only?.Requests.Contains(r.Id) != false))
        {
            (request.PersonId, request.AccountId) = (to, account);
            moved.Requests.Add(request.Id);
            session.Store(request);
        }

        foreach (var offer in offers.Where(o => only?.Offers.Contains(o.Id) != false))
        {
            (offer.PersonId, offer.AccountId) = (to, account);
            moved.Offers.Add(offer.Id);
            session.Store(offer);
        }

        foreach (var match in matches)
        {
            var (asks, helps) = (moved.Requests.Contains(match.RequestId), moved.Offers.Contains(match.OfferId));
            if (asks && match.AskerId == from) match.AskerId = to;
            if (asks && match.Beneficiary == from) match.Beneficiary = to;
            if (helps && match.HelperId == from) match.HelperId = to;
            if (helps && match.Holder == from) match.Holder = to;
            if (asks || helps) session.Store(match);
        }

        await session.MoveSeatsAsync(from, to, [.. matches.Where(m => moved.Offers.Contains(m.OfferId)).Select(m => m.Id)], cancellationToken);
        return moved;
    }

    /// <summary>Takes a person out: what is open ends, and the other sides are told; that help was given stays, for nobody.</summary>
    public static async Task<IReadOnlyList<NoticeIssued>> ForgetAsync(IDocumentSession session, Guid person, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<NoticeIssued> notices = [];
        var nobody = Guid.CreateVersion7(now);
        var (requests, offers, matches) = await LockAsync(session, person, cancellationToken);
        await session.ReleaseAsync([.. matches.Where(m => m.State == MatchState.Agreed).Select(m => m.Id)], cancellationToken);
        await session.MoveSeatsAsync(person, nobody, [.. matches.Select(m => m.Id)], cancellationToken);
        foreach (var match in matches)
        {
            var asks = requests.Any(r => r.Id == match.RequestId);
            if (match.State is MatchState.Proposed or MatchState.Agreed)
            {
                var other = asks ? (await session.LoadAsync<HelpOffer>(match.OfferId, cancellationToken))?.AccountId : (await session.LoadAsync<HelpRequest>(match.RequestId, cancellationToken))?.AccountId;
                if (match.State == MatchState.Agreed && other != person && HelpNotices.CalledOff(match, other, now) is { } notice) notices.Add(notice);
                match.Close(match.State == MatchState.Agreed ? MatchState.Withdrawn : MatchState.Lapsed, asks ? HelpSide.Asker : HelpSide.Helper, "");
            }

            if (match.AskerId == person) (match.AskerId, match.Thanks) = (null, "");
            if (match.HelperId == person) (match.HelperId, match.Thanks) = (null, "");
            if (match.Beneficiary == person) match.Beneficiary = nobody;
            if (match.Holder == person) match.Holder = nobody;
            match.Why = "";
            session.Store(match);
        }

        foreach (var request in requests)
        {
            (request.PersonId, request.AccountId, request.Words, request.Place, request.State) = (nobody, null, "", "", request.State == HelpState.Open ? HelpState.Withdrawn : request.State);
            session.Store(request);
        }

        foreach (var offer in offers)
        {
            (offer.PersonId, offer.AccountId, offer.Group, offer.State) = (nobody, null, "", offer.State == HelpState.Open ? HelpState.Withdrawn : offer.State);
            session.Store(offer);
        }

        return notices;
    }

    /// <summary>The requests in which a person asks or helps.</summary>
    public static async Task<IReadOnlyList<Guid>> RequestsAsync(IQuerySession session, Guid person, CancellationToken cancellationToken) =>
        [.. (await session.QueryAsync<HelpMatch>("where d.data ->> 'helperId' = ? or d.data ->> 'askerId' = ?", cancellationToken, person.ToString(), person.ToString())).Select(m => m.RequestId)
            .Concat(await session.Query<HelpRequest>().Where(r => r.PersonId == person).Select(r => r.Id).ToListAsync(cancellationToken)).Distinct()];

    private static async Task<(IReadOnlyList<HelpRequest> Requests, IReadOnlyList<HelpOffer> Offers, IReadOnlyList<HelpMatch> Matches)> LockAsync(
        IDocumentSession session, Guid person, CancellationToken cancellationToken)
    {
        await session.BeginAsync(cancellationToken);
        var id = person.ToString();
        var requests = await session.QueryAsync<HelpRequest>("where d.data ->> 'personId' = ? order by d.id for update", cancellationToken, id);
        var offers = await session.QueryAsync<HelpOffer>("where d.data ->> 'personId' = ? order by d.id for update", cancellationToken, id);
        var matches = await session.QueryAsync<HelpMatch>(
            "where d.data ->> 'requestId' = any(?) or d.data ->> 'offerId' = any(?) or d.data ->> 'askerId' = ? or d.data ->> 'helperId' = ? order by d.id for update", cancellationToken,
            requests.Select(r => r.Id.ToString()).ToArray(), offers.Select(o => o.Id.ToString()).ToArray(), id, id);
        return (requests, offers, matches);
    }
}
