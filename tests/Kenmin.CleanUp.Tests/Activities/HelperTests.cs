using System.Net;
using System.Net.Http.Json;
using Kenmin.Accounts.Contracts;
using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Helpers;
using Kenmin.CleanUp.PersonalData;
using Kenmin.CleanUp.Tests.Support;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;
using Wolverine.Tracking;

namespace Kenmin.CleanUp.Tests.Activities;

/// <summary>Helpers sign up, wait, cancel, and are told.</summary>
public sealed class HelperTests(CleanUpHouse house) : IClassFixture<CleanUpHouse>
{
    [Fact]
    public async Task Activities_that_take_helpers_are_published_as_a_list_of_events()
    {
        var campaign = await house.CampaignAsync();
        var (open, alone) = (await house.SiteAsync(), await house.SiteAsync());
        var activity = await house.AcceptedAsync(campaign, open, Guid.CreateVersion7(), helpers: 7);
        await house.AcceptedAsync(campaign, alone, Guid.CreateVersion7());
        using var anybody = house.Visitor();

        var csv = await anybody.ReadAsync("/clean-up/open-data/events.csv");

        csv.ShouldContain("イベント名_カナ");
        var line = csv.Split('\n').Single(l => l.Contains(activity.Id.ToString(), StringComparison.Ordinal));
        line.ShouldSatisfyAllConditions(l => l.ShouldStartWith("352039,"), l => l.ShouldContain($"{open.Name}の清掃"), l => l.ShouldContain("2026-06-14,2026-06-14,09:00,11:00"), l => l.ShouldContain(",7,2026-06-14,09:00,申込フォーム,"));
        csv.ShouldNotContain(alone.Name, customMessage: "it seeks nobody");
    }

    [Fact]
    public async Task Twenty_who_sign_up_at_once_for_five_places_fill_them_and_wait_for_the_rest()
    {
        var leader = Guid.CreateVersion7();
        var activity = await house.AcceptedAsync(await house.CampaignAsync(), await house.SiteAsync(), leader, helpers: 5);
        var helpers = Enumerable.Range(0, 20).Select(_ => Guid.CreateVersion7()).ToList();

        await Task.WhenAll(helpers.Select(SignUpAsync).Concat(helpers.Select(SignUpAsync)));

        var engine = house.Services.GetRequiredService<IParticipation<ICleanUpStore>>();
        (await engine.OccupancyAsync([activity.Id]))[activity.Id].ShouldSatisfyAllConditions(o => o.Confirmed.ShouldBe(5), o => o.Waiting.ShouldBe(15));
        using var resident = house.Resident(leader);
        (await resident.ReadAsync($"/clean-up/me/activities/{activity.Id}")).Split("見本 resident").Length.ShouldBe(22, "the leader reads the name of each, and the own at the top");
        (await house.ScalarAsync<long>($"select cardinality(subject_ids)::bigint from platform.audit_log where action = 'clean-up.helpers.viewed' and matter = '{activity.Id}'")).ShouldBe(20);

        async Task SignUpAsync(Guid helper)
        {
            using var visitor = house.Resident(helper);
            using var answer = await visitor.Http.PostAsJsonAsync($"/api/v1/clean-up/activities/{activity.Id}/sign-ups", new { commandId = helper });
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Who_cancels_makes_room_for_who_waits_and_that_person_is_told()
    {
        var activity = await house.AcceptedAsync(await house.CampaignAsync(), await house.SiteAsync(), Guid.CreateVersion7(), helpers: 1);
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        using var one = house.Resident(first);
        using var other = house.Resident(second);
        var page = $"/clean-up/activities/{activity.Id}/sign-up";
        (await one.SubmitAsync(page, "sign-up")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await other.SubmitAsync(page, "sign-up")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await other.ReadAsync(page)).ShouldContain("キャンセル待ち（1 番目）");

        await house.Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).ExecuteAndWaitAsync((IMessageContext _) => CancelAsync());

        (await other.ReadAsync(page)).ShouldContain("参加確定");
        (await other.ReadAsync("/clean-up/me")).ShouldContain("参加確定");
        (await house.NoticesAsync(second)).ShouldHaveSingleItem().Subject.ShouldContain("空きが出て");
        (await house.NoticesAsync(first)).ShouldBeEmpty();

        async Task CancelAsync() => (await one.SubmitAsync(page, "cancel")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task When_the_leader_calls_it_off_every_helper_is_told_why_and_nobody_signs_up_any_more()
    {
        var (leader, helper) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var activity = await house.AcceptedAsync(await house.CampaignAsync(), await house.SiteAsync(), leader, helpers: 3);
        using var visitor = house.Resident(helper);
        (await visitor.SubmitAsync($"/clean-up/activities/{activity.Id}/sign-up", "sign-up")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await house.SendAsync(new CancelActivity(activity.Id, " ", leader))).Field.ShouldBe("Reason");
        (await house.SendAsync(new CancelActivity(activity.Id, "大雨のため", helper))).Code.ShouldBe("not-found");
        (await house.SendAndWaitAsync(new CancelActivity(activity.Id, "大雨のため", leader))).IsDone.ShouldBeTrue();
        (await house.SendAndWaitAsync(new CancelActivity(activity.Id, "大雨のため", leader))).IsDone.ShouldBeTrue();

        (await house.NoticesAsync(helper)).ShouldHaveSingleItem().Body.ShouldContain("大雨のため");
        (await visitor.ReadAsync($"/clean-up/activities/{activity.Id}/sign-up")).ShouldContain("大雨のため");
        using var late = house.Resident(Guid.CreateVersion7());
        using var answer = await late.Http.PostAsJsonAsync($"/api/v1/clean-up/activities/{activity.Id}/sign-ups", new { });
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Nobody_helps_at_two_places_at_the_same_time_and_the_leader_need_not_sign_up()
    {
        var (campaign, leader, helper) = (await house.CampaignAsync(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var one = await house.AcceptedAsync(campaign, await house.SiteAsync(), leader, helpers: 3);
        var other = await house.AcceptedAsync(campaign, await house.SiteAsync(), leader, helpers: 3);
        using var visitor = house.Resident(helper);
        using var first = await visitor.Http.PostAsJsonAsync($"/api/v1/clean-up/activities/{one.Id}/sign-ups", new { });
        first.EnsureSuccessStatusCode();

        using var second = await visitor.Http.PostAsJsonAsync($"/api/v1/clean-up/activities/{other.Id}/sign-ups", new { });
        (await second.Content.ReadAsStringAsync()).ShouldContain("/problems/overlap");
        using var own = house.Resident(leader);
        using var third = await own.Http.PostAsJsonAsync($"/api/v1/clean-up/activities/{one.Id}/sign-ups", new { });
        (await third.Content.ReadAsStringAsync()).ShouldContain("/problems/leader");
    }

    [Fact]
    public async Task A_minor_whose_guardian_does_not_agree_takes_no_part_until_the_guardian_agrees()
    {
        var helper = Guid.CreateVersion7();
        var activity = await house.AcceptedAsync(await house.CampaignAsync(), await house.SiteAsync(), Guid.CreateVersion7(), helpers: 3);
        await house.HandleAsync(new GuardianshipChanged(helper, GuardianshipState.Refused, CleanUpHouse.Noon));
        await house.HandleAsync(new GuardianshipChanged(helper, GuardianshipState.Asked, CleanUpHouse.Noon.AddDays(-1)));
        using var visitor = house.Resident(helper);

        using var refused = await visitor.Http.PostAsJsonAsync($"/api/v1/clean-up/activities/{activity.Id}/sign-ups", new { });
        (await refused.Content.ReadAsStringAsync()).ShouldContain("guardian-does-not-agree");
        (await house.SendAsync(new RegisterGroup(Guid.CreateVersion7(), GroupKind.Friends, "友だち", "352039", "x", "083-933-0000", helper))).Code.ShouldBe("guardian-does-not-agree");
        await house.HandleAsync(new GuardianshipChanged(helper, GuardianshipState.Agreed, CleanUpHouse.Noon.AddHours(1)));
        using var taken = await visitor.Http.PostAsJsonAsync($"/api/v1/clean-up/activities/{activity.Id}/sign-ups", new { });
        taken.EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task What_an_account_led_and_signed_up_for_follows_it_into_another_and_back()
    {
        var (kept, gone) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var group = await house.GroupAsync(gone);
        var activity = await house.AcceptedAsync(await house.CampaignAsync(), await house.SiteAsync(), Guid.CreateVersion7(), helpers: 3);
        using (var visitor = house.Resident(gone)) (await visitor.SubmitAsync($"/clean-up/activities/{activity.Id}/sign-up", "sign-up")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var engine = house.Services.GetRequiredService<IParticipation<ICleanUpStore>>();
        var merge = Guid.CreateVersion7();

        await house.HandleAsync(new AccountsMerged(merge, kept, gone, CleanUpHouse.Noon));
        await house.HandleAsync(new AccountsMerged(merge, kept, gone, CleanUpHouse.Noon));
        ((await house.LoadAsync<Group>(group.Id)).AccountId, (await engine.SignUpsOfPersonAsync(kept)).Count).ShouldBe((kept, 1));
        (await house.LoadAsync<Helper>(kept)).Name.ShouldNotBeEmpty();

        await house.HandleAsync(new AccountsUnmerged(merge, kept, gone, CleanUpHouse.Noon));
        await house.HandleAsync(new AccountsUnmerged(merge, kept, gone, CleanUpHouse.Noon));
        (await house.LoadAsync<Group>(group.Id)).AccountId.ShouldBe(gone);
        (await engine.SignUpsOfPersonAsync(gone)).Count(s => s.State == SignUpState.Confirmed).ShouldBe(1);
    }

    [Fact]
    public async Task A_person_reads_all_that_is_held_and_an_erasure_leaves_only_what_names_nobody()
    {
        var person = Guid.CreateVersion7();
        var (campaign, site) = (await house.CampaignAsync(), await house.SiteAsync());
        var own = await house.AcceptedAsync(campaign, site, person, helpers: 2);
        var other = await house.AcceptedAsync(campaign, await house.SiteAsync(), Guid.CreateVersion7(), helpers: 2);
        var helper = Guid.CreateVersion7();
        using (var visitor = house.Resident(helper)) (await visitor.SubmitAsync($"/clean-up/activities/{own.Id}/sign-up", "sign-up")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.LoadAsync<Activity>(other.Id)).Start.ShouldBe(own.Start);
        using (var visitor = house.Resident(person)) (await visitor.SubmitAsync($"/clean-up/activities/{other.Id}/sign-up", "sign-up")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var told = await house.HandleAsync<PersonalDataAnswered>(new PersonalDataAsked(Guid.CreateVersion7(), person));
        told.Sections.Select(s => s.Source).ShouldBe(["mt_doc_group", "mt_doc_activity", "mt_doc_helper", "participation_sign_ups", "mt_events"], ignoreOrder: true);

        await house.Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).SendMessageAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), person, null));

        (await house.HandleAsync<PersonalDataAnswered>(new PersonalDataAsked(Guid.CreateVersion7(), person))).Sections.ShouldBeEmpty();
        (await house.LoadAsync<Group>(own.GroupId)).ShouldSatisfyAllConditions(g => g.LeaderName.ShouldBeEmpty(), g => g.Phone.ShouldBeEmpty(), g => g.Name.ShouldStartWith("見本自治会"));
        (await house.LoadAsync<Activity>(own.Id)).State.ShouldBe(ActivityState.Cancelled, "nobody leads it any more");
        (await house.NoticesAsync(helper)).ShouldHaveSingleItem();
        (await house.ScalarAsync<long>($"select count(*) from clean_up.participation_sign_ups where opening_id = '{other.Id}'")).ShouldBe(1, "counts stay");
    }
}
