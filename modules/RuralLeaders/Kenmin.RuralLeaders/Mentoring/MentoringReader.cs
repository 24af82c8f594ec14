using System.Security.Claims;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.RuralLeaders.Areas;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.Networks;
using Kenmin.RuralLeaders.Scope;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.RuralLeaders.Mentoring;

/// <summary>A leader who is ready to be a mentor.</summary>
/// <param name="Offer">The offer.</param>
/// <param name="Free">How many places are left.</param>
internal sealed record MentorLine(MentorOffer Offer, int Free);

/// <summary>A visit as members of networks see it.</summary>
/// <param name="Visit">The visit.</param>
/// <param name="Host">The host.</param>
/// <param name="Area">The area; null when it is gone.</param>
/// <param name="Mine">The user's networks, of which some may be officers'.</param>
internal sealed record VisitLook(AreaVisit Visit, Network Host, Area? Area, IReadOnlyList<Network> Mine);

/// <summary>Reads mentors, pairs and visits. Looks at others are in the audit log.</summary>
internal sealed class MentoringReader(IRuralLeadersStore store, NetworkReader networks, ModuleCatalog modules, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>The leaders whose registration is in force and who are ready, without the user.</summary>
    public async Task<IReadOnlyList<MentorLine>> MentorsAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var me = user.AccountId()!.Value;
        await using var session = store.QuerySession();
        var offers = await session.Query<MentorOffer>().Where(o => o.Open && o.Id != me).ToListAsync(cancellationToken);
        Guid[] ids = [.. offers.Select(o => o.Id)];
        var today = JapanTime.Today(clock);
        var active = (await session.LoadManyAsync<Learner>(cancellationToken, ids)).Where(l => l.Registration?.StateOn(today) == LeaderState.Active).Select(l => l.Id).ToHashSet();
        var taken = (await session.QueryAsync<MentorPair>("where d.data ->> 'state' = 'Agreed' and (d.data -> 'mentor' ->> 'accountId')::uuid = any(?)", cancellationToken, ids)).ToLookup(p => p.Mentor.AccountId!.Value);
        List<MentorLine> lines = [.. offers.Where(o => active.Contains(o.Id)).OrderBy(o => o.MunicipalityCode, StringComparer.Ordinal).ThenBy(o => o.Id).Select(o => new MentorLine(o, Math.Max(0, o.Places - taken[o.Id].Count())))];
        if (lines.Count > 0) await audit.RecordAsync(new(me, "rural-leaders.mentors.viewed", [.. lines.Select(l => l.Offer.Id)]), cancellationToken);
        return lines;
    }

    /// <summary>The user's own offer; null when there is none.</summary>
    public async Task<MentorOffer?> OwnOfferAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<MentorOffer>(user.AccountId()!.Value, cancellationToken);
    }

    /// <summary>The user's pairs, the latest first.</summary>
    public async Task<IReadOnlyList<MentorPair>> MineAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var me = user.AccountId()!.Value;
        await using var session = store.QuerySession();
        var pairs = await session.PairsOfAsync(me, cancellationToken);
        await SeenAsync(me, "rural-leaders.mentoring.viewed", pairs.SelectMany(p => new[] { p.Mentor.AccountId, p.Mentee.AccountId }), null, cancellationToken);
        return pairs;
    }

    /// <summary>A pair of which the user is one; null for everybody else.</summary>
    public async Task<MentorPair?> PairAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (user.AccountId() is not { } me || await session.LoadAsync<MentorPair>(id, cancellationToken) is not { } pair || !pair.IsOf(me)) return null;
        await SeenAsync(me, "rural-leaders.mentoring.viewed", [pair.Mentor.AccountId, pair.Mentee.AccountId], id, cancellationToken);
        return pair;
    }

    /// <summary>For staff: the pairs that asked them to look, and how many pairs are under way; nothing else of them.</summary>
    public async Task<(IReadOnlyList<MentorPair> Concerns, int UnderWay)> ForStaffAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var codes = RuralScope.Of(user).Select(m => m.Code6).ToArray();
        var pairs = await session.Query<MentorPair>().Where(p => p.MunicipalityCode.IsOneOf(codes)).ToListAsync(cancellationToken);
        List<MentorPair> concerns = [.. pairs.Where(p => p.HasOpenConcern).OrderBy(p => p.Concerns.Where(c => c.ClosedAt is null).Min(c => c.At))];
        await SeenAsync(user.AccountId()!.Value, "rural-leaders.mentoring.viewed", concerns.SelectMany(p => new[] { p.Mentor.AccountId, p.Mentee.AccountId }), null, cancellationToken);
        return (concerns, pairs.Count(p => p.State == PairState.Agreed));
    }

    /// <summary>A pair for staff, only while one of the two asks them to look.</summary>
    public async Task<MentorPair?> ConcernAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (!modules.Holds(user, Permissions.Manage) || await session.LoadAsync<MentorPair>(id, cancellationToken) is not { HasOpenConcern: true } pair || !RuralScope.Covers(user, pair.MunicipalityCode)) return null;
        await SeenAsync(user.AccountId()!.Value, "rural-leaders.mentoring.viewed", [pair.Mentor.AccountId, pair.Mentee.AccountId], id, cancellationToken);
        return pair;
    }

    /// <summary>Reports that networks made public, the latest visit first.</summary>
    public async Task<IReadOnlyList<(AreaVisit Visit, Area? Area)>> PublicReportsAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var visits = await session.QueryAsync<AreaVisit>("where d.data -> 'reports' @> '[{\"public\": true}]'::jsonb order by d.data ->> 'day' desc limit 100", cancellationToken);
        var areas = (await session.LoadManyAsync<Area>(cancellationToken, [.. visits.Select(v => v.AreaId).Distinct()])).ToDictionary(a => a.Id);
        return [.. visits.Select(v => (v, areas.GetValueOrDefault(v.AreaId)))];
    }

    /// <summary>Visits to come, for members of networks; none for others.</summary>
    public async Task<IReadOnlyList<AreaVisit>> ComingAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (user.AccountId() is null || (await networks.MineAsync(user, cancellationToken)).Count == 0) return [];
        var today = JapanTime.Today(clock);
        await using var session = store.QuerySession();
        return await session.Query<AreaVisit>().Where(v => v.Day >= today && v.CancelledAt == null).OrderBy(v => v.Day).Take(100).ToListAsync(cancellationToken);
    }

    /// <summary>The visits that a network hosts or takes part in, the latest first.</summary>
    public async Task<IReadOnlyList<AreaVisit>> OfNetworkAsync(Guid network, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.QueryAsync<AreaVisit>(
            "where d.data ->> 'networkId' = ? or d.data -> 'parties' @> jsonb_build_array(jsonb_build_object('networkId', ?::text)) order by d.data ->> 'day' desc limit 100", cancellationToken, network.ToString(), network.ToString());
    }

    /// <summary>A visit for a member of any network; null for others.</summary>
    public async Task<VisitLook?> VisitAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<AreaVisit>(id, cancellationToken) is not { } visit || await networks.MineAsync(user, cancellationToken) is not { Count: > 0 } mine
            || await session.LoadAsync<Network>(visit.NetworkId, cancellationToken) is not { } host) return null;
        await SeenAsync(user.AccountId()!.Value, "rural-leaders.visit.viewed", visit.Parties.Select(p => p.By.AccountId).Concat(visit.Reports.Select(r => r.By.AccountId)), id, cancellationToken);
        return new(visit, host, await session.LoadAsync<Area>(visit.AreaId, cancellationToken), mine);
    }

    private async Task SeenAsync(Guid me, string action, IEnumerable<Guid?> people, Guid? matter, CancellationToken cancellationToken)
    {
        Guid[] others = [.. people.OfType<Guid>().Where(p => p != me).Distinct()];
        if (others.Length > 0) await audit.RecordAsync(new(me, action, others, matter?.ToString()), cancellationToken);
    }
}
