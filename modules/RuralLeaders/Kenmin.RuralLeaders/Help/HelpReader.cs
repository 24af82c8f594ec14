using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.RuralLeaders.Areas;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.Networks;
using Kenmin.RuralLeaders.Scope;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.RuralLeaders.Help;

/// <summary>A request as everybody may see it, with how many people are still lacking.</summary>
/// <param name="Request">The request.</param>
/// <param name="Area">Where it is.</param>
/// <param name="Agreed">How many people have promised.</param>
/// <param name="Waiting">How many have been proposed.</param>
public sealed record HelpLine(HelpRequest Request, Area? Area, int Agreed, int Waiting)
{
    internal int Lacking => Math.Max(0, Request.People - Agreed);
}

/// <summary>How to reach somebody.</summary>
/// <param name="Name">The name.</param>
/// <param name="Phone">The telephone.</param>
public sealed record Contact(string Name, string Phone);

/// <summary>A request with its proposals, for who asks.</summary>
internal sealed record OwnRequest(HelpLine Line, IReadOnlyList<HelpMatch> Matches);

/// <summary>An offer with its proposals, for who offers.</summary>
internal sealed record OwnOffer(HelpOffer Offer, Area? Area, IReadOnlyList<HelpMatch> Matches);

/// <summary>A proposal as one of the two sides sees it.</summary>
/// <param name="Match">The proposal.</param>
/// <param name="Request">The request.</param>
/// <param name="Offer">The offer.</param>
/// <param name="Area">Where it is.</param>
/// <param name="Side">The side that looks; null for staff.</param>
/// <param name="Asker">How to reach who asks; null as long as not both have accepted.</param>
/// <param name="Helper">How to reach who helps; null as long as not both have accepted.</param>
public sealed record MatchView(HelpMatch Match, HelpRequest Request, HelpOffer Offer, Area? Area, HelpSide? Side, Contact? Asker, Contact? Helper);

/// <summary>What the user has to do with help.</summary>
internal sealed record OwnHelp(IReadOnlyList<HelpLine> Requests, IReadOnlyList<OwnOffer> Offers, IReadOnlyList<HelpMatch> ToAnswer, IReadOnlyList<HelpMatch> Agreed);

/// <summary>An offer as staff see it.</summary>
/// <param name="Offer">The offer.</param>
/// <param name="Area">From where.</param>
/// <param name="Name">Who offers.</param>
/// <param name="Helped">How often the person helped this fiscal year.</param>
/// <param name="MayOpen">Whether the person is one of the user's municipalities.</param>
internal sealed record OfferLine(HelpOffer Offer, Area? Area, string Name, int Helped, bool MayOpen);

/// <summary>All help of the user's municipalities, for staff.</summary>
internal sealed record HelpDesk(IReadOnlyList<(HelpLine Line, string Name)> Requests, IReadOnlyList<OfferLine> Offers, IReadOnlyList<(HelpMatch Match, HelpRequest Request, HelpOffer Offer)> ToTelephone);

/// <summary>Reads help. Names and telephones are shown to a side only when both have accepted; each look is in the audit log first.</summary>
internal sealed class HelpReader(IRuralLeadersStore store, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>The open requests that ask everybody, the next first.</summary>
    public async Task<IReadOnlyList<HelpLine>> PublicAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var today = JapanTime.Today(clock);
        var requests = await session.Query<HelpRequest>().Where(r => r.Public && r.State == HelpState.Open).ToListAsync(cancellationToken);
        return [.. (await LinesAsync(session, [.. requests.Where(r => r.Until >= today)], cancellationToken)).OrderBy(l => l.Request.From).ThenBy(l => l.Request.Id)];
    }

    /// <summary>A request that asks, or asked, everybody; null when there is none.</summary>
    public async Task<HelpLine?> PublicAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<HelpRequest>(id, cancellationToken) is { Public: true } found ? (await LinesAsync(session, [found], cancellationToken))[0] : null;
    }

    /// <summary>The user's own requests, those of networks whose officer the user is, offers, and what waits for an answer.</summary>
    public Task<OwnHelp> OwnAsync(ClaimsPrincipal user, CancellationToken cancellationToken) => OfPersonAsync(user.AccountId()!.Value, cancellationToken);

    /// <summary>The same of a person on paper, for staff who have looked at the person.</summary>
    public async Task<OwnHelp> OfPersonAsync(Guid person, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        Guid[] networks = [.. (await session.QueryAsync<Network>("where d.data -> 'members' @> jsonb_build_array(jsonb_build_object('accountId', ?::text))", cancellationToken, person.ToString()))
            .Where(n => n.Find(person)!.Role != NetworkRole.Member).Select(n => n.Id)];
        var requests = await session.QueryAsync<HelpRequest>(
            "where d.data ->> 'personId' = ? or d.data ->> 'networkId' = any(?) order by d.id desc limit 100", cancellationToken, person.ToString(), networks.Select(n => n.ToString()).ToArray());
        var offers = await session.Query<HelpOffer>().Where(o => o.PersonId == person).OrderByDescending(o => o.Id).Take(100).ToListAsync(cancellationToken);
        Guid[] requestIds = [.. requests.Select(r => r.Id)], offerIds = [.. offers.Select(o => o.Id)];
        var matches = await session.Query<HelpMatch>().Where(m => m.RequestId.IsOneOf(requestIds) || m.OfferId.IsOneOf(offerIds)).OrderBy(m => m.Day).ToListAsync(cancellationToken);
        var areas = await AreasAsync(session, offers.Select(o => o.AreaId).OfType<Guid>(), cancellationToken);
        bool Waits(HelpMatch m) => m.State == MatchState.Proposed && ((requestIds.Contains(m.RequestId) && m.AskerAccepted is null) || (offerIds.Contains(m.OfferId) && m.HelperAccepted is null));
        return new(
            await LinesAsync(session, requests, cancellationToken),
            [.. offers.Select(o => new OwnOffer(o, o.AreaId is { } a ? areas.GetValueOrDefault(a) : null, [.. matches.Where(m => m.OfferId == o.Id)]))],
            [.. matches.Where(Waits)], [.. matches.Where(m => m.State == MatchState.Agreed)]);
    }

    /// <summary>A request of the user's; null when it is another's.</summary>
    public async Task<OwnRequest?> RequestAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<HelpRequest>(id, cancellationToken) is not { } found || !await session.AsksAsync(found, user.AccountId()!.Value, null, cancellationToken)) return null;
        return new((await LinesAsync(session, [found], cancellationToken))[0], await session.Query<HelpMatch>().Where(m => m.RequestId == id).OrderByDescending(m => m.Id).ToListAsync(cancellationToken));
    }

    /// <summary>An offer of the user's; null when it is another's.</summary>
    public async Task<OwnOffer?> OfferAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<HelpOffer>(id, cancellationToken) is not { } found || found.AccountId != user.AccountId()) return null;
        return new(found, found.AreaId is { } area ? await session.LoadAsync<Area>(area, cancellationToken) : null,
            await session.Query<HelpMatch>().Where(m => m.OfferId == id).OrderByDescending(m => m.Id).ToListAsync(cancellationToken));
    }

    /// <summary>A proposal as the user's side sees it; null for who is on neither. The look at how to reach the other is recorded first.</summary>
    public async Task<MatchView?> MatchAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var me = user.AccountId()!.Value;
        await using var session = store.QuerySession();
        if (await FindAsync(session, id, cancellationToken) is not var (match, request, offer) || await session.SideOfAsync(request, offer, me, null, cancellationToken) is not { } side) return null;
        var area = await session.LoadAsync<Area>(request.AreaId, cancellationToken);
        if (match.State is not (MatchState.Agreed or MatchState.Done)) return new(match, request, offer, area, side, null, null);
        var other = side == HelpSide.Asker ? offer.PersonId : request.PersonId;
        var contact = await ContactAsync(session, other, cancellationToken);
        if (contact is not null) await audit.RecordAsync(new(me, "rural-leaders.help-contact.viewed", [other], id.ToString()), cancellationToken);
        return side == HelpSide.Asker ? new(match, request, offer, area, side, null, contact) : new(match, request, offer, area, side, contact, null);
    }

    /// <summary>A proposal as staff of the request's or the offer's municipality see it; null for others. The look is recorded first.</summary>
    public async Task<MatchView?> LookAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await FindAsync(session, id, cancellationToken) is not var (match, request, offer)) return null;
        // Each side's people are seen by their own municipality's staff, and by the other's once it is agreed.
        var (asks, helps) = (RuralScope.Covers(user, request.MunicipalityCode), RuralScope.Covers(user, offer.MunicipalityCode));
        if (!asks && !helps) return null;
        var agreed = match.State is MatchState.Agreed or MatchState.Done;
        var asker = asks || agreed ? await ContactAsync(session, request.PersonId, cancellationToken) : null;
        var helper = helps || agreed ? await ContactAsync(session, offer.PersonId, cancellationToken) : null;
        Guid[] seen = [.. new[] { asker is null ? Guid.Empty : request.PersonId, helper is null ? Guid.Empty : offer.PersonId }.Where(p => p != Guid.Empty)];
        if (seen.Length > 0) await audit.RecordAsync(new(user.AccountId(), "rural-leaders.help-match.viewed", seen, id.ToString()), cancellationToken);
        return new(match, request, offer, await session.LoadAsync<Area>(request.AreaId, cancellationToken), null, asker, helper);
    }

    /// <summary>The desk of the user's municipalities; the look at the names is recorded first.</summary>
    public async Task<HelpDesk> DeskAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var since = JapanTime.Today(clock).AddDays(-90);
        var requests = (await session.Query<HelpRequest>().Where(r => r.State == HelpState.Open || r.Until >= since).OrderBy(r => r.From).ToListAsync(cancellationToken)).Where(r => RuralScope.Covers(user, r.MunicipalityCode)).ToList();
        var offers = (await session.Query<HelpOffer>().Where(o => o.State == HelpState.Open).OrderBy(o => o.Id).ToListAsync(cancellationToken)).Where(o => RuralScope.Covers(user, o.MunicipalityCode)).ToList();
        Guid[] people = [.. requests.Select(r => r.PersonId).Concat(offers.Select(o => o.PersonId)).Distinct()];
        var known = (await session.LoadManyAsync<Learner>(cancellationToken, people)).ToDictionary(l => l.Id);
        if (people.Length > 0) await audit.RecordAsync(new(user.AccountId(), "rural-leaders.help.listed", people), cancellationToken);
        var year = FiscalYear.Current(clock);
        var matches = await session.QueryAsync<HelpMatch>("where d.data ->> 'state' in ('Proposed', 'Agreed', 'Done') and (d.data ->> 'day')::date >= ?", cancellationToken, year.StartsOn);
        var helped = matches.Where(m => m.CountsIn(year) && m.HelperId is not null).ToLookup(m => m.HelperId!.Value);
        var areas = await AreasAsync(session, offers.Select(o => o.AreaId).OfType<Guid>(), cancellationToken);
        List<(HelpMatch, HelpRequest, HelpOffer)> phone = [];
        foreach (var match in matches.Where(m => m.State == MatchState.Proposed))
            if (requests.Find(r => r.Id == match.RequestId) is { AccountId: null } || offers.Find(o => o.Id == match.OfferId) is { AccountId: null })
                if (await FindAsync(session, match.Id, cancellationToken) is var (m, r, o) && ((r.AccountId is null && m.AskerAccepted is null) || (o.AccountId is null && m.HelperAccepted is null))) phone.Add((m, r, o));
        return new(
            [.. (await LinesAsync(session, requests, cancellationToken)).Select(l => (l, known.GetValueOrDefault(l.Request.PersonId)?.Name ?? ""))],
            [.. offers.Select(o => new OfferLine(o, o.AreaId is { } a ? areas.GetValueOrDefault(a) : null, known.GetValueOrDefault(o.PersonId)?.Name ?? "", helped[o.PersonId].Count(), known.TryGetValue(o.PersonId, out var p) && RuralScope.Covers(user, p.MunicipalityCode)))], phone);
    }

    /// <summary>All matches of a request of the user's municipalities, for staff; null when it is another's. The look at who asks is recorded first.</summary>
    public async Task<(OwnRequest Own, Contact? Asker)?> LookAtRequestAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<HelpRequest>(id, cancellationToken) is not { } found || !RuralScope.Covers(user, found.MunicipalityCode)) return null;
        var asker = await ContactAsync(session, found.PersonId, cancellationToken);
        if (asker is not null) await audit.RecordAsync(new(user.AccountId(), "rural-leaders.help-request.viewed", [found.PersonId], id.ToString()), cancellationToken);
        return (new((await LinesAsync(session, [found], cancellationToken))[0], await session.Query<HelpMatch>().Where(m => m.RequestId == id).OrderByDescending(m => m.Id).ToListAsync(cancellationToken)), asker);
    }

    /// <summary>Everything of the user's municipalities in a fiscal year for a file; the look is recorded first.</summary>
    public async Task<IReadOnlyList<(HelpRequest Request, Area? Area, string Asker, HelpMatch? Match, string Helper)>> ExportAsync(FiscalYear year, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var requests = (await session.Query<HelpRequest>().Where(r => r.From >= year.StartsOn && r.From <= year.EndsOn).OrderBy(r => r.From).ToListAsync(cancellationToken)).Where(r => RuralScope.Covers(user, r.MunicipalityCode)).ToList();
        Guid[] ids = [.. requests.Select(r => r.Id)];
        var matches = (await session.Query<HelpMatch>().Where(m => m.RequestId.IsOneOf(ids)).OrderBy(m => m.Id).ToListAsync(cancellationToken)).ToLookup(m => m.RequestId);
        // A helper of another municipality is named once it is agreed.
        var offers = (await session.LoadManyAsync<HelpOffer>(cancellationToken, [.. matches.SelectMany(g => g).Select(m => m.OfferId).Distinct()])).ToDictionary(o => o.Id);
        bool Named(HelpMatch m) => m.State is MatchState.Agreed or MatchState.Done || (offers.TryGetValue(m.OfferId, out var o) && RuralScope.Covers(user, o.MunicipalityCode));
        Guid[] people = [.. requests.Select(r => r.PersonId).Concat(matches.SelectMany(g => g).Where(Named).Select(m => m.HelperId).OfType<Guid>()).Distinct()];
        var names = (await session.LoadManyAsync<Learner>(cancellationToken, people)).ToDictionary(l => l.Id, l => l.Name);
        var areas = await AreasAsync(session, requests.Select(r => r.AreaId), cancellationToken);
        if (people.Length > 0) await audit.RecordAsync(new(user.AccountId(), "rural-leaders.help.exported", people) { Kind = AuditKind.Export }, cancellationToken);
        return
        [
            .. requests.SelectMany(r => matches[r.Id].DefaultIfEmpty().Select(m => (
                r, areas.GetValueOrDefault(r.AreaId), names.GetValueOrDefault(r.PersonId, ""), m, m is not null && Named(m) && m.HelperId is { } h ? names.GetValueOrDefault(h, "") : ""))),
        ];
    }

    /// <summary>The networks for which the user may ask.</summary>
    public async Task<IReadOnlyList<Network>> NetworksAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var me = user.AccountId()!.Value;
        await using var session = store.QuerySession();
        return [.. (await session.QueryAsync<Network>("where d.data -> 'members' @> jsonb_build_array(jsonb_build_object('accountId', ?::text))", cancellationToken, me.ToString()))
            .Where(n => n.Find(me)!.Role != NetworkRole.Member).OrderBy(n => n.Key, StringComparer.Ordinal)];
    }

    private static async Task<(HelpMatch Match, HelpRequest Request, HelpOffer Offer)?> FindAsync(IQuerySession session, Guid id, CancellationToken cancellationToken) =>
        await session.LoadAsync<HelpMatch>(id, cancellationToken) is { } match && await session.LoadAsync<HelpRequest>(match.RequestId, cancellationToken) is { } request
        && await session.LoadAsync<HelpOffer>(match.OfferId, cancellationToken) is { } offer ? (match, request, offer) : null;

    private static async Task<Contact?> ContactAsync(IQuerySession session, Guid person, CancellationToken cancellationToken) =>
        await session.LoadAsync<Learner>(person, cancellationToken) is { } found ? new(found.Name, found.Phone) : null;

    private static async Task<Dictionary<Guid, Area>> AreasAsync(IQuerySession session, IEnumerable<Guid> ids, CancellationToken cancellationToken) =>
        (await session.LoadManyAsync<Area>(cancellationToken, [.. ids.Distinct()])).ToDictionary(a => a.Id);

    private static async Task<IReadOnlyList<HelpLine>> LinesAsync(IQuerySession session, IReadOnlyList<HelpRequest> requests, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. requests.Select(r => r.Id)];
        var matches = (await session.Query<HelpMatch>().Where(m => m.RequestId.IsOneOf(ids) && m.Tool == null).ToListAsync(cancellationToken)).ToLookup(m => m.RequestId);
        var areas = await AreasAsync(session, requests.Select(r => r.AreaId), cancellationToken);
        return [.. requests.Select(r => new HelpLine(
            r, areas.GetValueOrDefault(r.AreaId), matches[r.Id].Where(m => m.State is MatchState.Agreed or MatchState.Done).Sum(m => m.People), matches[r.Id].Where(m => m.State == MatchState.Proposed).Sum(m => m.People)))];
    }
}
