using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.RuralLeaders.Areas;
using Kenmin.RuralLeaders.Networks;
using Marten;

namespace Kenmin.RuralLeaders.Plans;

/// <summary>A plan with the inside of its network.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Area">The area that it is for; null for all of the network.</param>
/// <param name="Inside">The network, and who looks.</param>
internal sealed record PlanLook(VillagePlan Plan, Area? Area, Inside Inside);

/// <summary>A plan as everybody sees it.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Network">The network that keeps it.</param>
/// <param name="Area">The area that it is for; null for all of the network.</param>
internal sealed record PublicPlan(VillagePlan Plan, Network Network, Area? Area);

/// <summary>Reads plans. Outsiders see the summaries that networks made public, and nothing else.</summary>
internal sealed class PlanReader(IRuralLeadersStore store, NetworkReader networks, IAuditTrail audit)
{
    /// <summary>What networks made public, by title.</summary>
    public async Task<IReadOnlyList<PublicPlan>> PublicAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var plans = await session.Query<VillagePlan>().Where(p => p.IsPublic && p.Versions > 0).OrderBy(p => p.Title).ToListAsync(cancellationToken);
        var of = (await session.LoadManyAsync<Network>(cancellationToken, [.. plans.Select(p => p.NetworkId).Distinct()])).ToDictionary(n => n.Id);
        var areas = (await session.LoadManyAsync<Area>(cancellationToken, [.. plans.Select(p => p.AreaId).OfType<Guid>().Distinct()])).ToDictionary(a => a.Id);
        return [.. plans.Where(p => of.GetValueOrDefault(p.NetworkId)?.Members.Count > 0).Select(p => new PublicPlan(p, of[p.NetworkId], p.AreaId is { } area ? areas.GetValueOrDefault(area) : null))];
    }

    /// <summary>The plans of a network, the latest first.</summary>
    public async Task<IReadOnlyList<VillagePlan>> OfNetworkAsync(Inside inside, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var network = inside.Network.Id;
        return await session.Query<VillagePlan>().Where(p => p.NetworkId == network).OrderByDescending(p => p.Id).ToListAsync(cancellationToken);
    }

    /// <summary>The areas of a network, to choose from.</summary>
    public async Task<IReadOnlyList<Area>> AreasAsync(Network network, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return [.. (await session.LoadManyAsync<Area>(cancellationToken, [.. network.AreaIds])).OrderBy(a => a.Key, StringComparer.Ordinal)];
    }

    /// <summary>A plan for a member; null when there is none, or for who is not a member. The look at who does what is recorded.</summary>
    public async Task<PlanLook?> LookAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<VillagePlan>(id, cancellationToken) is not { } plan || await networks.InsideAsync(plan.NetworkId, user, cancellationToken) is not { } inside) return null;
        await SeenAsync(inside, id, plan.Actions.SelectMany(a => a.Steps.Select(s => s.By.AccountId).Append(a.OwnerId)).Concat(plan.Reviews.Select(r => r.By.AccountId)).Append(plan.Draft?.By.AccountId), cancellationToken);
        return new(plan, plan.AreaId is { } area ? await session.LoadAsync<Area>(area, cancellationToken) : null, inside);
    }

    /// <summary>The adopted versions, the latest first; the look at who decided and who did what is recorded.</summary>
    public async Task<IReadOnlyList<PlanVersion>> VersionsAsync(PlanLook look, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var plan = look.Plan.Id;
        var versions = await session.Query<PlanVersion>().Where(v => v.PlanId == plan).OrderByDescending(v => v.Number).ToListAsync(cancellationToken);
        await SeenAsync(look.Inside, plan, versions.SelectMany(v => v.Actions.Select(a => a.OwnerId).Append(v.AdoptedBy.AccountId)), cancellationToken);
        return versions;
    }

    /// <summary>What the user has to do in plans of networks of which the user is a member, what is due first first.</summary>
    public async Task<IReadOnlyList<(VillagePlan Plan, PlanAction Action)>> MineAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var mine = await networks.MineAsync(user, cancellationToken);
        if (mine.Count == 0) return [];
        var me = user.AccountId()!.Value;
        Guid[] ids = [.. mine.Select(n => n.Id)];
        await using var session = store.QuerySession();
        var plans = await session.Query<VillagePlan>().Where(p => p.NetworkId.IsOneOf(ids)).ToListAsync(cancellationToken);
        return [.. plans.SelectMany(p => p.Actions.Where(a => a.OwnerId == me && a.IsToDo).Select(a => (p, a))).OrderBy(x => x.a.DueOn)];
    }

    private async Task SeenAsync(Inside inside, Guid plan, IEnumerable<Guid?> people, CancellationToken cancellationToken)
    {
        Guid[] others = [.. people.OfType<Guid>().Where(p => p != inside.Me.AccountId).Distinct()];
        if (others.Length > 0) await audit.RecordAsync(new(inside.Me.AccountId, "rural-leaders.plan.viewed", others, plan.ToString()), cancellationToken);
    }
}
