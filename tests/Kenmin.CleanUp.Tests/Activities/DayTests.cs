using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using CsCheck;
using Kenmin.Accounts.Contracts;
using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Helpers;
using Kenmin.CleanUp.Sites;
using Kenmin.CleanUp.Tests.Support;
using Kenmin.CleanUp.Weather;
using Kenmin.Participation;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;
using Wolverine.Tracking;

namespace Kenmin.CleanUp.Tests.Activities;

/// <summary>Go, postpone or cancel: a person decides, one decision stands, and everybody is told.</summary>
public sealed class DayTests(CleanUpHouse house) : IClassFixture<CleanUpHouse>
{
    private static readonly DateOnly Day = new(2026, 6, 11), Rain = new(2026, 6, 18);

    [Fact]
    public async Task A_rain_date_comes_after_the_day_and_lies_in_the_period()
    {
        var (campaign, site, leader) = (await house.CampaignAsync(), await house.SiteAsync(), Guid.CreateVersion7());
        var plan = await house.PlanAsync(campaign, site, leader);
        foreach (var wrong in new[] { plan.Day!.Value, plan.Day.Value.AddDays(-1), new(2026, 7, 1) })
            (await house.SendAsync(plan with { RainDay = wrong })).Field.ShouldBe("RainDay");
        (await house.SendAsync(plan with { RainDay = new(2026, 6, 30) })).Problem.ShouldBeNull();
        (await house.LoadAsync<Activity>(plan.Id)).RainDay.ShouldBe(new(2026, 6, 30));
    }

    [Fact]
    public async Task The_leader_postpones_and_every_helper_keeps_the_place_and_is_asked_again()
    {
        var (leader, helpers) = (Guid.CreateVersion7(), Enumerable.Range(0, 3).Select(_ => Guid.CreateVersion7()).ToList());
        var activity = await AcceptedAsync(leader, places: 2);
        foreach (var helper in helpers) await SignUpAsync(helper, activity.Id);
        using var resident = house.Resident(leader);
        var page = $"/clean-up/me/activities/{activity.Id}";
        (await resident.ReadAsync(page)).ShouldContain("わかりません", customMessage: "nothing was read of warnings");

        await house.Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).ExecuteAndWaitAsync((IMessageContext _) => PostponeAsync());

        var moved = await house.LoadAsync<Activity>(activity.Id);
        (moved.Day, moved.PostponedFrom, moved.RainDay, moved.State).ShouldBe((Rain, Day, null, ActivityState.Accepted));
        moved.Decisions.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            d => (d.Choice, d.Reason, d.Day, d.ByOffice).ShouldBe((DayChoice.Postpone, "大雨のおそれ", Day, false)), d => d.By!.AccountId.ShouldBe(leader), d => d.Warnings.Ja.ShouldBe("わかりません"));
        var engine = house.Services.GetRequiredService<IParticipation<ICleanUpStore>>();
        (await engine.SignUpsOfOpeningAsync(activity.Id)).ShouldAllBe(s => s.Opening.Starts == moved.Starts && s.State != SignUpState.Cancelled);
        foreach (var helper in helpers) (await house.NoticesAsync(helper)).ShouldHaveSingleItem().Body.ShouldContain("6月18日 9:00");
        (await house.NoticesAsync(leader)).Count(n => n.Subject.Contains("市町が", StringComparison.Ordinal)).ShouldBe(0, "who decides needs no notice of it");

        // One comes, one gives the place back, and who waited moves up.
        using var first = house.Resident(helpers[0]);
        (await first.SubmitAsync($"/clean-up/activities/{activity.Id}/sign-up", "come")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await first.ReadAsync($"/clean-up/activities/{activity.Id}/sign-up")).ShouldContain("「参加する」と答えました");
        await house.Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).ExecuteAndWaitAsync((IMessageContext _) => RefuseAsync());
        (await resident.ReadAsync(page)).ShouldContain("参加 1 人、未回答 1 人、取消 1 人");
        (await house.NoticesAsync(helpers[2])).Select(n => n.Subject).ShouldContain(s => s.Contains("空きが出て"));
        using var visitor = house.Visitor();
        (await visitor.ReadAsync($"/clean-up/activities/{activity.Id}")).ShouldContain("大雨のおそれ");

        async Task PostponeAsync() => (await resident.SubmitAsync(page, "day", ("Day.Choice", "Postpone"), ("Day.Reason", "大雨のおそれ"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        async Task RefuseAsync()
        {
            using var second = house.Resident(helpers[1]);
            using var answer = await second.Http.PutAsJsonAsync($"/api/v1/clean-up/me/sign-ups/{activity.Id}/rain-day", new { comes = false });
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task What_is_decided_twice_changes_nothing_and_what_was_postponed_is_not_postponed_again()
    {
        var (leader, helper) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var activity = await AcceptedAsync(leader, places: 2);
        await SignUpAsync(helper, activity.Id);
        DecideDay go = new(activity.Id, DayChoice.Go, "晴れの予報", 0, new(leader, "見本"), false);

        (await house.SendAndWaitAsync(go)).IsDone.ShouldBeTrue();
        (await house.SendAndWaitAsync(go)).IsDone.ShouldBeTrue();
        (await house.SendAndWaitAsync(go with { Seen = 1, Reason = "やはり晴れ" })).IsDone.ShouldBeTrue();
        (await house.LoadAsync<Activity>(activity.Id)).Decisions.Count.ShouldBe(1);
        (await house.NoticesAsync(helper)).ShouldHaveSingleItem().Subject.ShouldContain("予定どおり");

        var postpone = go with { Choice = DayChoice.Postpone, Seen = 1, Reason = "雨" };
        (await house.SendAsync(go with { Choice = DayChoice.Cancel, Reason = " ", Seen = 1 })).Field.ShouldBe("Reason");
        (await house.SendAsync(postpone with { Seen = 0 })).Code.ShouldBe("decided-meanwhile");
        (await house.SendAsync(postpone with { By = new(Guid.CreateVersion7(), "他人") })).Code.ShouldBe("not-found");
        (await house.SendAndWaitAsync(postpone)).IsDone.ShouldBeTrue();
        (await house.SendAndWaitAsync(postpone)).IsDone.ShouldBeTrue();
        (await house.SendAsync(postpone with { Seen = 2, Reason = "まだ雨" })).Code.ShouldBe("postponed-already");
        (await house.LoadAsync<Activity>(activity.Id)).Decisions.Count.ShouldBe(2);
        (await house.SendAndWaitAsync(postpone with { Seen = 2, Choice = DayChoice.Cancel, Reason = "台風" })).IsDone.ShouldBeTrue();
        (await house.LoadAsync<Activity>(activity.Id)).ShouldSatisfyAllConditions(a => a.State.ShouldBe(ActivityState.Cancelled), a => a.Reason.ShouldBe("台風"));
        (await house.SendAsync(postpone with { Seen = 3, Choice = DayChoice.Go, Reason = "晴れた" })).Code.ShouldBe("not-accepted");
        (await house.NoticesAsync(helper)).Count.ShouldBe(3, "go, postponed, called off");
    }

    [Fact]
    public async Task Only_what_is_accepted_and_has_not_begun_is_decided_about_and_only_a_rain_date_allows_to_postpone()
    {
        var leader = Guid.CreateVersion7();
        var plan = await house.PlanAsync(await house.CampaignAsync(), await house.SiteAsync(), leader);
        (await house.SendAsync(plan)).Problem.ShouldBeNull();
        DecideDay decide = new(plan.Id, DayChoice.Postpone, "雨", 0, new(leader, "見本"), false);
        (await house.SendAsync(decide)).Code.ShouldBe("not-accepted");
        (await house.SendAsync(new DecideActivity(plan.Id, true, null, CleanUpHouse.Administrator))).Problem.ShouldBeNull();
        (await house.SendAsync(decide)).Code.ShouldBe("no-rain-date");

        var begun = await AcceptedAsync(leader, day: new(2026, 6, 10), start: new(12, 0));
        (await house.SendAsync(decide with { Id = begun.Id, Choice = DayChoice.Cancel })).Code.ShouldBe("begun");

        // The group has another plan for the same site on the rain date.
        var there = await AcceptedAsync(leader);
        (await house.SendAsync(plan with { Id = Guid.CreateVersion7(), CampaignId = there.CampaignId, SiteId = there.SiteId, GroupId = there.GroupId, Day = Rain })).Problem.ShouldBeNull();
        (await house.SendAsync(decide with { Id = there.Id })).Code.ShouldBe("already-planned");
    }

    [Fact]
    public async Task Of_many_who_decide_at_once_one_stands()
    {
        await Gen.Enum<DayChoice>().Array[2, 6].SampleAsync(async choices =>
        {
            var leader = Guid.CreateVersion7();
            var activity = await AcceptedAsync(leader);

            var answers = await Task.WhenAll(choices.Select((c, i) => house.SendAsync(
                new DecideDay(activity.Id, c, $"理由{i}", 0, i % 2 == 0 ? new(leader, "代表") : CleanUpHouse.Administrator, i % 2 == 1))));

            var after = await house.LoadAsync<Activity>(activity.Id);
            answers.Count(a => a.IsDone).ShouldBe(1);
            after.Decisions.ShouldHaveSingleItem().Reason.ShouldBe($"理由{Array.FindIndex(answers, a => a.IsDone)}");
            after.State.ShouldBe(after.Decisions[0].Choice == DayChoice.Cancel ? ActivityState.Cancelled : ActivityState.Accepted);
            after.Day.ShouldBe(after.Decisions[0].Choice == DayChoice.Postpone ? Rain : Day);
        }, iter: 12, threads: 1);
    }

    [Fact]
    public async Task Staff_decide_for_several_sites_at_once_and_only_in_their_municipality()
    {
        var (one, two, elsewhere) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var campaign = await house.CampaignAsync();
        var day = new DateOnly(2026, 6, 12);
        var first = await AcceptedAsync(one, campaign: campaign, day: day);
        var second = await AcceptedAsync(two, campaign: campaign, day: day);
        var hagi = await AcceptedAsync(elsewhere, campaign: campaign, day: day, municipality: CleanUpHouse.Hagi);
        using var staff = house.Staff();
        var page = await staff.ReadAsync("/staff/clean-up/day?day=2026-06-12");
        page.ShouldContain(first.Id.ToString());
        page.ShouldNotContain(hagi.Id.ToString());

        HttpResponseMessage? answer = null;
        await house.Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).ExecuteAndWaitAsync((IMessageContext _) => DecideAsync());
        WebUtility.HtmlDecode(await answer!.Content.ReadAsStringAsync()).ShouldContain("2 か所について");

        foreach (var (id, leader) in new[] { (first.Id, one), (second.Id, two) })
        {
            (await house.LoadAsync<Activity>(id)).ShouldSatisfyAllConditions(
                a => a.State.ShouldBe(ActivityState.Cancelled), a => a.Decisions.ShouldHaveSingleItem().ByOffice.ShouldBeTrue());
            (await house.NoticesAsync(leader)).Select(n => n.Subject).ShouldContain("市町が清掃の中止を決めました");
        }

        (await house.LoadAsync<Activity>(hagi.Id)).State.ShouldBe(ActivityState.Accepted);
        using var refused = await staff.Http.PostAsJsonAsync($"/api/v1/clean-up/staff/activities/{hagi.Id}/day-decision", new { choice = "cancel", reason = "暴風", seen = 0 });
        refused.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var hagiStaff = house.Staff(CleanUpHouse.Hagi);
        using var many = await hagiStaff.Http.PostAsJsonAsync("/api/v1/clean-up/staff/day-decisions", new { choice = "go", reason = "晴れ", activities = new[] { new { id = hagi.Id, seen = 0 }, new { id = first.Id, seen = 1 } } });
        var told = await many.ReadAsync();
        told.EnumerateArray().Select(d => d.GetProperty("done").GetBoolean()).ShouldBe([true, false]);
        using var day2 = await hagiStaff.Http.GetAsync("/api/v1/clean-up/staff/days/2026-06-12/activities");
        (await day2.ReadAsync()).EnumerateArray().ShouldHaveSingleItem().GetProperty("activity").GetProperty("dayDecision").GetString().ShouldBe("go");

        async Task DecideAsync() => answer = await staff.SubmitAsync(
            "/staff/clean-up/day?day=2026-06-12", "day", ("sites", $"{first.Id}/0"), ("sites", $"{second.Id}/0"), ("sites", $"{hagi.Id}/0"), ("Input.Choice", "Cancel"), ("Input.Reason", "暴風警報のため"));
    }

    [Fact]
    public async Task Warnings_are_read_only_while_an_activity_is_near_and_are_shown_with_the_time_of_the_report()
    {
        var leader = Guid.CreateVersion7();
        var activity = await AcceptedAsync(leader, municipality: CleanUpHouse.Hagi);
        house.Outside.Answer = path => path == "/warning/350000.json" ? CleanUpHouse.Data("sample-jma-warning-r8-350000.json").Replace("2026-07-02T", "2026-06-10T", StringComparison.Ordinal) : null;
        var reader = house.Services.GetRequiredService<ReadWarnings>();

        (await reader.ReadAsync(default)).ShouldBeTrue();
        (await reader.ReadAsync(default)).ShouldBeFalse("it was just read");
        using var resident = house.Resident(leader);
        var page = await resident.ReadAsync($"/clean-up/me/activities/{activity.Id}");
        page.ShouldContain("土砂災害危険警報（警戒レベル4相当）");
        Regex.IsMatch(page, "5:42 発表").ShouldBeTrue();
        using var visitor = house.Visitor();
        using var told = await visitor.Http.GetAsync("/api/v1/clean-up/municipalities/352047/warnings");
        (await told.ReadAsync()).GetProperty("known").GetBoolean().ShouldBeTrue();

        (await house.SendAsync(new DecideDay(activity.Id, DayChoice.Cancel, "土砂災害の危険", 0, new(leader, "見本"), false))).IsDone.ShouldBeTrue();
        (await house.LoadAsync<Activity>(activity.Id)).Decisions.ShouldHaveSingleItem().Warnings.Ja.ShouldContain("土砂災害危険警報");

        // A source that fails leaves what was read, which grows old.
        house.Outside.Mood = OutsideServerMood.Failing;
        await AcceptedAsync(leader);
        await house.ExecuteAsync("update clean_up.mt_doc_weatherreading set data = data || '{\"triedAt\": \"2026-06-10T00:00:00+00:00\", \"readAt\": \"2026-06-10T00:00:00+00:00\"}'");
        (await reader.ReadAsync(default)).ShouldBeTrue();
        (await house.LoadAsync<WeatherReading>(WeatherReading.TheId)).ShouldSatisfyAllConditions(r => r.Silence.ShouldBe("Failed"), r => r.Municipalities.ShouldNotBeEmpty());
        using var later = await visitor.Http.GetAsync("/api/v1/clean-up/municipalities/352047/warnings");
        (await later.ReadAsync()).ShouldSatisfyAllConditions(w => w.GetProperty("known").GetBoolean().ShouldBeFalse(), w => w.GetProperty("warnings").GetArrayLength().ShouldBe(0));
        house.Outside.Mood = OutsideServerMood.Right;
    }

    [Fact]
    public async Task An_answer_about_the_rain_date_follows_a_merging_and_goes_with_an_erasure()
    {
        var (leader, kept, gone) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var activity = await AcceptedAsync(leader, places: 3);
        await SignUpAsync(gone, activity.Id);
        (await house.SendAsync(new ComeOnRainDay(activity.Id, gone))).Code.ShouldBe("not-found", "it was not postponed");
        (await house.SendAndWaitAsync(new DecideDay(activity.Id, DayChoice.Postpone, "雨", 0, new(leader, "見本"), false))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new ComeOnRainDay(activity.Id, Guid.CreateVersion7()))).Code.ShouldBe("not-found");
        (await house.SendAsync(new ComeOnRainDay(activity.Id, gone))).IsDone.ShouldBeTrue();
        var merge = Guid.CreateVersion7();

        await house.HandleAsync(new AccountsMerged(merge, kept, gone, CleanUpHouse.Noon));
        (await house.FindAsync<RainAnswer>(RainAnswer.IdOf(activity.Id, kept))).ShouldNotBeNull();
        await house.HandleAsync(new AccountsUnmerged(merge, kept, gone, CleanUpHouse.Noon));
        (await house.FindAsync<RainAnswer>(RainAnswer.IdOf(activity.Id, kept))).ShouldBeNull();
        (await house.HandleAsync<PersonalDataAnswered>(new PersonalDataAsked(Guid.CreateVersion7(), gone))).Sections.Select(s => s.Source).ShouldContain("mt_doc_rainanswer");

        foreach (var person in new[] { gone, leader })
            await house.Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).SendMessageAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), person, null));
        (await house.FindAsync<RainAnswer>(RainAnswer.IdOf(activity.Id, gone))).ShouldBeNull();
        (await house.LoadAsync<Activity>(activity.Id)).ShouldSatisfyAllConditions(
            a => a.Decisions.ShouldHaveSingleItem().By.ShouldBeNull(), a => a.State.ShouldBe(ActivityState.Cancelled));
    }

    private async Task SignUpAsync(Guid helper, Guid activity)
    {
        using var visitor = house.Resident(helper);
        (await visitor.SubmitAsync($"/clean-up/activities/{activity}/sign-up", "sign-up")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    private async Task<Activity> AcceptedAsync(
        Guid leader, int places = 0, Campaign? campaign = null, DateOnly? day = null, TimeOnly? start = null, string municipality = CleanUpHouse.Yamaguchi)
    {
        var plan = await house.PlanAsync(campaign ?? await house.CampaignAsync(), await house.SiteAsync(municipality), leader, places);
        plan = plan with { Day = day ?? Day, RainDay = Rain, Start = start ?? plan.Start, End = start is null ? plan.End : start.Value.AddHours(2) };
        (await house.SendAsync(plan)).Problem.ShouldBeNull();
        (await house.SendAndWaitAsync(new DecideActivity(plan.Id, true, null, CleanUpHouse.Administrator))).Problem.ShouldBeNull();
        return await house.LoadAsync<Activity>(plan.Id);
    }
}
