using System.Net;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Access;
using Kenmin.Passport.Contracts;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.CheckIns;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SeniorEngagement.Tests.Circles;
using Kenmin.SeniorEngagement.Tests.Support;
using Kenmin.SharedKernel;
using Kenmin.Testing;

namespace Kenmin.SeniorEngagement.Tests.CheckIns;

/// <summary>Who agreed and is not seen becomes a task for a person to call; nothing else happens, and it ends when the person says so.</summary>
public sealed class CheckInTests(SeniorHouse house) : IClassFixture<SeniorHouse>
{
    [Fact]
    public async Task Who_usually_comes_and_is_not_seen_becomes_a_task_once_and_nobody_else_is_told()
    {
        var (person, self) = await house.ResidentAsync();
        var friend = await house.OnPaperAsync();
        var circle = await house.CircleAsync(friend, person);
        await AgreeAsync(person, self);
        (await house.DeliveredAsync(person.Id)).ShouldContain("given");
        await ComesAsync(circle, friend, person, times: 3);
        await LookAsync();
        (await TasksAsync(person)).ShouldBeEmpty();
        var last = (await house.AllAsync<CircleMeeting>()).Where(m => m.CircleId == circle.Id).Max(m => m.Day);
        var told = (await house.DeliveredAsync(self.AccountId)).Count;
        // The next meeting is held without a word of the person; two weeks after they were seen it is a task.
        await ComesAsync(circle, friend, null, times: 1);
        house.GoTo(last.AddDays(13));
        await LookAsync();
        (await TasksAsync(person)).ShouldBeEmpty("not yet two weeks");
        house.GoTo(last.AddDays(14));
        await Task.WhenAll(LookAsync(), LookAsync(), LookAsync());
        var task = (await TasksAsync(person)).ShouldHaveSingleItem();
        task.LastSeenOn.ShouldBe(last);
        (await house.DeliveredAsync(self.AccountId)).Count(d => d != "仲間の輪の集まりが決まりました").ShouldBe((await house.DeliveredAsync(self.AccountId)).Take(told).Count(d => d != "仲間の輪の集まりが決まりました"));

        var (clerk, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        using var staff = house.Staff(account: clerk);
        var list = await staff.ReadAsync("/staff/senior-engagement/calls");
        list.ShouldContain(person.Name);
        list.ShouldContain("083-933-9999");
        (await house.LooksAsync(clerk)).ShouldContain(e => e.Action == "senior-engagement.calls.listed" && e.SubjectIds.Contains(person.Id));
        using var elsewhere = house.Staff(SeniorHouse.Hagi, other);
        (await elsewhere.ReadAsync("/staff/senior-engagement/calls")).ShouldNotContain(person.Name);
        using (var hidden = await elsewhere.GetAsync($"/staff/senior-engagement/calls/{task.Id}")) hidden.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var auditor = house.Visitor(Roles.Auditor);
        (await auditor.ReadAsync($"/staff/senior-engagement/calls/{task.Id}")).ShouldNotContain("記録する</button>");
        using (var done = await staff.SubmitAsync($"/staff/senior-engagement/calls/{task.Id}", "call", ("Input.Outcome", "Well"))) done.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.ReadAsync("/staff/senior-engagement/calls")).ShouldNotContain(person.Name);
        // The same absence is no second task.
        house.GoTo(last.AddDays(20));
        await LookAsync();
        (await TasksAsync(person)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Not_reached_comes_again_on_its_day_a_pause_is_respected_and_a_no_ends_it()
    {
        var (person, self, task) = await UnseenAsync();
        using var staff = house.Staff();
        (await house.SendAsync(new RecordCall(task.Id, CallOutcome.NotReached, null, SeniorHouse.Office, ActingAs.Staff))).Field.ShouldBe("On");
        (await house.SendAsync(new RecordCall(task.Id, CallOutcome.NotReached, house.Today.AddDays(3), SeniorHouse.Office, ActingAs.Staff))).IsDone.ShouldBeTrue();
        (await staff.ReadAsync("/staff/senior-engagement/calls")).ShouldNotContain(person.Name);
        house.GoTo(house.Today.AddDays(3));
        (await staff.ReadAsync("/staff/senior-engagement/calls")).ShouldContain(person.Name);
        (await house.SendAsync(new RecordCall(task.Id, CallOutcome.Pause, house.Today, SeniorHouse.Office, ActingAs.Staff))).Field.ShouldBe("On");
        (await house.SendAsync(new RecordCall(task.Id, CallOutcome.Pause, house.Today.AddDays(60), SeniorHouse.Office, ActingAs.Staff))).IsDone.ShouldBeTrue();
        // Seen once more within the pause and then not: nobody calls until the pause is over, and then only after the days of the rule.
        await SeenAsync(self, house.Today.AddDays(-1), house.Today.AddDays(-8), house.Today.AddDays(-15));
        house.GoTo(house.Today.AddDays(60));
        await LookAsync();
        (await TasksAsync(person)).ShouldAllBe(t => t.DoneAt != null);
        house.GoTo(house.Today.AddDays(14));
        await LookAsync();
        var second = (await TasksAsync(person)).Single(t => t.DoneAt is null);
        (await house.SendAndWaitAsync(new RecordCall(second.Id, CallOutcome.NoCalls, null, SeniorHouse.Office, ActingAs.Staff))).IsDone.ShouldBeTrue();
        (await house.DeliveredAsync(person.Id)).ShouldContain("ended");
        using var own = house.Resident(self);
        (await own.ReadAsync("/senior-engagement/me/check-in")).ShouldNotContain("083-933-9999");
    }

    [Fact]
    public async Task The_person_ends_it_with_one_press_and_nothing_of_it_stays_longer_than_the_rule_says()
    {
        var (person, self, _) = await UnseenAsync();
        await SeenAsync(self, house.Today.AddDays(-100));
        using var own = house.Resident(self);
        using (var ended = await own.SubmitAsync("/senior-engagement/me/check-in", "end")) ended.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await TasksAsync(person)).ShouldBeEmpty();
        (await CountAsync("mt_doc_seenday", person)).ShouldBe(0);
        (await house.LoadAsync<CheckIn>(person.Id)).Phone.ShouldBeEmpty();
        // From then on nothing is noted.
        await SeenAsync(self, house.Today.AddDays(-2));
        (await CountAsync("mt_doc_seenday", person)).ShouldBe(0);
        using var staff = house.Staff();
        (await staff.ReadAsync("/staff/senior-engagement/calls")).ShouldNotContain(person.Name);
        house.GoTo(house.Today.AddDays(31));
        await house.HandleAsync(new ForgetCheckIns());
        (await house.FindAsync<CheckIn>(person.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task An_agreement_ends_by_itself_after_its_day_or_when_the_consent_is_withdrawn()
    {
        var (person, self) = await house.ResidentAsync();
        await AgreeAsync(person, self, house.Today.AddDays(3));
        house.GoTo(house.Today.AddDays(4));
        await house.HandleAsync(new ForgetCheckIns());
        (await house.LoadAsync<CheckIn>(person.Id)).EndedAt.ShouldNotBeNull();
        await Eventually.IsSoAsync(async () => (await house.DeliveredAsync(person.Id)).Contains("ended"));
        await AgreeAsync(person, self);
        await house.HandleAsync(new ConsentWithdrawn(Purposes.CheckIn, person.Id, ConsentChannel.Page, null, false, house.Clock.GetUtcNow()));
        (await house.LoadAsync<CheckIn>(person.Id)).EndedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Nobody_is_looked_for_who_did_not_agree_and_of_them_nothing_is_noted()
    {
        var (person, self) = await house.ResidentAsync();
        await SeenAsync(self, house.Today.AddDays(-14), house.Today.AddDays(-21), house.Today.AddDays(-28));
        (await CountAsync("mt_doc_seenday", person)).ShouldBe(0);
        await LookAsync();
        (await TasksAsync(person)).ShouldBeEmpty();
        (await house.SendAsync(new AgreeToCheckIn(person.Id, "12", null, house.Today, self, ActingAs.Self, ConsentChannel.Page))).Field.ShouldBe("Phone");
        (await house.SendAsync(new AgreeToCheckIn(person.Id, "083-933-9999", null, house.Today.AddYears(2), self, ActingAs.Self, ConsentChannel.Page))).Field.ShouldBe("Until");
        Doer stranger = new(Guid.CreateVersion7(), "見本 他人");
        (await house.SendAsync(new AgreeToCheckIn(person.Id, "083-933-9999", null, house.Today, stranger, ActingAs.Self, ConsentChannel.Page))).Code.ShouldBe(CommandAnswer.NotFound);
        (await house.SendAsync(new AgreeToCheckIn(person.Id, "083-933-9999", null, house.Today, SeniorHouse.Office, ActingAs.Staff, ConsentChannel.Phone))).Code.ShouldBe("no-consent");
    }

    [Fact]
    public async Task The_leader_who_was_agreed_to_calls_and_when_another_leads_staff_do()
    {
        var (leader, leads) = await house.ResidentAsync();
        var (person, self) = await house.ResidentAsync();
        var circle = await house.CircleAsync(leader, person);
        using var own = house.Resident(self);
        using (var agreed = await own.SubmitAsync("/senior-engagement/me/check-in", "agree", ("Input.Phone", "083-933-9999"), ("Input.Caller", circle.Id.ToString()), ("Input.Until", $"{house.Today.AddMonths(6):yyyy-MM-dd}"))) agreed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await SeenAsync(self, house.Today, house.Today.AddDays(-7), house.Today.AddDays(-14));
        house.GoTo(house.Today.AddDays(14));
        await LookAsync();
        var task = (await TasksAsync(person)).ShouldHaveSingleItem();
        using var staff = house.Staff();
        (await staff.ReadAsync("/staff/senior-engagement/calls")).ShouldNotContain(person.Name);
        using var at = house.Resident(leads);
        (await at.ReadAsync("/senior-engagement/me/calls")).ShouldContain("083-933-9999");
        (await house.LooksAsync(leads.AccountId)).ShouldContain(e => e.Action == "senior-engagement.calls.listed" && e.SubjectIds.Contains(person.Id));
        using (var foreign = await own.GetAsync($"/senior-engagement/me/calls/{task.Id}")) foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.SendAsync(new RecordCall(task.Id, CallOutcome.Well, null, SeniorHouse.Office, ActingAs.Staff))).Code.ShouldBe(CommandAnswer.NotFound);
        // The consent was for this leader by name, not for whoever leads.
        var (next, _) = await house.ResidentAsync();
        await house.PutAsync(circle.Id, next);
        (await house.SendAsync(new NameLeader(circle.Id, next.Id, SeniorHouse.Office))).IsDone.ShouldBeTrue();
        using (var gone = await at.GetAsync($"/senior-engagement/me/calls/{task.Id}")) gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await staff.ReadAsync("/staff/senior-engagement/calls")).ShouldContain(person.Name);
    }

    [Fact]
    public async Task Who_is_seen_again_needs_no_call_and_ended_at_the_same_moment_as_looked_at_no_task_stays()
    {
        var (person, self, _) = await UnseenAsync();
        await SeenAsync(self, house.Today);
        house.GoTo(house.Today.AddDays(1));
        await LookAsync();
        (await TasksAsync(person)).ShouldBeEmpty();
        for (var round = 0; round < 4; round++)
        {
            var (other, who) = await house.ResidentAsync();
            await AgreeAsync(other, who);
            await SeenAsync(who, house.Today, house.Today.AddDays(-7), house.Today.AddDays(-14));
            house.GoTo(house.Today.AddDays(14));
            await Task.WhenAll(LookAsync(), house.SendAsync(new EndCheckIn(other.Id, who, ActingAs.Self)), LookAsync());
            (await TasksAsync(other)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Merged_the_agreement_goes_along_and_erased_nothing_of_it_is_left()
    {
        var (gone, goneSelf, _) = await UnseenAsync();
        var (kept, keptSelf) = await house.ResidentAsync();
        AccountsMerged merged = new(Guid.CreateVersion7(), keptSelf.AccountId, goneSelf.AccountId, house.Clock.GetUtcNow());
        await house.HandleAsync(merged);
        (await house.LoadAsync<CheckIn>(kept.Id)).EndedAt.ShouldBeNull();
        (await TasksAsync(kept)).Count.ShouldBe(1);
        await house.HandleAsync(new AccountsUnmerged(merged.MergeId, keptSelf.AccountId, goneSelf.AccountId, house.Clock.GetUtcNow()));
        (await house.LoadAsync<CheckIn>(gone.Id)).EndedAt.ShouldBeNull();
        await house.HandleAsync(new ErasureAsked(Guid.CreateVersion7(), goneSelf.AccountId, null));
        foreach (var table in new[] { "mt_doc_checkin", "mt_doc_calltask", "mt_doc_seenday" }) (await CountAsync(table, gone)).ShouldBe(0, table);
    }

    private async Task AgreeAsync(CardHolder person, Doer self, DateOnly? until = null) =>
        (await house.SendAndWaitAsync(new AgreeToCheckIn(person.Id, "083-933-9999", null, until ?? house.Today.AddMonths(11), self, ActingAs.Self, ConsentChannel.Page))).Problem.ShouldBeNull();

    /// <summary>Meetings a week from each other, to which both come, or only the friend.</summary>
    private async Task ComesAsync(Circle circle, CardHolder friend, CardHolder? person, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var meeting = await house.MeetingAsync(circle.Id, days: 7);
            house.GoTo(meeting.Day.AddDays(1));
            await house.HeldAsync(meeting, person is null ? [friend] : [friend, person]);
        }
    }

    /// <summary>Other modules tell that the person took part.</summary>
    private async Task SeenAsync(Doer self, params DateOnly[] days)
    {
        foreach (var day in days)
            await house.HandleAsync(new ParticipationRecorded("clean-up", Guid.CreateVersion7(), 1, self.AccountId, Guid.CreateVersion7(), new("清掃", "Clean-up"), new("参加者", "Helper"), day, 60, SeniorHouse.Yamaguchi, "見本公園", FiscalYear.Of(day), ProofLevel.Confirmed, null));
    }

    /// <summary>Somebody who agreed and was not seen for two weeks.</summary>
    private async Task<(CardHolder Person, Doer Self, CallTask Task)> UnseenAsync()
    {
        var (person, self) = await house.ResidentAsync();
        await AgreeAsync(person, self);
        await SeenAsync(self, house.Today, house.Today.AddDays(-7), house.Today.AddDays(-14));
        house.GoTo(house.Today.AddDays(14));
        await LookAsync();
        return (person, self, (await TasksAsync(person)).ShouldHaveSingleItem());
    }

    private Task LookAsync() => house.SendAsync<Kenmin.Persistence.Jobs.BatchDone>(new LookForUnseen());

    private async Task<IReadOnlyList<CallTask>> TasksAsync(CardHolder person) => [.. (await house.AllAsync<CallTask>()).Where(t => t.HolderId == person.Id)];

    private Task<long> CountAsync(string table, CardHolder person) => house.ScalarAsync<long>($"select count(*) from senior_engagement.{table} t where t.id = '{person.Id}' or t.data::text like '%{person.Id}%'");
}
