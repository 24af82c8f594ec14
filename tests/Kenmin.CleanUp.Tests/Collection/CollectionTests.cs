using System.Net;
using System.Net.Http.Json;
using CsCheck;
using Kenmin.CleanUp.Collection;
using Kenmin.CleanUp.Tests.Support;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Tests.Collection;

/// <summary>Where the bags lie, the crew's run, and what became of them.</summary>
public sealed class CollectionTests(CleanUpHouse house) : IClassFixture<CleanUpHouse>
{
    [Fact]
    public async Task A_leader_reports_bags_the_crew_finds_them_in_order_and_the_group_sees_the_state()
    {
        var (campaign, leader) = (await house.CampaignAsync(), Guid.CreateVersion7());
        await house.RulesAsync(campaign);
        var activity = await house.AcceptedAsync(campaign, await house.SiteAsync(), leader);
        using var resident = house.Resident(leader);
        using var staff = house.Staff();
        var page = $"/clean-up/me/activities/{activity.Id}/bags";

        (await (await SendAsync("", "5", "2026-06-15")).Content.ReadAsStringAsync()).ShouldContain("入力してください");
        (await (await SendAsync("駐車場", "5", "2026-06-16")).Content.ReadAsStringAsync()).ShouldContain("市町の収集日を選んでください");
        (await SendAsync("駐車場の北側", "5", "2026-06-15")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await SendAsync("桟橋の下", "16", "2026-06-15")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await resident.ReadAsync(page)).ShouldContain("担当窓口に電話してください", customMessage: "16 bags had to be announced seven days before, and it is five");

        var run = $"/staff/clean-up/campaigns/{campaign.Id}/collection/352039?day=2026-06-15";
        (await staff.ReadAsync(run)).ShouldSatisfyAllConditions(p => p.ShouldContain("駐車場の北側"), p => p.ShouldContain("連絡が遅い多量のごみ"), p => p.ShouldContain("2 か所、およそ 21 袋"));
        var spots = (await house.AllAsync<BagSpot>()).Where(b => b.ActivityId == activity.Id).ToList();
        var (few, many) = (spots.Single(s => s.Bags == 5), spots.Single(s => s.Bags == 16));
        (await staff.SubmitAsync(run, $"mark-{few.Id:N}", ("State", "NotFound"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await (await staff.SubmitAsync(run, $"mark-{many.Id:N}", ("State", "MoreThanAnnounced"), ("BagsFound", "9"))).Content.ReadAsStringAsync()).ShouldContain("17 以上");
        (await staff.SubmitAsync(run, $"mark-{many.Id:N}", ("State", "MoreThanAnnounced"), ("BagsFound", "２０"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await resident.ReadAsync(page)).ShouldSatisfyAllConditions(p => p.ShouldContain("見つからなかった"), p => p.ShouldContain("実際は 20 袋"));
        using var hagi = house.Staff(CleanUpHouse.Hagi);
        (await hagi.GetAsync(run)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var foreign = await hagi.Http.PutAsJsonAsync($"/api/v1/clean-up/staff/bags/{few.Id}/state", new { state = "pickedUp" });
        foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        Task<HttpResponseMessage> SendAsync(string place, string bags, string day) =>
            resident.SubmitAsync(page, "bags", ("Input.Place", place), ("Input.BurnableBags", bags), ("Input.CollectionDay", day));
    }

    [Fact]
    public async Task What_was_not_found_is_told_to_the_leader_once()
    {
        var (campaign, leader) = (await house.CampaignAsync(), Guid.CreateVersion7());
        await house.RulesAsync(campaign);
        var activity = await house.AcceptedAsync(campaign, await house.SiteAsync(), leader);
        var report = new ReportBags(Guid.CreateVersion7(), activity.Id, "岸壁", null, 3, 0, new(2026, 6, 15), leader);
        (await house.SendAsync(report)).Problem.ShouldBeNull();
        (await house.SendAsync(report with { Id = Guid.CreateVersion7(), AccountId = Guid.CreateVersion7() })).Code.ShouldBe("not-found", "only the leader reports");

        await house.SendAndWaitAsync(new MarkBags(report.Id, BagState.NotFound, null, CleanUpHouse.Administrator));
        await house.SendAndWaitAsync(new MarkBags(report.Id, BagState.NotFound, null, CleanUpHouse.Administrator));

        (await house.NoticesAsync(leader)).Count(n => n.Subject.Contains("見つかりません", StringComparison.Ordinal)).ShouldBe(1);
        (await house.SendAsync(report with { BurnableBags = 4 })).Code.ShouldBe("collected");
    }

    [Fact]
    public void A_run_visits_every_spot_once_and_is_never_longer_than_going_to_the_nearest_next() =>
        Gen.Select(Gen.Double[33.9, 34.5], Gen.Double[131, 132]).Array[0, 40].Sample(places =>
        {
            GeoPoint office = new(34.1785, 131.4737);
            GeoPoint[] spots = [.. places.Select(p => new GeoPoint(p.Item1, p.Item2))];
            var run = RunList.Order(office, spots, s => s);
            List<GeoPoint> nearest = [], left = [.. spots];
            for (var here = office; left.Count > 0; here = nearest[^1])
            {
                nearest.Add(left.MinBy(s => here.DistanceTo(s)));
                left.Remove(nearest[^1]);
            }

            return run.OrderBy(p => p.Latitude).ThenBy(p => p.Longitude).SequenceEqual(spots.OrderBy(p => p.Latitude).ThenBy(p => p.Longitude))
                && RunList.Length(office, run, s => s) <= RunList.Length(office, nearest, s => s) + 1;
        }, iter: 200);

    [Fact]
    public void A_way_that_crosses_itself_is_turned_round()
    {
        // From the office at the corner of a square the nearest next leads across it.
        GeoPoint office = new(34, 131), a = new(34, 131.010), b = new(34.001, 131.02), c = new(34.01, 131.011), d = new(34.01, 131.0);

        var run = RunList.Order(office, [c, a, d, b], s => s);

        RunList.Length(office, run, s => s).ShouldBeLessThanOrEqualTo(RunList.Length(office, [a, b, c, d], s => s) + 1);
    }
}
