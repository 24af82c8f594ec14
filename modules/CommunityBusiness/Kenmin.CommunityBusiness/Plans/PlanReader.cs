using System.Security.Claims;
using Kenmin.CommunityBusiness.Scope;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence.Audit;
using Marten;

namespace Kenmin.CommunityBusiness.Plans;

/// <summary>A plan with its venture.</summary>
/// <param name="Venture">The venture.</param>
/// <param name="Plan">The plan; an empty one before it is begun.</param>
/// <param name="ForOffice">Whether staff look, who read it and write nothing.</param>
internal sealed record PlanLook(Venture Venture, BusinessPlan Plan, bool ForOffice)
{
    /// <summary>Where its pages are.</summary>
    public string Base => ForOffice ? $"/staff/community-business/ventures/{Venture.Id}" : $"/community-business/mine/{Venture.Id}";
}

/// <summary>Plan and actuals beside each other.</summary>
/// <param name="Measure">The plan with which they are compared.</param>
/// <param name="View">What is to be expected.</param>
/// <param name="Actuals">What was entered, by place in the plan.</param>
/// <param name="Outside">Months that were entered and lie outside the plan now.</param>
internal sealed record ActualsView(CashPlan Measure, ForecastView View, IReadOnlyDictionary<int, MonthAmounts> Actuals, int Outside);

/// <summary>A plan whose money may run out.</summary>
/// <param name="Venture">The venture.</param>
/// <param name="Alarm">The alarm.</param>
internal sealed record AlarmLine(Venture Venture, CashAlarm Alarm);

/// <summary>Reads plans: the team its own, staff those of their municipalities.</summary>
internal sealed class PlanReader(ICommunityBusinessStore store, VentureReader ventures, InitiativeDirectory initiatives, IAuditTrail audit)
{
    /// <summary>That of one of the user's ventures; null when it is not the user's or not handed in.</summary>
    public async Task<PlanLook?> OwnAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await ventures.OwnAsync(id, user, cancellationToken) is { State: not VentureState.Draft } venture ? await LookAsync(venture, false, cancellationToken) : null;

    /// <summary>That of a venture that staff work with; null when there is none for them.</summary>
    public async Task<PlanLook?> ForStaffAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await ventures.ForStaffAsync(id, user, cancellationToken) is { } venture ? await LookAsync(venture, true, cancellationToken) : null;

    /// <summary>The one or the other.</summary>
    public Task<PlanLook?> ForAsync(Guid id, bool office, ClaimsPrincipal user, CancellationToken cancellationToken) => office ? ForStaffAsync(id, user, cancellationToken) : OwnAsync(id, user, cancellationToken);

    /// <summary>The saved versions, the latest first; the look at who saved them is recorded.</summary>
    public async Task<IReadOnlyList<PlanVersion>> VersionsAsync(PlanLook look, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var id = look.Venture.Id;
        await using var session = store.QuerySession();
        var versions = await session.Query<PlanVersion>().Where(v => v.VentureId == id).OrderByDescending(v => v.Number).ToListAsync(cancellationToken);
        var me = user.AccountId()!.Value;
        Guid[] others = [.. versions.Select(v => v.By.AccountId).Where(a => a != me && a != Guid.Empty).Distinct()];
        if (others.Length > 0) await audit.RecordAsync(new(me, "community-business.plan.viewed", others, id.ToString()), cancellationToken);
        return versions;
    }

    /// <summary>Plan and actuals; null before there is a cash flow.</summary>
    public async Task<ActualsView?> ActualsAsync(PlanLook look, CancellationToken cancellationToken)
    {
        var id = look.Venture.Id;
        await using var session = store.QuerySession();
        if (await CashWatch.MeasureAsync(session, look.Plan, cancellationToken) is not { } measure) return null;
        var months = await session.Query<ActualMonth>().Where(a => a.VentureId == id).ToListAsync(cancellationToken);
        var placed = CashWatch.Placed(measure, months);
        return new(measure, CashForecast.Of(measure.Expected, placed), placed, months.Count - placed.Count);
    }

    /// <summary>Alarms that nobody saw to, of ventures that staff work with. The look at the owners is recorded.</summary>
    public async Task<IReadOnlyList<AlarmLine>> AlarmsAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var plans = await session.QueryAsync<BusinessPlan>("where d.data -> 'alarm' ->> 'raisedAt' is not null and d.data -> 'alarm' ->> 'seenBy' is null", cancellationToken);
        var of = (await session.LoadManyAsync<Venture>(cancellationToken, [.. plans.Select(p => p.Id)])).Where(v => initiatives.MaySee(user, v)).ToDictionary(v => v.Id);
        List<AlarmLine> lines = [.. plans.Where(p => of.ContainsKey(p.Id)).Select(p => new AlarmLine(of[p.Id], p.Alarm!)).OrderBy(l => l.Alarm.RunsOut)];
        if (lines.Count > 0) await audit.RecordAsync(new(user.AccountId()!.Value, "community-business.ventures.listed", [.. lines.SelectMany(l => l.Venture.Accounts).Distinct()], ""), cancellationToken);
        return lines;
    }

    private async Task<PlanLook> LookAsync(Venture venture, bool office, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return new(venture, await session.LoadAsync<BusinessPlan>(venture.Id, cancellationToken) ?? new() { Id = venture.Id }, office);
    }
}
