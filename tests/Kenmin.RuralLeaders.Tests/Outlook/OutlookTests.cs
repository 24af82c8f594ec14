using CsCheck;
using Kenmin.Modularity.Access;
using Kenmin.RuralLeaders.Areas;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.Networks;
using Kenmin.RuralLeaders.Outlook;
using Kenmin.RuralLeaders.Tests.Support;
using Kenmin.SharedKernel;
using Microsoft.Extensions.Options;

namespace Kenmin.RuralLeaders.Tests.Outlook;

/// <summary>The measures of graphs agree with what counting everything gives, and the page says in words what they mean.</summary>
public sealed class OutlookTests(RuralHouse house) : IClassFixture<RuralHouse>
{
    private static readonly Gen<List<List<int>>> Graphs =
        from nodes in Gen.Int[1, 9]
        from pairs in Gen.Select(Gen.Int[0, nodes - 1], Gen.Int[0, nodes - 1]).List[0, 16]
        select Graph(nodes, pairs);

    [Fact]
    public void A_node_is_an_articulation_point_exactly_when_taking_it_out_leaves_more_parts() => Graphs.Sample(edges =>
        GraphMeasures.ArticulationPoints(edges).Order().ShouldBe(Enumerable.Range(0, edges.Count).Where(n => Parts(edges, n) > Parts(edges, -1) - (edges[n].Count == 0 ? 1 : 0))));

    [Fact]
    public void Betweenness_is_what_counting_every_shortest_path_gives() => Graphs.Sample(edges =>
    {
        var measured = GraphMeasures.Betweenness(edges);
        var counted = new double[edges.Count];
        for (var from = 0; from < edges.Count; from++)
            for (var to = from + 1; to < edges.Count; to++)
            {
                var paths = ShortestPaths(edges, from, to);
                foreach (var path in paths)
                    foreach (var node in path.Where(n => n != from && n != to)) counted[node] += 1.0 / paths.Count;
            }

        for (var n = 0; n < edges.Count; n++) measured[n].ShouldBe(counted[n], 1e-9);
    });

    [Fact]
    public void Between_two_networks_that_share_one_person_that_person_is_missed_most()
    {
        DateOnly today = new(2026, 6, 10);
        Learner Leader(int number, int? born, DateOnly expires) => new()
        {
            Id = Guid.CreateVersion7(), Name = $"見本{number}", Number = $"2026-{number:0000}", BirthYear = born, Registration = new(Guid.CreateVersion7(), new(2025, 1, 1), expires, new(2025, 1, 2), 1),
        };
        Learner[] leaders = [Leader(1, 1985, new(2029, 1, 1)), Leader(2, 1985, new(2029, 1, 1)), Leader(3, 1950, new(2027, 1, 1)), Leader(4, null, new(2029, 1, 1))];
        Network Net(string name, params int[] members)
        {
            Network n = new() { Id = Guid.CreateVersion7(), Name = name };
            n.Join(Guid.CreateVersion7(), "世話人", "", DateTimeOffset.UnixEpoch);
            foreach (var m in members) n.Join(leaders[m].Id, leaders[m].Name, "", DateTimeOffset.UnixEpoch);
            return n;
        }

        var found = OutlookReader.LeadersToMiss(leaders, [Net("北の網", 0, 1), Net("南の網", 1, 3)], today);

        found.Select(f => f.Person.Number).ShouldBe(["2026-0003", "2026-0002"]);
        found[0].Reasons.Select(r => r.Ja).ShouldBe(["登録が 2027年1月1日 に切れます。", "5 年後に 81 歳前後です。"]);
        found[1].Reasons.ShouldHaveSingleItem().Ja.ShouldBe("この人が抜けると、北の網、南の網のつながりが切れます。");
        found[1].Betweenness.ShouldBe(9, "each of the three around one network with each of the three around the other");
    }

    [Fact]
    public async Task Staff_see_the_settlements_out_of_reach_what_one_more_leader_would_change_and_only_their_own_leaders_names()
    {
        Guid near = Guid.CreateVersion7(), far = Guid.CreateVersion7(), beside = Guid.CreateVersion7();
        foreach (var (id, name, latitude) in new[] { (near, "近い里", 34.30), (far, "遠い里", 34.45), (beside, "遠い隣の里", 34.46) })
            (await house.SendAsync(new SaveArea(id, AreaLevel.Settlement, RuralHouse.Yamaguchi, "", name, null, new GeoPoint(latitude, 131.5), false))).Problem.ShouldBeNull();
        var person = await house.ResidentAsync();
        var leader = await house.LoadAsync<Learner>(person);
        (leader.Registration, leader.Number, leader.AreaId) = (LeaderRegistration.Begin(Guid.CreateVersion7(), house.Today, 1, null), $"望-{RuralHouse.NextNumber()}", near);
        await house.StoreAsync(leader);
        using var staff = house.Staff();
        using var elsewhere = house.Staff(RuralHouse.Hagi);

        (await staff.ReadAsync("/staff/rural-leaders/outlook?minutes=20")).ShouldSatisfyAllConditions(
            p => p.ShouldContain(leader.Name), p => p.ShouldContain("に切れます"), p => p.ShouldContain($"/rural-leaders/areas/{far}"), p => p.ShouldNotContain($"/rural-leaders/areas/{near}"));
        (await staff.ReadAsync($"/staff/rural-leaders/outlook?minutes=20&with={far}")).ShouldContain("1 人育つと、2 の集落に届くようになります");
        (await staff.ReadAsync("/staff/rural-leaders/outlook?minutes=60")).ShouldNotContain($"/rural-leaders/areas/{far}");
        (await staff.ReadAsync("/staff/rural-leaders/outlook?minutes=20")).ShouldSatisfyAllConditions(
            p => p.ShouldContain($"minutes=20&with={far}", customMessage: "where one more leader would change most"), p => p.ShouldContain("直線の距離に 1.4 をかけ、時速 30 km"));
        (await elsewhere.ReadAsync("/staff/rural-leaders/outlook")).ShouldNotContain(leader.Name);
        (await house.ScalarAsync<long>($"select count(*) from platform.audit_log where action = 'rural-leaders.outlook.viewed' and '{person}' = any(subject_ids)")).ShouldBe(4);
        using var resident = house.Visitor(Roles.Resident);
        (await resident.GetAsync("/staff/rural-leaders/outlook")).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
    }

    [Fact]
    public void Times_follow_what_is_set_and_a_place_is_out_of_reach_exactly_when_every_leader_is_too_far() => Gen.Select(
        Gen.Double[1, 3], Gen.Double[10, 60], Gen.Select(Gen.Double[34, 34.6], Gen.Double[131, 131.6]).Array[1, 8], Gen.Select(Gen.Double[34, 34.6], Gen.Double[131, 131.6]).Array[0, 4], Gen.Int[5, 60]).Sample((detour, speed, places, leaders, minutes) =>
    {
        TravelTimes travel = new(Options.Create(new TravelSettings { Detour = detour, KilometresPerHour = speed }));
        GeoPoint[] at = [.. leaders.Select(l => new GeoPoint(l.Item1, l.Item2))];
        GeoPoint[] points = [.. places.Select(p => new GeoPoint(p.Item1, p.Item2))];
        var unreached = travel.Unreached(points, p => p, at, minutes);
        foreach (var point in points)
            unreached.Contains(point).ShouldBe(!at.Any(l => l.DistanceTo(point) / 1000 * detour <= speed * minutes / 60 + 1e-9));
        travel.Explained.En.ShouldContain(speed.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture));
    });

    private static List<List<int>> Graph(int nodes, List<(int, int)> pairs)
    {
        List<List<int>> edges = [.. Enumerable.Range(0, nodes).Select(_ => new List<int>())];
        foreach (var (a, b) in pairs.Where(p => p.Item1 != p.Item2).Select(p => (Math.Min(p.Item1, p.Item2), Math.Max(p.Item1, p.Item2))).Distinct())
        {
            edges[a].Add(b);
            edges[b].Add(a);
        }

        return edges;
    }

    private static int Parts(List<List<int>> edges, int without)
    {
        var seen = new HashSet<int> { without };
        var parts = 0;
        for (var start = 0; start < edges.Count; start++)
        {
            if (!seen.Add(start)) continue;
            parts++;
            var open = new Stack<int>([start]);
            while (open.TryPop(out var at))
                foreach (var to in edges[at])
                    if (seen.Add(to)) open.Push(to);
        }

        return parts;
    }

    // All paths by trying every step; the shortest of them.
    private static List<List<int>> ShortestPaths(List<List<int>> edges, int from, int to)
    {
        List<List<int>> found = [];
        Step([from]);
        return [.. found.Where(p => p.Count == found.Min(x => x.Count))];

        void Step(List<int> path)
        {
            if (path[^1] == to)
            {
                found.Add([.. path]);
                return;
            }

            foreach (var next in edges[path[^1]].Where(n => !path.Contains(n))) Step([.. path, next]);
        }
    }
}
