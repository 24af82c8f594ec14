using System.Net;
using System.Net.Http.Json;
using CsCheck;
using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Outcomes;
using Kenmin.CleanUp.Outcomes.Freezing;
using Kenmin.CleanUp.Tests.Support;
using Kenmin.PlanProgress.Contracts;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Tests.Outcomes;

/// <summary>What came of it: totals or approved reports, never both, and each once.</summary>
public sealed class OutcomeTests(CleanUpHouse house) : IClassFixture<CleanUpHouse>
{
    [Fact]
    public async Task A_total_that_is_sent_five_times_at_once_counts_once_and_everybody_sees_the_sums()
    {
        var (campaign, site, leader) = (await house.CampaignAsync(), await house.SiteAsync(), Guid.CreateVersion7());
        var activity = await house.AcceptedAsync(campaign, site, leader);
        using var resident = house.Resident(leader);
        using var early = await PutAsync();
        (await early.Content.ReadAsStringAsync()).ShouldContain("/problems/not-begun");
        await ItIsOverAsync(activity);

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => PutAsync()));
        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.NoContent);

        using var anybody = house.Visitor();
        var sums = (await (await anybody.GetAsync($"/api/v1/clean-up/campaigns/{campaign.Id}/results")).ReadAsync())[0];
        sums.GetProperty("figures").GetProperty("people").GetInt32().ShouldBe(30);
        sums.GetProperty("bagsPerPersonHour").GetDecimal().ShouldBe(0.77m);
        (await anybody.ReadAsync($"/clean-up/campaigns/{campaign.Id}/results?municipality=352039")).ShouldSatisfyAllConditions(
            p => p.ShouldContain(site.Name), p => p.ShouldContain("120.5 kg"), p => p.ShouldContain("ペットボトル"), p => p.ShouldContain("0.77 袋"));
        (await anybody.ReadAsync($"/clean-up/campaigns/{campaign.Id}/results")).ShouldContain("山口市");
        (await anybody.ReadAsync($"/clean-up/sites/{site.Id}")).ShouldContain("これまでの結果");
        (await anybody.ReadAsync($"/clean-up/open-data/results/{campaign.Id}.csv")).ShouldContain($"{site.Name},");
        (await anybody.ReadAsync($"/clean-up/open-data/results/{campaign.Id}.geojson")).ShouldContain("\"personMinutes\":3600");

        Task<HttpResponseMessage> PutAsync() => resident.Http.PutAsJsonAsync($"/api/v1/clean-up/me/activities/{activity.Id}/result", SiteResultView.Example.Figures);
    }

    [Fact]
    public async Task A_late_repetition_does_not_undo_a_correction_and_nothing_newer_is_overwritten_unseen()
    {
        var leader = Guid.CreateVersion7();
        var activity = await house.AcceptedAsync(await house.CampaignAsync(), await house.SiteAsync(), leader);
        await ItIsOverAsync(activity);
        var first = new ReportResult(activity.Id, Figures.None with { People = 10, PersonMinutes = 600 }, leader, Guid.CreateVersion7(), BasedOn: 0);
        (await house.SendAsync(first)).Problem.ShouldBeNull();
        (await house.SendAsync(first with { Figures = first.Figures with { People = 12 }, SendingId = Guid.CreateVersion7(), BasedOn = 1 })).Problem.ShouldBeNull();

        (await house.SendAsync(first)).Problem.ShouldBeNull("the phone that got no answer is told that it arrived");
        (await house.SendAsync(first with { SendingId = Guid.CreateVersion7() })).Code.ShouldBe("changed-meanwhile", "entered before the correction was seen");

        (await house.LoadAsync<Result>(activity.Id)).ShouldSatisfyAllConditions(r => r.Figures.People.ShouldBe(12), r => r.Version.ShouldBe(2));
        using var resident = house.Resident(leader);
        (await (await resident.GetAsync($"/api/v1/clean-up/me/activities/{activity.Id}/result")).ReadAsync()).GetProperty("version").GetInt32().ShouldBe(2);
        using var stranger = house.Resident(Guid.CreateVersion7());
        (await stranger.GetAsync($"/api/v1/clean-up/me/activities/{activity.Id}/result")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // The page says so, shows what is there now, and takes the entry when it is sent once more.
        var page = $"/clean-up/me/activities/{activity.Id}/result";
        var seen = await resident.HiddenAsync(page, "result");
        (await house.SendAsync(first with { SendingId = null, BasedOn = null })).Problem.ShouldBeNull();
        using var refused = await resident.SendAsync(page, [.. seen, ("Input.People", "15"), ("Input.Minutes", "60")]);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("新しい報告がありました");
    }

    [Fact]
    public void Sendings_in_any_order_and_number_leave_what_the_last_accepted_one_said() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5]).Array[1, 30].Sample(sent =>
        {
            // Each phone knows some version, each sending is one of six; a model keeps what must be.
            var ids = Enumerable.Range(0, 6).Select(_ => Guid.NewGuid()).ToArray();
            Result result = new();
            var (version, people, known) = (0, 0, new HashSet<int>());
            foreach (var (sending, basedOn) in sent)
            {
                var answer = result.Take(Figures.None with { People = sending + 1 }, ids[sending], basedOn, default);
                if (known.Contains(sending)) answer.IsDone.ShouldBeTrue();
                else if (basedOn != version) answer.Code.ShouldBe(Reported.ChangedMeanwhile);
                else (version, people, _) = (version + 1, sending + 1, known.Add(sending));
            }

            return result.Version == version && result.Figures.People == people;
        });

    [Fact]
    public async Task Individual_reports_count_once_the_leader_has_approved_them_and_no_more_when_there_is_a_total()
    {
        var (campaign, leader, helper) = (await house.CampaignAsync(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var activity = await house.AcceptedAsync(campaign, await house.SiteAsync(), leader, helpers: 3);
        using var visitor = house.Resident(helper);
        using var resident = house.Resident(leader);
        (await visitor.SubmitAsync($"/clean-up/activities/{activity.Id}/sign-up", "sign-up")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await ItIsOverAsync(activity);
        var own = $"/clean-up/activities/{activity.Id}/my-result";
        using var stranger = house.Resident(Guid.CreateVersion7());
        (await stranger.GetAsync(own)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await visitor.SubmitAsync(own, "own", ("Input.Minutes", "９０"), ("Input.BurnableBags", "2"), ("Input.KgWeighed", "3.5kg"), ("Input.Litter[can]", "7"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await SumAsync(campaign)).ShouldBe((0, 0), "nobody has approved it");
        var page = $"/clean-up/me/activities/{activity.Id}/result";
        var report = (await house.AllAsync<OwnReport>()).Single(r => r.AccountId == helper);
        report.Figures.Litter["can"].ShouldBe(7);
        (await house.SendAsync(new DecideOwnResult(report.Id, true, helper))).Code.ShouldBe("not-found", "only the leader approves");
        (await resident.SubmitAsync(page, $"report-{report.Id:N}", ("Decision", "approve"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await SumAsync(campaign)).ShouldBe((1, 2));
        (await house.SendAsync(new ReportOwnResult(activity.Id, Figures.None with { People = 1, PersonMinutes = 5 }, helper))).Code.ShouldBe("approved");

        (await resident.SubmitAsync(page, "result", ("Input.People", "12"), ("Input.Minutes", "60"), ("Input.BurnableBags", "9"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await SumAsync(campaign)).ShouldBe((12, 9), "the total alone counts");
    }

    [Fact]
    public async Task What_cannot_be_is_refused_at_its_field()
    {
        var leader = Guid.CreateVersion7();
        var activity = await house.AcceptedAsync(await house.CampaignAsync(), await house.SiteAsync(), leader);
        await ItIsOverAsync(activity);
        Task<CommandAnswer> SendAsync(Figures figures) => house.SendAsync(new ReportResult(activity.Id, figures, leader));
        var right = SiteResultView.Example.Figures;

        (await SendAsync(right with { People = 0 })).Field.ShouldBe("People");
        (await SendAsync(right with { People = 2, PersonMinutes = 2 * 1440 + 1 })).Field.ShouldBe("PersonMinutes", "a day has 1,440 minutes");
        (await SendAsync(right with { KgEstimated = -1 })).Field.ShouldBe("KgEstimated");
        (await SendAsync(right with { Litter = new Dictionary<string, int> { ["gold"] = 1 } })).Field.ShouldBe("Litter");
        (await house.SendAsync(new ReportResult(activity.Id, right, Guid.CreateVersion7()))).Code.ShouldBe("not-found");
    }

    [Fact]
    public async Task What_is_frozen_stays_and_corrections_stand_beside_it()
    {
        var (campaign, leader) = (await house.CampaignAsync(), Guid.CreateVersion7());
        var activity = await house.AcceptedAsync(campaign, await house.SiteAsync(), leader);
        await ItIsOverAsync(activity);
        (await house.SendAsync(new ReportResult(activity.Id, SiteResultView.Example.Figures, leader))).Problem.ShouldBeNull();
        using var owner = house.Visitor(Modularity.Access.Roles.ProgramOwner);
        (await house.SendAsync(new FreezeCampaign(campaign.Id, CleanUpHouse.Administrator))).Code.ShouldBe("not-over");
        (await owner.GetAsync($"/staff/clean-up/activities/{activity.Id}/correction")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await house.ExecuteAsync($$"""update clean_up.mt_doc_campaign set data = data || '{"lastDay":"2026-06-09"}' where id = '{{campaign.Id}}'""");
        (await owner.SubmitAsync($"/staff/clean-up/campaigns/{campaign.Id}", "freeze")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await house.SendAsync(new ReportResult(activity.Id, Figures.None with { People = 1, PersonMinutes = 1 }, leader))).Code.ShouldBe("frozen");
        (await owner.SubmitAsync($"/staff/clean-up/activities/{activity.Id}/correction", "correction", ("Input.People", "28"), ("Input.Minutes", "120"), ("Reason", ""))).StatusCode.ShouldBe(HttpStatusCode.OK, "a reason is needed");
        (await owner.SubmitAsync($"/staff/clean-up/activities/{activity.Id}/correction", "correction", ("Input.People", "28"), ("Input.Minutes", "120"), ("Reason", "重複"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await SumAsync(campaign)).People.ShouldBe(30, "the frozen figure stays");
        using var anybody = house.Visitor();
        (await anybody.ReadAsync($"/clean-up/campaigns/{campaign.Id}/results")).ShouldSatisfyAllConditions(p => p.ShouldContain("30 → 28"), p => p.ShouldContain("重複"));
        (await anybody.ReadAsync($"/api/v1/clean-up/campaigns/{campaign.Id}/corrections")).ShouldContain("\"people\":28");
        (await anybody.ReadAsync($"/clean-up/open-data/results/{campaign.Id}/corrections.csv")).ShouldContain(",28,3360,");
        (await anybody.GetAsync($"/clean-up/open-data/results/{Guid.NewGuid()}/corrections.csv")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public void The_total_and_individual_reports_are_never_added_up() =>
        Gen.Select(Gen.Int[1, 50], Gen.Bool, Gen.Enum<ReportState>().Array[0, 6]).Sample((people, hasTotal, states) =>
        {
            Result? total = hasTotal ? new() { Figures = Figures.None with { People = people } } : null;
            OwnReport[] reports = [.. states.Select(s => new OwnReport { State = s, Figures = Figures.None with { People = 1, KgWeighed = 2 } })];
            var approved = states.Count(s => s == ReportState.Approved);
            return Counting.Of(total, reports) switch
            {
                null => !hasTotal && approved == 0,
                (var figures, true) => !hasTotal && figures.People == approved && figures.KgWeighed == 2 * approved && figures.KgEstimated is null,
                (var figures, false) => hasTotal && figures.People == people,
            };
        });

    [Fact]
    public void The_list_of_litter_has_codes_that_are_told_apart() =>
        Litter.All.ShouldSatisfyAllConditions(l => l.Count.ShouldBe(18), l => l.Select(k => k.Code).ShouldBeUnique(), l => l.ShouldAllBe(k => k.Name.Ja.Length > 0 && k.Name.En.Length > 0));

    [Fact]
    public async Task The_plan_gets_exactly_the_participations_that_the_page_lists()
    {
        var leader = Guid.CreateVersion7();
        var activity = await house.AcceptedAsync(await house.CampaignAsync(), await house.SiteAsync(), leader);
        await ItIsOverAsync(activity);
        (await house.SendAsync(new ReportResult(activity.Id, SiteResultView.Example.Figures, leader))).Problem.ShouldBeNull();

        var counted = await house.AnswerAsync<IndicatorCounted>("clean-up-recount-requested", new RecountRequested(new FiscalYear(2026), CleanUpHouse.Noon));

        using var staff = house.Visitor(Modularity.Access.Roles.ProgramOwner);
        (await staff.ReadAsync(counted.DrillDown)).ShouldContain($"延べ {counted.Value:#,0} 人");
        counted.Value.ShouldBeGreaterThanOrEqualTo(30);
    }

    private async Task<(int People, int Bags)> SumAsync(Campaign campaign)
    {
        using var anybody = house.Visitor();
        var results = (await (await anybody.GetAsync($"/api/v1/clean-up/campaigns/{campaign.Id}/results")).ReadAsync()).EnumerateArray().Select(r => r.GetProperty("figures")).ToList();
        return (results.Sum(f => f.GetProperty("people").GetInt32()), results.Sum(f => f.GetProperty("burnableBags").GetInt32()));
    }

    // The clock of the house is shared: the activity moves to this morning instead.
    private Task ItIsOverAsync(Activity activity) => house.ExecuteAsync(
        $$"""update clean_up.mt_doc_activity set data = data || '{"day":"2026-06-10","start":"08:00:00","end":"10:00:00"}' where id = '{{activity.Id}}'""");
}
