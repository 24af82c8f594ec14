using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.RuralLeaders.Areas;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.Networks;
using Kenmin.RuralLeaders.Scope;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.RuralLeaders.Outlook;

/// <summary>A leader who may be missed, and why, in plain words.</summary>
internal sealed record LeaderOutlook(Learner Person, int? AgeThen, double Betweenness, IReadOnlyList<LocalizedText> Reasons);

/// <summary>Who leaves next, and where nobody is left (次に抜ける人と、担い手のいない区域).</summary>
/// <param name="Active">How many leaders of the user's municipalities are registered.</param>
/// <param name="Leaders">Those who may be missed, the most pressing first.</param>
/// <param name="Unreached">Settlements of the user's municipalities that no leader reaches in time.</param>
/// <param name="WithoutPoint">Settlements of which nobody entered where they are.</param>
/// <param name="LeadersWithoutPlace">How many leaders count nowhere, because nobody entered for which settlement or district they work, or where that is.</param>
/// <param name="Gained">What one more leader in the area of the scenario would reach.</param>
/// <param name="Best">Where one more leader would reach the most people who are out of reach now, the best first.</param>
internal sealed record OutlookResult(
    int Active, IReadOnlyList<LeaderOutlook> Leaders, IReadOnlyList<AreaLine> Unreached, int WithoutPoint, int LeadersWithoutPlace, IReadOnlyList<AreaLine> Gained, IReadOnlyList<Scenario> Best);

/// <summary>What one more leader would change.</summary>
/// <param name="Area">Where the leader would be.</param>
/// <param name="Settlements">How many settlements more would be reached.</param>
/// <param name="People">How many people live there.</param>
internal sealed record Scenario(AreaLine Area, int Settlements, int People);

/// <summary>Looks ahead. The look at the leaders is in the audit log before they are shown.</summary>
internal sealed class OutlookReader(IRuralLeadersStore store, AreaReader areas, TravelTimes travel, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>How many years ahead.</summary>
    public const int Years = 5;

    /// <summary>Of how many places it is said what one more leader would change.</summary>
    public const int BestCount = 5;

    /// <summary>The age from which a leader may want to hand over.</summary>
    public const int OldThen = 80;

    /// <summary>Works it out.</summary>
    /// <param name="minutes">Within how many minutes a leader is to reach a settlement.</param>
    /// <param name="scenario">The area of one more leader; null for none.</param>
    /// <param name="user">Who looks.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<OutlookResult> LookAsync(int minutes, Guid? scenario, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var today = JapanTime.Today(clock);
        await using var session = store.QuerySession();
        var leaders = (await session.Query<Learner>().Where(l => l.Number != null).ToListAsync(cancellationToken)).Where(l => l.Registration?.StateOn(today) == LeaderState.Active).ToList();
        var networks = (await session.Query<Network>().ToListAsync(cancellationToken)).Where(n => n.Members.Count > 0).ToList();
        var forest = await areas.ForestAsync((await areas.YearsAsync(cancellationToken))[0], cancellationToken);
        var settlements = forest.All.Where(l => l.Area is { Level: AreaLevel.Settlement, Closed: false } && RuralScope.Covers(user, l.Area.MunicipalityCode)).ToList();
        var placed = settlements.Where(l => l.Area.Point is not null).ToList();
        // Leaders of neighbouring municipalities reach over the border; only one's own are named.
        List<GeoPoint> at = [.. leaders.Where(l => l.AreaId is not null).Select(l => forest.Find(l.AreaId!.Value)?.Area.Point).OfType<GeoPoint>()];
        var unreached = travel.Unreached(placed, l => l.Area.Point!.Value, at, minutes);
        var gained = scenario is { } id && forest.Find(id)?.Area.Point is { } more ? Gained(more, unreached, minutes) : [];
        List<Scenario> best =
        [
            .. placed.Select(p => (Line: p, Gained: Gained(p.Area.Point!.Value, unreached, minutes))).Where(p => p.Gained.Count > 0)
                .Select(p => new Scenario(p.Line, p.Gained.Count, p.Gained.Sum(g => g.Figures?.People ?? 0)))
                .OrderByDescending(s => s.People).ThenByDescending(s => s.Settlements).ThenBy(s => s.Area.Area.Key, StringComparer.Ordinal).Take(BestCount),
        ];
        var own = leaders.Where(l => RuralScope.Covers(user, l.MunicipalityCode)).ToList();
        var outlook = LeadersToMiss(own, networks, today);
        if (outlook.Count > 0) await audit.RecordAsync(new(user.AccountId(), "rural-leaders.outlook.viewed", [.. outlook.Select(o => o.Person.Id)]), cancellationToken);
        return new(own.Count, outlook, unreached, settlements.Count - placed.Count, own.Count(l => l.AreaId is not { } a || forest.Find(a)?.Area.Point is null), gained, best);
    }

    private List<AreaLine> Gained(GeoPoint more, IReadOnlyList<AreaLine> unreached, int minutes) => [.. unreached.Where(l => travel.Minutes(more, l.Area.Point!.Value) <= minutes)];

    /// <summary>The leaders who may be missed: terms that end, ages, and networks that hang on them.</summary>
    internal static IReadOnlyList<LeaderOutlook> LeadersToMiss(IReadOnlyList<Learner> leaders, IReadOnlyList<Network> networks, DateOnly today)
    {
        // People and networks are the nodes, memberships the edges.
        var people = networks.SelectMany(n => n.Members.Select(m => m.AccountId)).Distinct().ToList();
        var number = people.Select((p, i) => (p, i)).ToDictionary(x => x.p, x => networks.Count + x.i);
        List<List<int>> edges = [.. Enumerable.Range(0, networks.Count + people.Count).Select(_ => new List<int>())];
        for (var n = 0; n < networks.Count; n++)
            foreach (var member in networks[n].Members)
            {
                edges[n].Add(number[member.AccountId]);
                edges[number[member.AccountId]].Add(n);
            }

        var (points, between) = (GraphMeasures.ArticulationPoints(edges), GraphMeasures.Betweenness(edges));
        List<LeaderOutlook> found = [];
        foreach (var leader in leaders)
        {
            List<LocalizedText> reasons = [];
            var registration = leader.Registration!;
            if (registration.ExpiresOn <= today.AddYears(1)) reasons.Add(new($"登録が {registration.ExpiresOn:yyyy年M月d日} に切れます。", $"The registration ends on {registration.ExpiresOn:yyyy-MM-dd}."));
            int? then = leader.BirthYear is { } born ? today.Year + Years - born : null;
            if (then >= OldThen) reasons.Add(new($"{Years} 年後に {then} 歳前後です。", $"About {then} years old in {Years} years."));
            var node = number.TryGetValue(leader.Id, out var known) ? known : -1;
            var alone = networks.Where(n => n.Members.Count > 1 && n.Coordinator?.AccountId == leader.Id && n.SuccessorId is null).Select(n => n.Name).ToList();
            if (alone.Count > 0) reasons.Add(new($"世話人をしていて、後任が決まっていません（{string.Join("、", alone)}）。", $"Coordinates without a named successor ({string.Join(", ", alone)})."));
            if (node >= 0 && points.Contains(node))
                reasons.Add(new($"この人が抜けると、{string.Join("、", edges[node].Select(n => networks[n].Name))}のつながりが切れます。", $"Without this person, {string.Join(", ", edges[node].Select(n => networks[n].Name))} lose touch with each other."));
            if (reasons.Count > 0) found.Add(new(leader, then, node < 0 ? 0 : between[node], reasons));
        }

        return [.. found.OrderByDescending(f => f.Reasons.Count).ThenByDescending(f => f.Betweenness).ThenBy(f => f.Person.Number, StringComparer.Ordinal)];
    }
}
