using System.Net;
using System.Net.Http.Json;
using Kenmin.Persistence.Jobs;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.Tests.Support;

namespace Kenmin.RuralLeaders.Tests.Leaders;

/// <summary>From a completed course to a number, its renewal and its end, over the years.</summary>
public sealed class RegistrationTests(RuralHouse house) : IClassFixture<RuralHouse>
{
    [Fact]
    public async Task Who_has_not_completed_the_course_is_told_what_is_left_and_who_has_gets_a_number()
    {
        var (course, sessions) = await house.CourseAsync(sessions: 3, credits: 2, compulsory: true);
        var person = Guid.CreateVersion7();
        using var visitor = house.Resident(person);
        foreach (var held in sessions) (await visitor.SubmitAsync($"/rural-leaders/sessions/{held.Id}/sign-up", "sign-up")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await house.AttendAsync(person, sessions[1], sessions[2]);
        (await visitor.ReadAsync("/rural-leaders/me")).ShouldSatisfyAllConditions(p => p.ShouldContain("2 / 2 単位、必修の残り 1 回"), p => p.ShouldContain("見本の回1"), p => p.ShouldNotContain("リーダーに登録する"));
        await house.AttendAsync(person, sessions[0]);
        using var missing = await visitor.SubmitAsync("/rural-leaders/me", $"register-{course.Id:N}");
        (await missing.Content.ReadAsStringAsync()).ShouldContain("先に、電話番号と市町を登録");
        using var bad = await visitor.Http.PutAsJsonAsync("/api/v1/rural-leaders/me/details", new { name = "見本 花子", phone = "", municipality = RuralHouse.Yamaguchi });
        (await bad.Content.ReadAsStringAsync()).ShouldContain("#/phone");
        (await visitor.SubmitAsync("/rural-leaders/me", "details", ("Input.Name", "見本 花子"), ("Input.Phone", "083-933-0000"), ("Input.Municipality", RuralHouse.Yamaguchi))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await visitor.SubmitAsync("/rural-leaders/me", $"register-{course.Id:N}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.SendAsync(new RegisterLeader(person, course.Id))).IsDone.ShouldBeTrue("a second time nothing more happens");
        var leader = await house.LoadAsync<Learner>(person);
        (leader.Registration!.Terms, leader.Name).ShouldBe((1, "見本 花子"));
        (await visitor.ReadAsync("/rural-leaders/me")).ShouldContain(leader.Number!);
        using var own = await visitor.Http.GetAsync("/api/v1/rural-leaders/me");
        (await own.ReadAsync()).GetProperty("registration").GetProperty("state").GetString().ShouldBe("active");
    }

    [Fact]
    public async Task Thirty_who_register_at_the_same_moment_get_thirty_numbers()
    {
        var (course, sessions) = await house.CourseAsync(sessions: 1, credits: 1, capacity: 40);
        List<Guid> people = [];
        for (var i = 0; i < 30; i++) people.Add(await house.OnPaperAsync());
        foreach (var person in people) await house.AttendAsync(person, sessions[0]);
        var answers = await Task.WhenAll(people.Concat(people).Select(p => house.SendAsync(new RegisterLeader(p, course.Id))));
        answers.ShouldAllBe(a => a.IsDone);
        var numbers = (await house.AllAsync<Learner>()).Where(l => people.Contains(l.Id)).Select(l => l.Number).ToList();
        (numbers.Count, numbers.Distinct().Count(), numbers.Contains(null)).ShouldBe((30, 30, false));
    }

    [Fact]
    public async Task A_registration_is_reminded_of_renewed_by_what_was_learned_lapses_and_begins_anew_under_the_same_number()
    {
        var (course, sessions) = await house.CourseAsync(sessions: 1, credits: 1, validYears: 1);
        var (person, paper) = (await house.ResidentAsync(), await house.OnPaperAsync());
        foreach (var one in new[] { person, paper })
        {
            await house.AttendAsync(one, sessions[0]);
            (await house.SendAsync(new RegisterLeader(one, course.Id))).Problem.ShouldBeNull();
        }

        var first = await house.LoadAsync<Learner>(person);
        (await house.SendAsync(new RenewLeader(person))).Code.ShouldBe("too-early");
        house.GoTo(first.Registration!.RenewalOpens);
        await house.SendAsync<BatchDone>(new RemindOfExpiry());
        await house.SendAsync<BatchDone>(new RemindOfExpiry());
        (await house.NoticesAsync(person, 1)).ShouldHaveSingleItem().Subject.ShouldContain("更新できます");
        (await house.SendAsync(new RenewLeader(person))).Code.ShouldBe("credits-missing");
        using (var staff = house.Staff())
            (await staff.ReadAsync("/staff/rural-leaders/people?state=ending-on-paper")).ShouldSatisfyAllConditions(
                p => p.ShouldContain(paper.ToString(), customMessage: "who has no account is told by telephone"), p => p.ShouldNotContain(person.ToString()));

        house.GoTo(first.Registration.ExpiresOn.AddDays(-10));
        var (_, more) = await house.CourseAsync(sessions: 1, credits: 1);
        await house.SendAsync<BatchDone>(new RemindOfExpiry());
        (await house.NoticesAsync(person, 2))[1].Subject.ShouldContain("近づいて");
        await house.AttendAsync(person, more[0]);
        using (var visitor = house.Resident(person))
            (await visitor.SubmitAsync("/rural-leaders/me", "renew")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var second = (await house.LoadAsync<Learner>(person)).Registration!;
        (second.ExpiresOn, second.Terms, second.Reminded).ShouldBe((first.Registration.ExpiresOn.AddYears(1), 2, LeaderReminder.None));
        (await house.SendAsync(new RenewLeader(person))).Code.ShouldBe("too-early", "pressed twice, it is renewed once");

        house.GoTo(second.ExpiresOn.AddDays(1));
        await house.SendAsync<BatchDone>(new RemindOfExpiry());
        (await house.NoticesAsync(person, 3))[2].Subject.ShouldContain("失効");
        (await house.LoadAsync<Learner>(person)).Registration!.StateOn(house.Today).ShouldBe(LeaderState.Lapsed);
        house.GoTo(second.RenewalCloses.AddDays(1));
        (await house.SendAsync(new RenewLeader(person))).Code.ShouldBe("over");
        (await house.SendAsync(new RegisterLeader(person, course.Id))).Code.ShouldBe("not-completed", "what was learned before counts no more");
        var (again, anew) = await house.CourseAsync(sessions: 1, credits: 1);
        await house.AttendAsync(person, anew[0]);
        (await house.SendAsync(new RegisterLeader(person, again.Id))).Problem.ShouldBeNull();
        (await house.LoadAsync<Learner>(person)).ShouldSatisfyAllConditions(
            l => l.Number.ShouldBe(first.Number), l => l.Registration!.Terms.ShouldBe(3), l => l.Registration!.RegisteredOn.ShouldBe(first.Registration.RegisteredOn));

        using (var visitor = house.Resident(person))
            (await visitor.Http.DeleteAsync("/api/v1/rural-leaders/me/registration")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await house.LoadAsync<Learner>(person)).Registration!.StateOn(house.Today).ShouldBe(LeaderState.Ended);
    }
}
