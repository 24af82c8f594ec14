using System.Net;
using System.Net.Http.Json;
using Kenmin.Accounts.Contracts;
using Kenmin.CleanUp.Care;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Outcomes;
using Kenmin.CleanUp.Sites;
using Kenmin.CleanUp.Tests.Support;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Jobs;
using Kenmin.SharedKernel;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;
using Wolverine.Tracking;

namespace Kenmin.CleanUp.Tests.Care;

/// <summary>A group cares for a place all year: asked, agreed, recorded, reminded of, renewed, ended.</summary>
public sealed class CareTests(CleanUpHouse house) : IClassFixture<CleanUpHouse>, IDisposable
{
    private static readonly DateOnly Today = new(2026, 6, 10);

    private static Figures Five => Figures.None with { People = 5, PersonMinutes = 300, BurnableBags = 3 };

    public void Dispose() => house.Clock.AdjustTime(CleanUpHouse.Noon);

    [Fact]
    public async Task A_leader_asks_the_city_agrees_and_everybody_sees_who_cares_for_the_place()
    {
        var (site, leader) = (await house.SiteAsync(), Guid.CreateVersion7());
        using var resident = house.Resident(leader);
        (await resident.ReadAsync("/clean-up/me/care/new")).ShouldContain("/clean-up/me/groups/new", customMessage: "without a group nobody can ask");
        var group = await house.GroupAsync(leader);
        var form = $"/clean-up/me/care/new?site={site.Id}";
        (string, string)[] fields = [("Input.GroupId", group.Id.ToString()), ("Input.SiteId", site.Id.ToString()), ("Input.Per", "Month"), ("Input.From", "令和8年7月1日"), ("Input.ShowName", "true"), ("Input.Reminders", "true")];
        (await (await resident.SubmitAsync(form, "adoption", [.. fields, ("Input.Times", "３０"), ("Input.Until", "2029-03-31")])).Content.ReadAsStringAsync()).ShouldContain("1 から 10 まで");
        (await (await resident.SubmitAsync(form, "adoption", [.. fields, ("Input.Times", "1"), ("Input.Until", "2026-06-30")])).Content.ReadAsStringAsync()).ShouldContain("2026-07-01 より後");
        var asked = await resident.SubmitAsync(form, "adoption", [.. fields, ("Input.Times", "１"), ("Input.Until", "2029-03-31"), ("Input.Plan", "毎月第 1 日曜日")]);
        asked.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = asked.Headers.Location!.ToString().Split('?')[0];
        var id = Guid.Parse(page.Split('/')[^1]);
        using var anybody = house.Visitor();
        (await anybody.ReadAsync("/clean-up/care")).ShouldNotContain(group.Name, customMessage: "it is not agreed");

        using var staff = house.Staff();
        (await staff.ReadAsync("/staff/clean-up/care?state=Waiting")).ShouldContain(id.ToString());
        (await staff.ReadAsync($"/staff/clean-up/care/{id}")).ShouldContain("見本 代表");
        (await staff.SubmitAsync($"/staff/clean-up/care/{id}", "no", ("Not.Reason", "看板の位置を決めてください"), ("Choice", "decline"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await resident.ReadAsync(page)).ShouldContain("看板の位置を決めてください");
        (await resident.SubmitAsync(page, "adoption", [.. fields, ("Input.Times", "1"), ("Input.Until", "2029-03-31")])).StatusCode.ShouldBe(HttpStatusCode.Redirect, "it is asked again");
        (await staff.SubmitAsync($"/staff/clean-up/care/{id}", "agree", ("Agree.Until", "令和11年3月31日"), ("Agree.Gives", "ごみ袋と看板"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var adoption = await house.LoadAsync<Adoption>(id);
        (adoption.State, adoption.DueOn, adoption.Until).ShouldBe((AdoptionState.Agreed, new DateOnly(2026, 8, 1), new DateOnly(2029, 3, 31)));
        (await resident.ReadAsync(page)).ShouldContain("ごみ袋と看板");
        (await anybody.ReadAsync("/clean-up/care")).ShouldNotContain(group.Name, customMessage: "it begins in July");
        house.Clock.AdjustTime(JapanTime.At(new(2026, 7, 2), new(9, 0)));
        (await anybody.ReadAsync("/clean-up/care")).ShouldSatisfyAllConditions(p => p.ShouldContain(group.Name), p => p.ShouldContain(site.Name), p => p.ShouldNotContain("見本 代表"), p => p.ShouldNotContain("083-933"));
        (await resident.SubmitAsync(page, "wishes", ("Wishes.Reminders", "true"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await anybody.ReadAsync("/clean-up/care")).ShouldNotContain(group.Name, customMessage: "the group no longer wants its name shown");
        (await (await anybody.GetAsync("/api/v1/clean-up/care")).Content.ReadAsStringAsync()).ShouldNotContain(group.Name);
        (await anybody.Http.GetStringAsync("/clean-up/open-data/care.csv")).ShouldSatisfyAllConditions(c => c.ShouldNotContain(group.Name), c => c.ShouldContain(site.Name));
        (await house.ScalarAsync<long>($"select count(*) from platform.audit_log where action = 'clean-up.adoption.viewed' and '{leader}' = any(subject_ids)")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Only_the_leader_and_the_city_of_the_place_reach_an_adoption()
    {
        var adoption = await AgreedAsync(Guid.CreateVersion7());
        using var stranger = house.Resident(Guid.CreateVersion7());
        (await stranger.GetAsync($"/clean-up/me/care/{adoption.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.Http.PutAsJsonAsync($"/api/v1/clean-up/me/care/{adoption.Id}/clean-ups/2026-06-10", new { figures = Five })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var elsewhere = house.Staff(CleanUpHouse.Hagi);
        (await elsewhere.GetAsync($"/staff/clean-up/care/{adoption.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var auditor = house.Visitor(Roles.Auditor);
        (await auditor.Http.PostAsJsonAsync($"/api/v1/clean-up/staff/care/{adoption.Id}/decision", new { agree = true })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await house.SendAsync(new EndAdoption(adoption.Id, "乗っ取り", Guid.CreateVersion7(), null))).Code.ShouldBe("not-found");
        (await house.SendAsync(new EndAdoption(adoption.Id, "だれでもない", null, null))).Code.ShouldBe("not-found");
    }

    [Fact]
    public async Task Several_groups_share_a_place_but_a_group_adopts_it_once_also_when_it_asks_many_times_at_once()
    {
        var (leader, site) = (Guid.CreateVersion7(), await house.SiteAsync());
        var group = await house.GroupAsync(leader);
        var ask = Ask(site, group, leader);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => house.SendAsync(ask with { Id = Guid.CreateVersion7() })));
        answers.Count(a => a.IsDone).ShouldBe(1);
        answers.Where(a => !a.IsDone).ShouldAllBe(a => a.Code == "already-adopted");

        var other = Guid.CreateVersion7();
        var beside = await house.GroupAsync(other);
        (await house.SendAsync(Ask(site, beside, other))).Problem.ShouldBeNull();
        using var resident = house.Resident(leader);
        var mine = (await house.AllAsync<Adoption>()).Single(a => a.GroupId == group.Id);
        (await resident.ReadAsync($"/clean-up/me/care/{mine.Id}")).ShouldSatisfyAllConditions(p => p.ShouldContain(beside.Name), p => p.ShouldNotContain("083-933-0000"));
    }

    [Fact]
    public async Task A_clean_up_sent_many_times_at_once_counts_once_and_moves_the_due_day()
    {
        var leader = Guid.CreateVersion7();
        var adoption = await AgreedAsync(leader);
        house.Clock.AdjustTime(JapanTime.At(new(2026, 6, 20), new(12, 0)));

        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => house.SendAsync(new RecordCare(adoption.Id, new(2026, 6, 20), Five with { BurnableBags = i }, "", leader, null))));

        answers.ShouldAllBe(a => a.IsDone);
        (await house.AllAsync<CareCleanUp>()).Count(c => c.AdoptionId == adoption.Id).ShouldBe(1);
        (await house.LoadAsync<Adoption>(adoption.Id)).ShouldSatisfyAllConditions(a => a.LastDone.ShouldBe(new DateOnly(2026, 6, 20)), a => a.DueOn.ShouldBe(new DateOnly(2026, 7, 20)));
        (await house.SendAsync(new RecordCare(adoption.Id, new(2026, 6, 12), Five, "", leader, null))).IsDone.ShouldBeTrue("an earlier one comes late");
        (await house.LoadAsync<Adoption>(adoption.Id)).DueOn.ShouldBe(new DateOnly(2026, 7, 20), "the latest clean-up counts, not the latest report");
        (await house.SendAsync(new RemoveCare(adoption.Id, new(2026, 6, 20), leader, null))).IsDone.ShouldBeTrue();
        (await house.LoadAsync<Adoption>(adoption.Id)).DueOn.ShouldBe(new DateOnly(2026, 7, 12));
        (await house.SendAsync(new RecordCare(adoption.Id, new(2026, 6, 21), Five, "", leader, null))).Field.ShouldBe("Day", "tomorrow is not done yet");
        (await house.SendAsync(new RecordCare(adoption.Id, new(2026, 6, 9), Five, "", leader, null))).Field.ShouldBe("Day", "before the agreement");
        (await house.SendAsync(new RecordCare(adoption.Id, new(2026, 6, 12), Five with { People = 0 }, "", leader, null))).Field.ShouldBe("People");
    }

    [Fact]
    public async Task What_counts_in_a_campaign_does_not_count_here_too_but_is_done()
    {
        var (campaign, leader) = (await house.CampaignAsync(), Guid.CreateVersion7());
        var adoption = await AgreedAsync(leader);
        var (site, group) = (await house.LoadAsync<Site>(adoption.SiteId), await house.LoadAsync<Group>(adoption.GroupId));
        var plan = (await house.PlanAsync(campaign, site, leader)) with { GroupId = group.Id };
        (await house.SendAsync(plan)).Problem.ShouldBeNull();
        await house.SendAndWaitAsync(new Kenmin.CleanUp.Activities.DecideActivity(plan.Id, true, null, CleanUpHouse.Administrator));
        house.Clock.AdjustTime(JapanTime.At(new(2026, 6, 15), new(12, 0)));
        var counts = house.Services.GetRequiredService<ICareCounts>();
        var before = await counts.PeopleOfYearAsync(new(2026), default);

        (await house.SendAsync(new RecordCare(adoption.Id, plan.Day, Five, "", leader, null))).Problem.ShouldBeNull();
        (await counts.PeopleOfYearAsync(new(2026), default)).ShouldBe(before + 5, "the campaign has no result of it yet");
        (await house.SendAsync(new ReportResult(plan.Id, Five with { People = 20, PersonMinutes = 2_000 }, leader))).Problem.ShouldBeNull();
        (await counts.PeopleOfYearAsync(new(2026), default)).ShouldBe(before, "now it counts there");
        using var resident = house.Resident(leader);
        (await resident.ReadAsync($"/clean-up/me/care/{adoption.Id}")).ShouldContain("一斉清掃の結果で数えます");

        await house.SendAsync(new RemoveCare(adoption.Id, plan.Day!.Value, leader, null));
        (await house.LoadAsync<Adoption>(adoption.Id)).LastDone.ShouldBe(plan.Day, "the result of the campaign says that it was done");
        using var staff = house.Staff();
        (await staff.ReadAsync("/staff/clean-up/care/results/2026")).ShouldContain("延べ");
    }

    [Fact]
    public async Task The_leader_is_reminded_once_of_what_is_due_and_once_of_what_is_late_unless_reminders_are_not_wanted()
    {
        var (leader, quiet) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var adoption = await AgreedAsync(leader);
        var silent = await AgreedAsync(quiet);
        (await house.SendAsync(new SetCareWishes(silent.Id, true, false, quiet))).IsDone.ShouldBeTrue();

        await WatchAtAsync(new(2026, 6, 25));
        (await Subjects(leader)).ShouldBeEmpty("15 days are too early");
        await WatchAtAsync(new(2026, 6, 26));
        await WatchAtAsync(new(2026, 6, 30));
        (await Subjects(leader)).ShouldBe(["次の清掃の時期です"]);
        await WatchAtAsync(new(2026, 7, 11));
        await WatchAtAsync(new(2026, 7, 12));
        (await Subjects(leader)).ShouldBe(["次の清掃の時期です", "清掃の予定日を過ぎています"]);
        (await Subjects(quiet)).ShouldBeEmpty();
        (await house.SendAsync(new RecordCare(adoption.Id, new(2026, 7, 12), Five, "", leader, null))).IsDone.ShouldBeTrue();
        await WatchAtAsync(new(2026, 7, 30));
        (await Subjects(leader)).Count.ShouldBe(3, "a new due day, a new reminder");
    }

    [Fact]
    public async Task What_lapsed_is_shown_to_staff_who_talk_renew_or_end_it()
    {
        var leader = Guid.CreateVersion7();
        var adoption = await AgreedAsync(leader);
        using var staff = house.Staff();
        (await staff.SubmitAsync("/staff/clean-up/care/rules/352039", "rules", ("Input.RemindDays", "7"), ("Input.LapseDays", "３０"), ("Input.RenewalDays", "30"), ("Input.ThanksYears", "1、x"))).StatusCode.ShouldBe(HttpStatusCode.OK, "x is no number");
        (await staff.SubmitAsync("/staff/clean-up/care/rules/352039", "rules", ("Input.RemindDays", "7"), ("Input.LapseDays", "３０"), ("Input.RenewalDays", "30"), ("Input.ThanksYears", "1、3"), ("Input.ThanksTimes", "2"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        try
        {
            house.Clock.AdjustTime(JapanTime.At(new(2026, 8, 9), new(12, 0)));
            (await staff.ReadAsync("/staff/clean-up/care?state=Lapsed")).ShouldNotContain(adoption.Id.ToString());
            house.Clock.AdjustTime(JapanTime.At(new(2026, 8, 10), new(12, 0)));
            (await staff.ReadAsync("/staff/clean-up/care?state=Lapsed")).ShouldContain(adoption.Id.ToString());
            (await staff.SubmitAsync($"/staff/clean-up/care/{adoption.Id}", "talk", ("Talk.Until", "2026-09-10"), ("Talk.Note", "代表者が交代する"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
            (await staff.ReadAsync("/staff/clean-up/care?state=Lapsed")).ShouldNotContain(adoption.Id.ToString());
            using var resident = house.Resident(leader);
            (await resident.ReadAsync($"/clean-up/me/care/{adoption.Id}")).ShouldNotContain("代表者が交代する", customMessage: "the note is for staff");
            (await house.SendAsync(new RecordCare(adoption.Id, new(2026, 8, 10), Five, "", leader, null))).IsDone.ShouldBeTrue();
            (await house.LoadAsync<Adoption>(adoption.Id)).DueOn.ShouldBe(new DateOnly(2026, 9, 10));
            (await staff.SubmitAsync($"/staff/clean-up/care/{adoption.Id}", "no", ("Not.Reason", ""), ("Choice", "end"))).StatusCode.ShouldBe(HttpStatusCode.OK, "a reason is needed");
            (await staff.SubmitAsync($"/staff/clean-up/care/{adoption.Id}", "no", ("Not.Reason", "工事のため"), ("Choice", "end"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
            (await house.LoadAsync<Adoption>(adoption.Id)).ShouldSatisfyAllConditions(a => a.EndedBy.ShouldBe(AdoptionEnd.Office), a => a.EndedOn.ShouldBe(new DateOnly(2026, 8, 10)));
        }
        finally
        {
            await house.ExecuteAsync("delete from clean_up.mt_doc_carerules");
        }
    }

    [Fact]
    public async Task It_ends_when_its_time_is_out_unless_a_renewal_was_asked_for()
    {
        var (leader, renewing) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var ending = await AgreedAsync(leader);
        var renewed = await AgreedAsync(renewing);
        await WatchAtAsync(new(2029, 2, 1));
        (await Subjects(leader)).ShouldContain("アダプト（里親）の期間がまもなく終わります");
        (await house.SendAsync(new AskRenewal(renewed.Id, new(2029, 3, 31), renewing))).Field.ShouldBe("Until", "this is no later day");
        (await house.SendAsync(new AskRenewal(renewed.Id, new(2032, 3, 31), renewing))).IsDone.ShouldBeTrue();

        await WatchAtAsync(new(2029, 4, 1));
        (await house.LoadAsync<Adoption>(ending.Id)).ShouldSatisfyAllConditions(a => a.State.ShouldBe(AdoptionState.Ended), a => a.EndedBy.ShouldBe(AdoptionEnd.Time));
        (await house.LoadAsync<Adoption>(renewed.Id)).State.ShouldBe(AdoptionState.Agreed);
        using var staff = house.Staff();
        (await staff.ReadAsync("/staff/clean-up/care?state=Waiting")).ShouldContain(renewed.Id.ToString());
        await house.SendAndWaitAsync(new RenewAdoption(renewed.Id, new(2032, 3, 31), null, CleanUpHouse.Administrator));
        await house.SendAndWaitAsync(new RenewAdoption(renewed.Id, new(2032, 3, 31), null, CleanUpHouse.Administrator));
        (await Subjects(renewing)).Count(s => s == "アダプト（里親）が更新されました").ShouldBe(1);
    }

    [Fact]
    public async Task Thanks_are_given_once_and_printed_by_the_leader()
    {
        var leader = Guid.CreateVersion7();
        var adoption = await AgreedAsync(leader);
        house.Clock.AdjustTime(JapanTime.At(new(2026, 6, 12), new(12, 0)));
        foreach (var day in new[] { 11, 12 }) (await house.SendAsync(new RecordCare(adoption.Id, new(2026, 6, day), Five, "", leader, null))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new GiveThanks(adoption.Id, ThanksFor.Times, 3, CleanUpHouse.Administrator))).Code.ShouldBe("not-reached");
        (await house.SendAsync(new GiveThanks(adoption.Id, ThanksFor.Years, 1, CleanUpHouse.Administrator))).Code.ShouldBe("not-reached");
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => house.SendAsync(new GiveThanks(adoption.Id, ThanksFor.Times, 2, CleanUpHouse.Administrator))));
        var thanks = (await house.AllAsync<CareThanks>()).Single(t => t.AdoptionId == adoption.Id);

        using var resident = house.Resident(leader);
        using var paper = await resident.GetAsync($"/clean-up/me/care/{adoption.Id}/thanks/{thanks.Id}.pdf");
        (await paper.Content.ReadAsStringAsync()).ShouldStartWith("%PDF");
        (await resident.GetAsync($"/clean-up/me/care/{adoption.Id}/thanks/{Guid.CreateVersion7()}.pdf")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var other = house.Resident(Guid.CreateVersion7());
        (await other.GetAsync($"/clean-up/me/care/{adoption.Id}/thanks/{thanks.Id}.pdf")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Staff_record_for_a_group_without_a_computer()
    {
        var adoption = await AgreedAsync(Guid.CreateVersion7());
        using var staff = house.Staff();
        (await staff.SubmitAsync($"/staff/clean-up/care/{adoption.Id}/record", "care", ("When.Day", "令和8年6月10日"), ("Input.People", "4"), ("Input.Minutes", "60"), ("Input.BurnableBags", "2"), ("When.Note", "紙で受けた"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.LoadAsync<CareCleanUp>(CareCleanUp.IdOf(adoption.Id, Today))).ShouldSatisfyAllConditions(c => c.EnteredBy.ShouldNotBeNull(), c => c.Figures.PersonMinutes.ShouldBe(240));
        (await staff.ReadAsync($"/staff/clean-up/care/{adoption.Id}")).ShouldContain("紙で受けた");
        (await staff.SubmitAsync($"/staff/clean-up/care/{adoption.Id}/record?day=2026-06-10", "remove")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.FindAsync<CareCleanUp>(CareCleanUp.IdOf(adoption.Id, Today))).ShouldBeNull();
        (await house.LoadAsync<Adoption>(adoption.Id)).LastDone.ShouldBeNull();
    }

    [Fact]
    public async Task When_the_leader_s_data_are_erased_the_care_ends_and_what_was_done_stays()
    {
        var leader = Guid.CreateVersion7();
        var adoption = await AgreedAsync(leader);
        (await house.SendAsync(new RecordCare(adoption.Id, Today, Five, "わたしの電話は 090", leader, null))).IsDone.ShouldBeTrue();
        await house.Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).SendMessageAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), leader, null));
        (await house.LoadAsync<Adoption>(adoption.Id)).ShouldSatisfyAllConditions(a => a.State.ShouldBe(AdoptionState.Ended), a => a.Plan.ShouldBe(""));
        (await house.LoadAsync<CareCleanUp>(CareCleanUp.IdOf(adoption.Id, Today))).ShouldSatisfyAllConditions(c => c.Note.ShouldBe(""), c => c.Figures.People.ShouldBe(5));
    }

    private static AskAdoption Ask(Site site, Group group, Guid leader) => new(
        Guid.CreateVersion7(), site.Id, group.Id, new(1, CarePer.Month), Today, new(2029, 3, 31), "毎月", ShowName: true, Reminders: true, leader);

    private async Task<Adoption> AgreedAsync(Guid leader)
    {
        var ask = Ask(await house.SiteAsync(), await house.GroupAsync(leader), leader);
        (await house.SendAsync(ask)).Problem.ShouldBeNull();
        (await house.SendAsync(new DecideAdoption(ask.Id, true, null, "ごみ袋", null, CleanUpHouse.Administrator))).Problem.ShouldBeNull();
        return await house.LoadAsync<Adoption>(ask.Id);
    }

    private async Task WatchAtAsync(DateOnly day)
    {
        house.Clock.AdjustTime(JapanTime.At(day, new(9, 0)));
        await house.Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).ExecuteAndWaitAsync((Func<IMessageContext, Task>)(bus => bus.InvokeAsync<BatchDone>(new WatchCare())));
    }

    // Without what tells of the decision, which each agreement begins with.
    private async Task<IReadOnlyList<string>> Subjects(Guid account) =>
        [.. (await house.NoticesAsync(account)).OrderBy(n => n.Id).Select(n => n.Subject).Where(s => s != "アダプト（里親）が決まりました")];
}
