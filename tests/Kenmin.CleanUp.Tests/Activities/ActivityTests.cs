using System.Net;
using System.Net.Http.Json;
using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Tests.Support;
using Kenmin.Modularity.Access;

namespace Kenmin.CleanUp.Tests.Activities;

/// <summary>Groups plan, the city decides.</summary>
public sealed class ActivityTests(CleanUpHouse house) : IClassFixture<CleanUpHouse>
{
    [Fact]
    public async Task A_leader_registers_a_group_plans_is_sent_back_changes_and_is_accepted()
    {
        var (campaign, site, leader) = (await house.CampaignAsync(), await house.SiteAsync(), Guid.CreateVersion7());
        using var resident = house.Resident(leader);
        (await resident.ReadAsync("/clean-up/me/activities/new")).ShouldContain("/clean-up/me/groups/new?next=plan", customMessage: "without a group there is nothing to plan for");
        var registered = await resident.SubmitAsync("/clean-up/me/groups/new?next=plan", "group",
            ("Input.Kind", "School"), ("Input.Name", "見本中学校"), ("Input.Municipality", "352039"), ("Input.LeaderName", "見本 先生"), ("Input.Phone", "083-933-0000"));
        registered.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var form = $"/clean-up/me/activities/new?site={site.Id}";
        var group = (await house.AllAsync<Group>()).Single(g => g.AccountId == leader);
        var late = await resident.SubmitAsync(form, "plan", Fields(campaign.Id, group.Id, site.Id, day: "2026-07-05"));
        (await late.Content.ReadAsStringAsync()).ShouldContain("2026-06-30", customMessage: "the day is outside of the period");
        var planned = await resident.SubmitAsync(form, "plan", Fields(campaign.Id, group.Id, site.Id));
        planned.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = planned.Headers.Location!.ToString().Split('?')[0];
        var id = Guid.Parse(page.Split('/')[^1]);
        using var anybody = house.Visitor();
        (await anybody.GetAsync($"/clean-up/activities/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "it is not accepted");

        using var staff = house.Staff();
        (await staff.ReadAsync($"/staff/clean-up/campaigns/{campaign.Id}/activities")).ShouldContain(id.ToString());
        (await staff.ReadAsync($"/staff/clean-up/activities/{id}")).ShouldContain("見本 先生");
        (await staff.SubmitAsync($"/staff/clean-up/activities/{id}", "refuse", ("Input.Reason", ""))).StatusCode.ShouldBe(HttpStatusCode.OK, "a reason is needed");
        (await staff.SubmitAsync($"/staff/clean-up/activities/{id}", "refuse", ("Input.Reason", "駐車場が使えません"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await resident.ReadAsync(page)).ShouldContain("駐車場が使えません");
        (await resident.SubmitAsync(page, "plan", Fields(campaign.Id, group.Id, site.Id, place: "駅の北口"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.SubmitAsync($"/staff/clean-up/activities/{id}", "accept")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await anybody.ReadAsync($"/clean-up/activities/{id}")).ShouldSatisfyAllConditions(
            p => p.ShouldContain("駅の北口"), p => p.ShouldContain("見本中学校"), p => p.ShouldNotContain("見本 先生"), p => p.ShouldNotContain("083-933"));
        (await anybody.ReadAsync($"/clean-up/campaigns/{campaign.Id}/352039")).ShouldContain("見本中学校");
        (await anybody.ReadAsync($"/clean-up/sites/{site.Id}")).ShouldContain("見本中学校");
        await house.SendAsync(new PublishCampaign(campaign.Id, false));
        (await anybody.ReadAsync($"/clean-up/sites/{site.Id}")).ShouldNotContain("見本中学校", customMessage: "the campaign is hidden, and so is what belongs to it");
        await house.SendAsync(new PublishCampaign(campaign.Id, true));
        (await resident.ReadAsync(page)).ShouldNotContain("name=\"Input.MeetingPlace\"", customMessage: "what was accepted stays");
        (await house.ScalarAsync<long>($"select count(*) from platform.audit_log where action = 'clean-up.activity.viewed' and '{leader}' = any(subject_ids)")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Two_groups_at_the_same_site_on_the_same_day_see_each_other_by_name_only()
    {
        var (campaign, site, first, second) = (await house.CampaignAsync(), await house.SiteAsync(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var (one, other) = (await house.PlanAsync(campaign, site, first), await house.PlanAsync(campaign, site, second));
        (await house.SendAsync(one)).IsDone.ShouldBeTrue();
        (await house.SendAsync(other)).IsDone.ShouldBeTrue();
        var name = (await house.LoadAsync<Group>(other.GroupId)).Name;

        using var resident = house.Resident(first);
        (await resident.ReadAsync($"/clean-up/me/activities/{one.Id}")).ShouldSatisfyAllConditions(
            p => p.ShouldContain(name), p => p.ShouldNotContain(other.Id.ToString()), p => p.ShouldNotContain("見本 代表"), p => p.ShouldNotContain("083-933"));
        (await resident.GetAsync($"/clean-up/me/activities/{other.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_group_plans_a_site_once_for_a_day_also_when_it_sends_many_plans_at_once()
    {
        var plan = await house.PlanAsync(await house.CampaignAsync(), await house.SiteAsync(), Guid.CreateVersion7());

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => house.SendAsync(plan with { Id = Guid.CreateVersion7() })));

        answers.Count(a => a.IsDone).ShouldBe(1);
        answers.Where(a => !a.IsDone).ShouldAllBe(a => a.Code == "already-planned");
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_with_the_reason()
    {
        var (campaign, hidden, site, leader) = (await house.CampaignAsync(), await house.CampaignAsync(published: false), await house.SiteAsync(), Guid.CreateVersion7());
        var plan = await house.PlanAsync(campaign, site, leader);

        (await house.SendAsync(plan with { Id = Guid.CreateVersion7(), CampaignId = hidden.Id })).Code.ShouldBe("not-found");
        (await house.SendAsync(plan with { Id = Guid.CreateVersion7(), AccountId = Guid.CreateVersion7() })).Code.ShouldBe("not-found", "only the leader plans");
        (await house.SendAsync(plan with { Day = new(2026, 6, 9) })).Field.ShouldBe("Day", "yesterday is over");
        (await house.SendAsync(plan with { End = new(9, 0) })).Field.ShouldBe("End");
        (await house.SendAsync(plan with { People = 0 })).Field.ShouldBe("People");
        (await house.SendAsync(plan with { HelperPlaces = -1 })).Field.ShouldBe("HelperPlaces");
    }

    [Fact]
    public async Task Only_the_city_of_the_site_decides()
    {
        var plan = await house.PlanAsync(await house.CampaignAsync(), await house.SiteAsync(CleanUpHouse.Hagi), Guid.CreateVersion7());
        (await house.SendAsync(plan)).IsDone.ShouldBeTrue();

        foreach (var (visitor, expected) in new[] { (house.Staff(), HttpStatusCode.NotFound), (house.Visitor(Roles.Auditor), HttpStatusCode.Forbidden), (house.Staff(CleanUpHouse.Hagi), HttpStatusCode.OK) })
            using (visitor)
            {
                using var answer = await visitor.Http.PostAsJsonAsync($"/api/v1/clean-up/staff/activities/{plan.Id}/decision", new { accept = true });
                answer.StatusCode.ShouldBe(expected);
            }

        using var other = house.Staff();
        (await other.GetAsync($"/staff/clean-up/activities/{plan.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_leader_is_told_of_each_decision_once()
    {
        var leader = Guid.CreateVersion7();
        var plan = await house.PlanAsync(await house.CampaignAsync(), await house.SiteAsync(), leader);
        (await house.SendAsync(plan)).IsDone.ShouldBeTrue();

        await house.SendAndWaitAsync(new DecideActivity(plan.Id, true, null, CleanUpHouse.Administrator));
        await house.SendAndWaitAsync(new DecideActivity(plan.Id, true, null, CleanUpHouse.Administrator));

        (await house.NoticesAsync(leader)).ShouldHaveSingleItem().Subject.ShouldBe("清掃の計画が受理されました");
    }

    [Fact]
    public async Task The_name_of_a_lone_resident_is_nobody_s_business()
    {
        var leader = Guid.CreateVersion7();
        var group = await house.GroupAsync(leader, GroupKind.Alone);

        (group.Name, group.PublicName.Ja).ShouldBe(("", "個人での参加"));
        using var other = house.Resident(Guid.CreateVersion7());
        (await other.GetAsync($"/clean-up/me/groups/{group.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.SendAsync(new RegisterGroup(group.Id, GroupKind.Friends, "乗っ取り", "352039", "x", "083-933-0000", Guid.CreateVersion7()))).Code.ShouldBe("not-found");
    }

    private static (string, string)[] Fields(Guid campaign, Guid group, Guid site, string day = "2026-06-14", string place = "見本駐車場") =>
    [
        ("Input.CampaignId", campaign.ToString()), ("Input.GroupId", group.ToString()), ("Input.SiteId", site.ToString()), ("Input.Day", day), ("Input.Start", "9時"),
        ("Input.End", "11:00"), ("Input.MeetingPlace", place), ("Input.People", "２５"), ("Input.HelperPlaces", "0"),
    ];
}
