using System.Net;
using System.Net.Http.Json;
using Kenmin.Accounts.Contracts;
using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Insurance;
using Kenmin.CleanUp.Tests.Support;
using Kenmin.Modularity.Access;
using Kenmin.Spreadsheets;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;
using Wolverine.Tracking;

namespace Kenmin.CleanUp.Tests.Insurance;

/// <summary>Who is insured by the event policy, in which plan, and what is kept of them for how long.</summary>
public sealed class InsuranceTests(CleanUpHouse house) : IClassFixture<CleanUpHouse>
{
    [Fact]
    public async Task A_list_is_whole_when_everybody_has_what_the_insurer_asks_and_a_plan()
    {
        var (campaign, leader, helper) = (await house.CampaignAsync(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await InsureAsync(campaign, cutterPlan: "");
        var activity = await AcceptedAsync(campaign, leader, cutters: true, helpers: 2);
        using (var visitor = house.Resident(helper)) (await visitor.SubmitAsync($"/clean-up/activities/{activity.Id}/sign-up", "sign-up")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var resident = house.Resident(leader);
        var page = $"/clean-up/me/activities/{activity.Id}/insured";
        (await StateAsync(activity)).State.ShouldBe(ListState.Incomplete, "the helper is there by herself, and nothing else");
        (await resident.ReadAsync($"/clean-up/me/activities/{activity.Id}")).ShouldContain("不備あり");

        (await resident.SubmitAsync(page, "insured", ("Input.Members", "見本 一郎、山口市\n見本 二郎\t山口市滝町"), ("Input.Cutters", "見本 草刈,萩市"), ("Input.HandedIn", "true"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var listed = await StateAsync(activity);
        listed.People.Select(p => (p.Name, p.Detail, p.Cutters)).ShouldBe([("見本 一郎", "山口市", false), ("見本 二郎", "山口市滝町", false), ("見本 草刈", "萩市", true), ("見本 resident", "", false)]);
        listed.Lacks.Select(l => l.Ja).ShouldBe(["「住所」のない人が 1 人います。", "刈払機などを使う 1 人のためのプランがありません。"]);
        listed.Counts.ShouldBe(new Dictionary<string, int> { ["行事A"] = 3, [""] = 1 }, ignoreOrder: true);

        await InsureAsync(campaign, cutterPlan: "草刈B");
        (await resident.SubmitAsync(page, "insured", ("Input.Members", "見本 一郎、山口市\n見本 二郎、山口市滝町"), ("Input.Cutters", "見本 草刈、萩市"), ("Input.HandedIn", "true"), ($"detail-{helper:N}", "防府市"), ("uses", helper.ToString()))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var whole = await StateAsync(activity);
        (whole.State, whole.Counts["草刈B"], whole.Counts["行事A"], whole.Due).ShouldBe((ListState.Complete, 2, 2, new DateOnly(2026, 6, 9)));
        (await resident.ReadAsync(page)).ShouldContain("30 日後に、自動で消します");
        (await house.ScalarAsync<long>($"select count(*) from platform.audit_log where action = 'clean-up.insured.viewed' and matter = '{activity.Id}' and '{helper}' = any(subject_ids)")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Without_an_event_policy_no_names_are_collected()
    {
        var (campaign, leader) = (await house.CampaignAsync(), Guid.CreateVersion7());
        var activity = await AcceptedAsync(campaign, leader);
        SaveInsuredList command = new(activity.Id, [new("見本 一郎", "", false)], [], true, leader);
        (await house.SendAsync(command)).Code.ShouldBe("not-found");
        using var resident = house.Resident(leader);
        (await resident.ReadAsync($"/clean-up/me/activities/{activity.Id}/insured")).ShouldNotContain("Input.Members");
        (await StateAsync(activity)).State.ShouldBe(ListState.NotNeeded);

        await InsureAsync(campaign);
        (await house.SendAsync(command with { AccountId = Guid.CreateVersion7() })).Code.ShouldBe("not-found");
        (await house.SendAsync(command with { Members = [new("", "", false)] })).Problem!.Value.Ja.ShouldContain("1 人目");
        (await house.SendAsync(command with { Members = [] })).Field.ShouldBe("Members");
        (await house.SendAsync(command with { Members = [new("見本 一郎", "", true)] })).Code.ShouldBe("no-cutters");
        (await house.SendAsync(command)).IsDone.ShouldBeTrue();
        (await house.SendAndWaitAsync(new CancelActivity(activity.Id, "雨", leader))).IsDone.ShouldBeTrue();
        (await house.SendAsync(command)).Code.ShouldBe("not-live");
    }

    [Fact]
    public async Task Staff_of_the_municipality_take_the_lists_out_and_nobody_else_does()
    {
        var (campaign, leader) = (await house.CampaignAsync(), Guid.CreateVersion7());
        await InsureAsync(campaign, detail: "");
        var activity = await AcceptedAsync(campaign, leader, cutters: true);
        (await house.SendAsync(new SaveInsuredList(activity.Id, [new("=見本 一郎", "", false), new("見本 二郎", "", true)], [], true, leader))).IsDone.ShouldBeTrue();
        var address = $"/staff/clean-up/campaigns/{campaign.Id}/insurance/352039";
        using var staff = house.Staff();

        (await staff.ReadAsync(address)).ShouldContain("そろっています");
        (await staff.ReadAsync($"/staff/clean-up/activities/{activity.Id}/insured")).ShouldContain("草刈B");
        var csv = await staff.ReadAsync($"{address}/insured.csv");
        csv.ShouldContain("見本 二郎");
        csv.ShouldNotContain(",=見本", customMessage: "no cell is a formula");
        (await staff.Http.GetByteArrayAsync($"{address}/insured.xlsx"))[..2].ShouldBe("PK"u8.ToArray());
        (await house.ScalarAsync<long>($"select count(*) from platform.audit_log where action = 'clean-up.insured.exported' and matter = '{activity.Id}'")).ShouldBe(2);

        using var hagi = house.Staff(CleanUpHouse.Hagi);
        foreach (var there in new[] { address, $"{address}/insured.csv", $"/staff/clean-up/activities/{activity.Id}/insured", $"/api/v1/clean-up/staff/activities/{activity.Id}/insured" })
            (await hagi.GetAsync(there)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var auditor = house.Visitor(Roles.Auditor);
        (await auditor.ReadAsync(address)).ShouldNotContain("insured.csv");
        using var set = await staff.Http.PutAsJsonAsync($"/api/v1/clean-up/staff/campaigns/{campaign.Id}/insurance/352039", new { plan = "", cutterPlan = "草刈B" });
        set.StatusCode.ShouldBe(HttpStatusCode.BadRequest, "a plan for cutters alone insures nobody else");
        using var api = await staff.Http.GetAsync($"/api/v1/clean-up/staff/activities/{activity.Id}/insured");
        (await api.ReadAsync()).GetProperty("plans").GetProperty("草刈B").GetInt32().ShouldBe(1);
        using var own = house.Resident(leader);
        using var put = await own.Http.PutAsJsonAsync($"/api/v1/clean-up/me/activities/{activity.Id}/insured", new { people = new[] { new { name = "見本 三郎", cutters = true } }, handedIn = true });
        (await put.ReadAsync()).GetProperty("state").GetString().ShouldBe("complete");
    }

    [Fact]
    public async Task What_a_list_says_of_a_helper_follows_the_account_is_disclosed_and_erased()
    {
        var (campaign, leader, kept, gone) = (await house.CampaignAsync(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await InsureAsync(campaign);
        var activity = await AcceptedAsync(campaign, leader, helpers: 2);
        using (var visitor = house.Resident(gone)) (await visitor.SubmitAsync($"/clean-up/activities/{activity.Id}/sign-up", "sign-up")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.SendAsync(new SaveInsuredList(activity.Id, [new("見本 一郎", "山口市", false)], [new(gone, "防府市宮市町", false)], true, leader))).IsDone.ShouldBeTrue();
        var merge = Guid.CreateVersion7();

        await house.HandleAsync(new AccountsMerged(merge, kept, gone, CleanUpHouse.Noon));
        (await house.LoadAsync<InsuredList>(activity.Id)).Helpers.ShouldHaveSingleItem().AccountId.ShouldBe(kept);
        await house.HandleAsync(new AccountsUnmerged(merge, kept, gone, CleanUpHouse.Noon));
        (await house.LoadAsync<InsuredList>(activity.Id)).Helpers.ShouldHaveSingleItem().AccountId.ShouldBe(gone);
        var told = (await house.HandleAsync<PersonalDataAnswered>(new PersonalDataAsked(Guid.CreateVersion7(), gone))).Sections.Single(s => s.Source == "mt_doc_insuredlist");
        told.Entries.SelectMany(e => e).Select(f => f.Value).ShouldSatisfyAllConditions(v => v.ShouldContain("防府市宮市町"), v => v.ShouldNotContain("見本 一郎"));

        await house.Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).SendMessageAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), gone, null));
        (await house.LoadAsync<InsuredList>(activity.Id)).Helpers.ShouldBeEmpty();
        await house.Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).SendMessageAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), leader, null));
        (await house.FindAsync<InsuredList>(activity.Id)).ShouldBeNull();
    }

    private async Task<ActivityInsurance> StateAsync(Activity activity) => (await house.Services.GetRequiredService<InsuranceDesk>().StandingAsync([activity], default))[0];

    private Task InsureAsync(Campaign campaign, string cutterPlan = "草刈B", string detail = "住所") => InsureAsync(house, campaign, cutterPlan, detail);

    internal static async Task InsureAsync(CleanUpHouse house, Campaign campaign, string cutterPlan = "草刈B", string detail = "住所") =>
        (await house.SendAsync(new SaveInsuranceRules(campaign.Id, CleanUpHouse.Yamaguchi, "行事A", cutterPlan, 5, detail, ""))).Problem.ShouldBeNull();

    private Task<Activity> AcceptedAsync(Campaign campaign, Guid leader, bool cutters = false, int helpers = 0) => AcceptedAsync(house, campaign, leader, cutters, helpers);

    internal static async Task<Activity> AcceptedAsync(CleanUpHouse house, Campaign campaign, Guid leader, bool cutters = false, int helpers = 0)
    {
        var plan = await house.PlanAsync(campaign, await house.SiteAsync(), leader, helpers) with { Cutters = cutters, RainDay = new(2026, 6, 21) };
        (await house.SendAsync(plan)).Problem.ShouldBeNull();
        (await house.SendAndWaitAsync(new DecideActivity(plan.Id, true, null, CleanUpHouse.Administrator))).Problem.ShouldBeNull();
        return await house.LoadAsync<Activity>(plan.Id);
    }
}
