using System.Security.Claims;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Support.Experts;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Marten;

namespace Kenmin.CommunityBusiness.Support.Consultations;

/// <summary>A consultation that nobody answers for any more, as far as who assigns it sees it.</summary>
/// <param name="Id">The case.</param>
/// <param name="MunicipalityCode">Where.</param>
/// <param name="Field">What it is about.</param>
/// <param name="OpenedOn">Since when.</param>
/// <param name="Closed">Whether it is closed.</param>
internal sealed record CaseLeft(Guid Id, string MunicipalityCode, ExpertField Field, DateOnly OpenedOn, bool Closed);

/// <summary>Reads consultations: only for who is named on them. Everybody else gets nothing, not even how many there are.</summary>
internal sealed class ConsultationReader(ICommunityBusinessStore store, IAuditTrail audit, IStaffDirectory staff)
{
    /// <summary>Those on which the user is named: what goes on first, the latest first. The look is recorded.</summary>
    public async Task<IReadOnlyList<ConsultationCase>> MineAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (user.AccountId() is not { } me) return [];
        await using var session = store.QuerySession();
        var found = await session.QueryAsync<ConsultationCase>("where d.data -> 'readers' @> jsonb_build_array(jsonb_build_object('accountId', ?::text)) order by d.data ->> 'closedAt' nulls first, d.data ->> 'openedOn' desc, d.id", cancellationToken, me.ToString());
        if (found.Count > 0) await audit.RecordAsync(new(me, "community-business.cases.listed", [.. found.Select(c => c.Id)], ""), cancellationToken);
        return found;
    }

    /// <summary>One on which the user is named; null for everybody else, which is recorded where there is one. So is the look.</summary>
    public async Task<ConsultationCase?> FindAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (user.AccountId() is not { } me || await session.LoadAsync<ConsultationCase>(id, cancellationToken) is not { } found) return null;
        var known = found.IsKnownTo(me);
        await audit.RecordAsync(new(me, known ? "community-business.case.viewed" : "community-business.case.refused", [id], id.ToString()), cancellationToken);
        return known ? found : null;
    }

    /// <summary>Colleagues who can be named on a case.</summary>
    public async Task<IReadOnlyList<StaffMember>> ColleaguesAsync(ConsultationCase of, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        user.AccountId() is { } me ? [.. (await CaseWork.StaffAsync(staff, me, cancellationToken)).Where(s => !of.IsKnownTo(s.AccountId))] : [];

    /// <summary>
    /// Those on which no active member of staff is named, for who assigns them, and to whom they can be given. What was said is not read out
    /// of them. What has no entry any more was erased: nothing is left to go on with. Where nobody keeps accounts of staff there is none.
    /// </summary>
    public async Task<(IReadOnlyList<CaseLeft> Cases, IReadOnlyList<StaffMember> Staff)> LeftAloneAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (user.AccountId() is not { } me || await CaseWork.StaffAsync(staff, me, cancellationToken) is not { Count: > 0 } all) return ([], []);
        string[] active = [.. all.Select(s => s.AccountId.ToString())];
        await using var session = store.QuerySession();
        var found = await session.QueryAsync<ConsultationCase>(
            "where d.data -> 'entries' <> '[]' and not exists (select from jsonb_array_elements(d.data -> 'readers') r where r ->> 'accountId' = any(?)) order by d.data ->> 'openedOn', d.id", cancellationToken, (object)active);
        var left = found.Where(c => BusinessScope.Covers(user, c.MunicipalityCode)).Select(c => new CaseLeft(c.Id, c.MunicipalityCode, c.Field, c.OpenedOn, c.ClosedAt is not null)).ToList();
        if (left.Count > 0) await audit.RecordAsync(new(me, "community-business.cases.left-alone.listed", [.. left.Select(c => c.Id)], ""), cancellationToken);
        return (left, all);
    }

    /// <summary>Whether somebody was erased who was the only one named on a consultation.</summary>
    public async Task<bool> AnyLeftAloneAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return (await session.QueryAsync<ConsultationCase>("where d.data -> 'readers' = '[]' and d.data -> 'entries' <> '[]'", cancellationToken)).Any(c => BusinessScope.Covers(user, c.MunicipalityCode));
    }

    /// <summary>What is counted of the user's municipalities; names nobody.</summary>
    public async Task<IReadOnlyList<CaseCount>> CountsAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var all = await session.Query<ConsultationCase>().Select(c => new { c.MunicipalityCode, c.OpenedOn, c.Field }).ToListAsync(cancellationToken);
        return CaseStatistics.Of(all.Where(c => BusinessScope.Covers(user, c.MunicipalityCode)).Select(c => (c.OpenedOn, c.Field)));
    }
}
