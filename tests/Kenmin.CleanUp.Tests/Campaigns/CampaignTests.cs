using System.Net;
using System.Net.Http.Json;
using CsCheck;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Rules;
using Kenmin.CleanUp.Tests.Support;
using Kenmin.Modularity.Access;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Tests.Campaigns;

/// <summary>Campaigns and the rules of municipalities.</summary>
public sealed class CampaignTests(CleanUpHouse house) : IClassFixture<CleanUpHouse>
{
    [Fact]
    public async Task An_owner_prepares_a_campaign_a_city_sets_its_rules_and_everybody_reads_them()
    {
        using var owner = house.Visitor(Roles.ProgramOwner);
        var created = await owner.SubmitAsync("/staff/clean-up/campaigns/new", "campaign",
            ("Input.Name", "みんなで清掃"), ("Input.FirstDay", "令和8年6月1日"), ("Input.LastDay", "2026-06-30"), ("Input.PlansUntil", "2026/6/20"));
        created.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = created.Headers.Location!.ToString().Split('?')[0];
        var id = page.Split('/')[^1];

        using var anybody = house.Visitor();
        (await anybody.GetAsync($"/clean-up/campaigns/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "it is not published");
        using var staff = house.Staff();
        (await staff.GetAsync($"{page}/rules/352039")).StatusCode.ShouldBe(HttpStatusCode.OK, "where nothing keeps initiatives, staff see what is prepared");
        (await owner.SubmitAsync(page, "publish")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await staff.SubmitAsync($"{page}/rules/352039", "rules", ("Input.CollectionDays", "2026-06-08\n6/15/2026"), ("Input.Sorting", "分ける"), ("Input.Office", "環境課"),
            ("Input.Phone", "０８３－９３３－００００"))).StatusCode.ShouldBe(HttpStatusCode.OK, "6/15/2026 is no day as people write it here");
        (await staff.SubmitAsync($"{page}/rules/352039", "rules", ("Input.CollectionDays", "2026-06-08\n2026年6月15日"), ("Input.BagsPerGroup", "１００"),
            ("Input.LargeFrom", "15"), ("Input.NoticeDays", "7"), ("Input.Sorting", "燃やせるごみと分ける"), ("Input.Office", "環境課"), ("Input.Phone", "０８３－９３３－００００")))
            .StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await anybody.ReadAsync($"/clean-up/campaigns/{id}/352039")).ShouldSatisfyAllConditions(
            p => p.ShouldContain("6月8日、6月15日"), p => p.ShouldContain("100 袋まで"), p => p.ShouldContain("7 日前まで"), p => p.ShouldContain("083-933-0000"));
        (await anybody.ReadAsync($"/clean-up/campaigns/{id}/352047")).ShouldContain("まだ決まっていません");
        (await anybody.ReadAsync("/clean-up")).ShouldContain("みんなで清掃");
        (await anybody.ReadAsync($"/api/v1/clean-up/campaigns/{id}/rules")).ShouldContain("\"largeFrom\":15");
    }

    [Fact]
    public async Task Staff_of_another_city_and_auditors_change_nothing()
    {
        var campaign = await house.CampaignAsync();
        using var hagi = house.Staff(CleanUpHouse.Hagi);
        (await hagi.GetAsync($"/staff/clean-up/campaigns/{campaign.Id}/rules/352039")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var sent = await hagi.Http.PutAsJsonAsync($"/api/v1/clean-up/staff/campaigns/{campaign.Id}/rules/352039", RulesView.Example);
        sent.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var changed = await hagi.Http.PutAsJsonAsync($"/api/v1/clean-up/staff/campaigns/{campaign.Id}/publication", new { published = false });
        changed.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var auditor = house.Visitor(Roles.Auditor);
        (await auditor.ReadAsync($"/staff/clean-up/campaigns/{campaign.Id}")).ShouldNotContain("name=\"Input.FirstDay\"");
    }

    [Fact]
    public async Task Programs_add_a_campaign_and_set_rules_and_are_told_which_field_is_wrong()
    {
        using var owner = house.Visitor(Roles.ProgramOwner);
        using var wrong = await owner.Http.PostAsJsonAsync("/api/v1/clean-up/staff/campaigns", new
        {
            name = new LocalizedText("年度をまたぐ", ""), summary = new LocalizedText("", ""), firstDay = "2027-03-20", lastDay = "2027-04-05", plansUntil = "2027-03-01",
        });
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("#/lastDay");
        using var made = await owner.Http.PostAsJsonAsync("/api/v1/clean-up/staff/campaigns", new
        {
            name = new LocalizedText("機械の清掃", ""), summary = new LocalizedText("", ""), firstDay = "2026-06-01", lastDay = "2026-06-30", plansUntil = "2026-06-20",
        });
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        var id = (await made.ReadAsync()).GetProperty("id").GetGuid();
        using var rules = await owner.Http.PutAsJsonAsync($"/api/v1/clean-up/staff/campaigns/{id}/rules/35203", RulesView.Example);
        (await rules.ReadAsync()).GetProperty("municipality").GetString().ShouldBe("352039");
        using var outside = await owner.Http.PutAsJsonAsync($"/api/v1/clean-up/staff/campaigns/{id}/rules/352039", RulesView.Example with { CollectionDays = [new(2026, 9, 1)] });
        (await outside.Content.ReadAsStringAsync()).ShouldContain("#/collectionDays");
    }

    [Fact]
    public async Task The_period_of_a_published_campaign_grows_but_does_not_shrink()
    {
        var campaign = await house.CampaignAsync();
        SaveCampaign Save(DateOnly first, DateOnly last) => new(campaign.Id, null, campaign.Name, campaign.Summary, first, last, campaign.PlansUntil);

        (await house.SendAsync(Save(new(2026, 6, 2), new(2026, 6, 30)))).Code.ShouldBe("period-published");
        (await house.SendAsync(Save(new(2026, 6, 1), new(2026, 7, 5)))).IsDone.ShouldBeTrue();
        (await house.LoadAsync<Campaign>(campaign.Id)).ShouldSatisfyAllConditions(c => c.LastDay.ShouldBe(new(2026, 7, 5)), c => c.Published.ShouldBeTrue());
    }

    [Fact]
    public async Task A_fiscal_year_has_one_campaign_of_a_name_also_when_two_add_it_at_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => house.SendAsync(
            new SaveCampaign(Guid.CreateVersion7(), null, new("同時の清掃", ""), new("", ""), new(2026, 6, 1), new(2026, 6, 30), new(2026, 6, 25)))));

        answers.Count(a => a.IsDone).ShouldBe(1);
        answers.Where(a => !a.IsDone).ShouldAllBe(a => a.Code == "name-taken");
    }

    [Fact]
    public void A_group_never_has_more_bags_than_its_quota_and_its_people_allow() =>
        Gen.Select(Gen.Int[0, 200].Nullable(), Gen.Int[0, 20].Nullable(), Gen.Int[0, 100], Gen.Int[0, 300]).Sample((group, person, people, has) =>
        {
            var left = new MunicipalityRules { BagsPerGroup = group, BagsPerPerson = person }.BagsLeft(people, has);
            return left is null ? group is null && person is null
                : left >= 0 && (group is null || has > group || has + left <= group) && (person is null || left <= person * people);
        });

    [Theory]
    [InlineData(14, "2026-06-14", false)]
    [InlineData(15, "2026-06-08", false)]
    [InlineData(15, "2026-06-09", true)]
    public void Large_amounts_are_late_from_the_day_after_the_last_day_of_notice(int bags, string announced, bool late) =>
        new MunicipalityRules { LargeFrom = 15, NoticeDays = 7 }.IsLate(bags, DateOnly.Parse(announced, null), new(2026, 6, 15)).ShouldBe(late);
}
