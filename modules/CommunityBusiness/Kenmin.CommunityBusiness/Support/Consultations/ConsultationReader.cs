using System.Security.Claims;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Marten;

namespace Kenmin.CommunityBusiness.Support.Consultations;

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

    /// <summary>What is counted of the user's municipalities; names nobody.</summary>
    public async Task<IReadOnlyList<CaseCount>> CountsAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var all = await session.Query<ConsultationCase>().Select(c => new { c.MunicipalityCode, c.OpenedOn, c.Field }).ToListAsync(cancellationToken);
        return CaseStatistics.Of(all.Where(c => BusinessScope.Covers(user, c.MunicipalityCode)).Select(c => (c.OpenedOn, c.Field)));
    }
}
