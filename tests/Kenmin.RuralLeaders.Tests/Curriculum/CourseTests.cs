using System.Net;
using System.Net.Http.Json;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.RuralLeaders.Curriculum;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.PersonalData;
using Kenmin.RuralLeaders.Tests.Support;
using Kenmin.SharedKernel;
using Wolverine;
using Wolverine.Tracking;

namespace Kenmin.RuralLeaders.Tests.Curriculum;

/// <summary>Courses, their sessions and who takes part.</summary>
public sealed class CourseTests(RuralHouse house) : IClassFixture<RuralHouse>
{
    [Fact]
    public async Task Staff_make_a_course_and_its_sessions_and_everybody_sees_them_once_they_are_published()
    {
        using var owner = house.Visitor(Roles.ProgramOwner);
        var name = $"頁の講座{RuralHouse.NextNumber()}";
        using var saved = await owner.SubmitAsync("/staff/rural-leaders/courses/new", "course", ("Input.Year", "令和8年度"), ("Input.Name", name), ("Input.CreditsNeeded", "２"), ("Input.ValidYears", "3"), ("Input.RenewalCredits", "1"));
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect, await saved.Content.ReadAsStringAsync());
        var page = new Uri(new("http://localhost"), saved.Headers.Location!).AbsolutePath;
        using var wrong = await owner.SubmitAsync($"{page}/sessions/new", "session", ("Input.Title", "初回"), ("Input.Day", "2027-04-01"), ("Input.Start", "13:30"), ("Input.End", "13時"), ("Input.Municipality", RuralHouse.Yamaguchi), ("Input.Place", "館"), ("Input.Capacity", "20"), ("Input.Credits", "1"));
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("終了は開始より後");
        using var outside = await owner.SubmitAsync($"{page}/sessions/new", "session", ("Input.Title", "初回"), ("Input.Day", "2027-04-01"), ("Input.Start", "13:30"), ("Input.End", "15時"), ("Input.Municipality", RuralHouse.Yamaguchi), ("Input.Place", "館"), ("Input.Capacity", "20"), ("Input.Credits", "1"));
        (await outside.Content.ReadAsStringAsync()).ShouldContain("令和8年度");
        (await owner.SubmitAsync($"{page}/sessions/new", "session", ("Input.Title", "初回"), ("Input.Day", "令和9年3月31日"), ("Input.Start", "13:30"), ("Input.End", "15時"), ("Input.Municipality", RuralHouse.Yamaguchi), ("Input.Place", "館"), ("Input.Capacity", "20"), ("Input.Credits", "1"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        using var anybody = house.Visitor();
        (await anybody.ReadAsync("/rural-leaders")).ShouldNotContain(name);
        (await house.SendAndWaitAsync(new PublishCourse(Guid.Parse(page.Split('/')[^1]), true))).IsDone.ShouldBeTrue();
        (await anybody.ReadAsync("/rural-leaders")).ShouldContain(name);
        (await anybody.ReadAsync($"/rural-leaders/courses/{page.Split('/')[^1]}")).ShouldSatisfyAllConditions(p => p.ShouldContain("初回"), p => p.ShouldContain("空き 20 席"));
        (await anybody.ReadAsync("/api/v1/rural-leaders/courses")).ShouldContain("頁の講座");
        (await house.SendAsync(new SaveCourse(Guid.Parse(page.Split('/')[^1]), null, 2026, new(name, ""), new("", ""), 3, 3, 1))).Code.ShouldBe("credits-published");
        using var staff = house.Staff();
        (await staff.GetAsync("/staff/rural-leaders/courses/new")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Twenty_who_sign_up_at_once_for_five_places_fill_them_and_the_next_moves_up_and_is_told()
    {
        var (_, sessions) = await house.CourseAsync(sessions: 1, capacity: 5);
        var people = Enumerable.Range(0, 20).Select(_ => Guid.CreateVersion7()).ToList();
        await Task.WhenAll(people.Select(SignUpAsync).Concat(people.Select(SignUpAsync)));
        (await house.Engine.OccupancyAsync([sessions[0].Id]))[sessions[0].Id].ShouldSatisfyAllConditions(o => o.Confirmed.ShouldBe(5), o => o.Waiting.ShouldBe(15));

        var all = await house.Engine.SignUpsOfOpeningAsync(sessions[0].Id);
        var next = all.Single(s => s.Position == 1).PersonId;
        using var leaves = house.Resident(all.First(s => s.State == SignUpState.Confirmed).PersonId);
        (await leaves.ReadAsync($"/rural-leaders/sessions/{sessions[0].Id}/sign-up")).ShouldContain("見本の冊子", customMessage: "who has a place reads the material");
        using var cancelled = await leaves.Http.DeleteAsync($"/api/v1/rural-leaders/sessions/{sessions[0].Id}/sign-ups");
        cancelled.EnsureSuccessStatusCode();
        (await house.NoticesAsync(next, 1)).ShouldHaveSingleItem().Subject.ShouldContain("受講が確定");
        using var outsider = house.Resident(Guid.CreateVersion7());
        (await outsider.ReadAsync($"/rural-leaders/sessions/{sessions[0].Id}/sign-up")).ShouldNotContain("見本の冊子");

        async Task SignUpAsync(Guid person)
        {
            using var visitor = house.Resident(person);
            using var answer = await visitor.Http.PostAsJsonAsync($"/api/v1/rural-leaders/sessions/{sessions[0].Id}/sign-ups", new { commandId = person });
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Called_off_everybody_is_told_why_and_it_counts_for_nothing()
    {
        var (course, sessions) = await house.CourseAsync(sessions: 2, credits: 1, compulsory: true);
        var person = Guid.CreateVersion7();
        using var visitor = house.Resident(person);
        (await visitor.SubmitAsync($"/rural-leaders/sessions/{sessions[0].Id}/sign-up", "sign-up")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.SendAsync(new CancelSession(sessions[0].Id, " "))).Field.ShouldBe("Reason");
        (await house.SendAndWaitAsync(new CancelSession(sessions[0].Id, "大雪のため"))).IsDone.ShouldBeTrue();
        (await house.SendAndWaitAsync(new CancelSession(sessions[0].Id, "大雪のため"))).IsDone.ShouldBeTrue();
        (await house.NoticesAsync(person, 1)).ShouldHaveSingleItem().Body.ShouldContain("大雪のため");
        (await visitor.ReadAsync($"/rural-leaders/sessions/{sessions[0].Id}/sign-up")).ShouldContain("大雪のため");
        using var late = await visitor.Http.PostAsJsonAsync($"/api/v1/rural-leaders/sessions/{sessions[0].Id}/sign-ups", new { });
        late.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await house.AttendAsync(person, sessions[1]);
        (await visitor.ReadAsync("/rural-leaders/me")).ShouldContain("修了しました", customMessage: "nobody must have been where nothing took place");
        (await house.SendAsync(new SaveSession(sessions[0].Id, course.Id, "再開", house.Today, new(9, 0), new(10, 0), "館", RuralHouse.Yamaguchi, 5, 1, false, "", ""))).Code.ShouldBe("cancelled");
    }

    [Fact]
    public async Task Somebody_without_mail_is_entered_from_paper_signed_up_and_recorded_by_the_municipality_where_it_is_held()
    {
        var (_, sessions) = await house.CourseAsync(sessions: 1);
        using var staff = house.Staff();
        using var elsewhere = house.Staff(RuralHouse.Hagi);
        using var entered = await staff.SubmitAsync($"/staff/rural-leaders/people/new?for={sessions[0].Id}", "person",
            ("Input.Name", "見本 紙江"), ("Input.Phone", "０８３-９３３-１１１１"), ("Input.Municipality", RuralHouse.Yamaguchi), ("Input.BirthYear", "1950"), ("Input.Paper", "申込書 6月10日"));
        entered.StatusCode.ShouldBe(HttpStatusCode.Redirect, await entered.Content.ReadAsStringAsync());
        using var twice = await staff.SubmitAsync("/staff/rural-leaders/people/new", "person",
            ("Input.Name", "見本　紙江"), ("Input.Phone", "083-933-1111"), ("Input.Municipality", RuralHouse.Yamaguchi), ("Input.Paper", "申込書"));
        (await twice.Content.ReadAsStringAsync()).ShouldContain("別の人のときだけ");
        var person = (await house.AllAsync<Learner>()).Single(l => l.Name == "見本 紙江");
        (await staff.SubmitAsync($"/staff/rural-leaders/people?for={sessions[0].Id}", $"enter-{person.Id:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = $"/staff/rural-leaders/sessions/{sessions[0].Id}";
        (await staff.ReadAsync(page)).ShouldSatisfyAllConditions(p => p.ShouldContain("見本 紙江"), p => p.ShouldContain("電話か郵便で連絡"), p => p.ShouldNotContain($"there-{person.Id:N}", customMessage: "it has not begun"));
        (await elsewhere.ReadAsync(page)).ShouldNotContain("見本 紙江");
        (await elsewhere.GetAsync($"/staff/rural-leaders/people/{person.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await elsewhere.GetAsync($"/staff/rural-leaders/people?for={sessions[0].Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await elsewhere.ReadAsync("/staff/rural-leaders/people.csv")).ShouldNotContain("紙江");
        (await house.ScalarAsync<long>($"select count(*) from platform.audit_log where action = 'rural-leaders.session-people.viewed' and '{person.Id}' = any(subject_ids)")).ShouldBeGreaterThan(0);

        house.Clock.Advance(sessions[0].Starts - house.Clock.GetUtcNow());
        (await staff.SubmitAsync(page, $"there-{person.Id:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.ReadAsync(page)).ShouldContain("出席");
        (await staff.SubmitAsync(page, $"withdraw-{person.Id:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.SubmitAsync(page, $"absent-{person.Id:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.Engine.SignUpsOfPersonAsync(person.Id)).ShouldHaveSingleItem().Attendance!.Presence.ShouldBe(Presence.Absent);
        (await staff.ReadAsync("/staff/rural-leaders/people?state=paper")).ShouldContain("見本 紙江");
        (await staff.ReadAsync("/staff/rural-leaders/people.csv")).ShouldContain("見本 紙江,083-933-1111,山口市,,未登録,,,電話か郵便");
        (await house.ScalarAsync<long>($"select count(*) from platform.audit_log where action = 'rural-leaders.people.exported' and '{person.Id}' = any(subject_ids)")).ShouldBe(1);
    }

    [Fact]
    public async Task A_minor_whose_guardian_does_not_agree_takes_no_part()
    {
        var (_, sessions) = await house.CourseAsync(sessions: 1);
        var minor = Guid.CreateVersion7();
        await house.HandleAsync(new GuardianshipChanged(minor, GuardianshipState.Refused, house.Clock.GetUtcNow()));
        await house.HandleAsync(new GuardianshipChanged(minor, GuardianshipState.Agreed, house.Clock.GetUtcNow().AddDays(-1)));
        using var visitor = house.Resident(minor);
        using var refused = await visitor.Http.PostAsJsonAsync($"/api/v1/rural-leaders/sessions/{sessions[0].Id}/sign-ups", new { });
        (await refused.Content.ReadAsStringAsync()).ShouldContain("/problems/guardian-does-not-agree");
    }

    [Fact]
    public async Task A_merging_moves_what_was_learned_and_registered_and_its_undoing_puts_it_back()
    {
        var (course, sessions) = await house.CourseAsync(sessions: 1, credits: 1);
        var (kept, gone, merge) = (Guid.CreateVersion7(), await house.ResidentAsync(), Guid.CreateVersion7());
        await house.AttendAsync(gone, sessions[0]);
        (await house.SendAsync(new RegisterLeader(gone, course.Id))).Problem.ShouldBeNull();
        var number = (await house.LoadAsync<Learner>(gone)).Number;

        await house.HandleAsync(new AccountsMerged(merge, kept, gone, house.Clock.GetUtcNow()));
        await house.HandleAsync(new AccountsMerged(merge, kept, gone, house.Clock.GetUtcNow()));
        (await house.FindAsync<Learner>(gone)).ShouldBeNull();
        (await house.LoadAsync<Learner>(kept)).ShouldSatisfyAllConditions(l => l.Number.ShouldBe(number), l => l.Registration.ShouldNotBeNull(), l => l.AccountId.ShouldBe(kept));
        (await house.Engine.SignUpsOfPersonAsync(kept)).ShouldHaveSingleItem().Attendance.ShouldNotBeNull();

        await house.HandleAsync(new AccountsUnmerged(merge, kept, gone, house.Clock.GetUtcNow()));
        await house.HandleAsync(new AccountsUnmerged(merge, kept, gone, house.Clock.GetUtcNow()));
        (await house.FindAsync<Learner>(kept)).ShouldBeNull();
        (await house.LoadAsync<Learner>(gone)).Number.ShouldBe(number);
        (await house.Engine.SignUpsOfPersonAsync(gone)).Count(s => s.State == SignUpState.Confirmed).ShouldBe(1);
        var late = Guid.CreateVersion7();
        await house.HandleAsync(new AccountsUnmerged(late, kept, gone, house.Clock.GetUtcNow()));
        await house.HandleAsync(new AccountsMerged(late, kept, gone, house.Clock.GetUtcNow()));
        (await house.LoadAsync<Learner>(gone)).Number.ShouldBe(number, "the undoing overtook the merging");
    }

    [Fact]
    public async Task A_person_reads_all_that_is_held_and_an_erasure_leaves_only_what_names_nobody()
    {
        var (course, sessions) = await house.CourseAsync(sessions: 1, credits: 1);
        var person = await house.ResidentAsync();
        await house.AttendAsync(person, sessions[0]);
        (await house.SendAndWaitAsync(new RegisterLeader(person, course.Id))).Problem.ShouldBeNull();
        var told = await house.SendAsync<PersonalDataAnswered>(new PersonalDataAsked(Guid.CreateVersion7(), person));
        told.Sections.Select(s => s.Source).ShouldBe(["mt_doc_learner", "mt_doc_toldlearner", "participation_sign_ups", "participation_attendance", "mt_events"], ignoreOrder: true);

        await house.Services.TrackActivity().Timeout(TimeSpan.FromSeconds(30)).SendMessageAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), person, null));

        (await house.SendAsync<PersonalDataAnswered>(new PersonalDataAsked(Guid.CreateVersion7(), person))).Sections.ShouldBeEmpty();
        (await house.ScalarAsync<long>($"select count(*) from rural_leaders.participation_sign_ups where opening_id = '{sessions[0].Id}'")).ShouldBe(1, "counts stay");
    }
}
