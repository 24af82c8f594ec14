using System.Net;
using CsCheck;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Points;
using Kenmin.SeniorEngagement.Steps;
using Kenmin.SeniorEngagement.Tests.Circles;
using Kenmin.SeniorEngagement.Tests.Support;
using Kenmin.SeniorEngagement.Training;
using Kenmin.SeniorEngagement.Training.Courses;
using Kenmin.SharedKernel;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SeniorEngagement.Tests.Training;

/// <summary>Courses with sign-up: places are kept, being there gives credits exactly once, and what a licence takes is data.</summary>
public sealed class CourseTests(SeniorHouse house) : IClassFixture<SeniorHouse>
{
    [Fact]
    public async Task Staff_open_a_course_people_sign_up_by_themselves_by_a_proxy_and_by_staff_and_the_capacity_is_kept()
    {
        using var staff = house.Staff();
        using (var bad = await staff.SubmitAsync("/staff/senior-engagement/courses/new", "course", ("Input.Name", "見本"), ("Input.Credits", "0"), ("Input.Municipality", SeniorHouse.Yamaguchi), ("Input.Kinds", "walking")))
            WebUtility.HtmlDecode(await bad.Content.ReadAsStringAsync()).ShouldContain("1 から 10 までの数");
        using (var elsewhere = await staff.SubmitAsync("/staff/senior-engagement/courses/new", "course", ("Input.Name", "見本"), ("Input.Credits", "1"), ("Input.Municipality", SeniorHouse.Hagi), ("Input.Kinds", "walking")))
            WebUtility.HtmlDecode(await elsewhere.Content.ReadAsStringAsync()).ShouldContain("担当の市町");
        var name = $"見本講座{SeniorHouse.NextNumber()}";
        string at;
        using (var opened = await staff.SubmitAsync("/staff/senior-engagement/courses/new", "course", ("Input.Name", name), ("Input.Credits", "２"), ("Input.Municipality", SeniorHouse.Yamaguchi), ("Input.Kinds", "walking"), ("Input.Open", "true")))
        {
            opened.StatusCode.ShouldBe(HttpStatusCode.Redirect, await opened.Content.ReadAsStringAsync());
            at = opened.Headers.Location!.ToString().Split('?')[0];
        }

        var on = house.Today.AddDays(10);
        using (var past = await staff.SubmitAsync(at, "date", ("Plan.Day", "2026-05-01"), ("Plan.Start", "9:00"), ("Plan.End", "10:00"), ("Plan.Place", "見本公民館"), ("Plan.Capacity", "1")))
            WebUtility.HtmlDecode(await past.Content.ReadAsStringAsync()).ShouldContain("これからの日時");
        using (var planned = await staff.SubmitAsync(at, "date", ("Plan.Day", $"{on.Year}年{on.Month}月{on.Day}日"), ("Plan.Start", "１０：００"), ("Plan.End", "12:00"), ("Plan.Place", "見本公民館"), ("Plan.Capacity", "1"), ("Plan.Title", "第 1 回")))
            planned.StatusCode.ShouldBe(HttpStatusCode.Redirect, await planned.Content.ReadAsStringAsync());
        var date = (await house.AllAsync<CourseDate>()).Single(d => at.EndsWith(d.CourseId.ToString(), StringComparison.Ordinal));
        await OpenedAsync(date);
        using var visitor = house.Visitor();
        (await visitor.ReadAsync("/senior-engagement/courses")).ShouldContain(name);
        (await visitor.ReadAsync("/api/v1/senior-engagement/courses")).ShouldContain(date.Id.ToString());

        var (first, self) = await house.ResidentAsync();
        using var person = house.Resident(self);
        using (var signed = await person.SubmitAsync($"/senior-engagement/me/courses/{date.Id}", "sign-up")) signed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await person.ReadAsync("/api/v1/senior-engagement/me/courses")).ShouldContain("confirmed");
        // The mother has no account: the daughter signs her up, and she waits in turn.
        var mother = await house.OnPaperAsync();
        var (_, daughter) = await house.ProxyAsync(mother, SeniorHouse.Office, ActingAs.Staff);
        using var acts = house.Resident(daughter);
        using (var waits = await acts.SubmitAsync($"/senior-engagement/for/{mother.Id}/courses/{date.Id}", "sign-up")) waits.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await acts.ReadAsync($"/senior-engagement/for/{mother.Id}/courses/{date.Id}")).ShouldContain("キャンセル待ち（1 番目）");
        var caller = await house.OnPaperAsync();
        using (var entered = await staff.SubmitAsync($"/staff/senior-engagement/people/{caller.Id}/training", $"join-{date.Id:N}")) entered.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await staff.ReadAsync($"/staff/senior-engagement/course-dates/{date.Id}")).ShouldSatisfyAllConditions(p => p.ShouldContain(first.Name), p => p.ShouldContain(mother.Name), p => p.ShouldContain(caller.Name));
        (await staff.ReadAsync($"/staff/senior-engagement/course-dates/{date.Id}/people.csv")).ShouldContain("キャンセル待ち 2");
        using var other = house.Staff(SeniorHouse.Hagi);
        foreach (var page in new[] { at, $"/staff/senior-engagement/course-dates/{date.Id}", $"/staff/senior-engagement/course-dates/{date.Id}/people.csv" })
            using (var hidden = await other.GetAsync(page)) hidden.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using (var gone = await person.Http.DeleteAsync($"/api/v1/senior-engagement/me/courses/{date.Id}/sign-up")) gone.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await house.Participation().SignUpsOfOpeningAsync(date.Id)).Single(s => s.PersonId == mother.Id).State.ShouldBe(SignUpState.Confirmed);
        (await house.AllAsync<CardEntry>()).ShouldContain(e => e.HolderId == mother.Id && e.Kind == EntryKind.SignedUpCourse && e.As == ActingAs.Proxy);
        using (var off = await staff.SubmitAsync($"/staff/senior-engagement/course-dates/{date.Id}", "call-off", ("CallOff.Reason", "講師の都合"))) off.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await Eventually.IsSoAsync(async () => (await house.Participation().SignUpsOfOpeningAsync(date.Id)).All(s => s.State == SignUpState.Cancelled));
        (await house.SendAsync(new PlanCourseDate(date.Id, date.CourseId, "", date.Day, date.Start, date.End, "見本", null, 9))).Code.ShouldBe("cancelled");
    }

    [Fact]
    public async Task Being_there_gives_credits_once_taken_back_they_go_and_a_list_that_staff_entered_is_not_counted_twice()
    {
        var (holder, self) = await house.ResidentAsync();
        var (course, date) = await CourseAsync(days: 3, credits: 3);
        await Eventually.IsSoAsync(async () => await house.FindAsync<StepOpportunity>(StepOpportunity.IdOf(SeniorEngagementModule.Key, date.Id)) is { Withdrawn: false });
        using var person = house.Resident(self);
        using (var signed = await person.Http.PutAsync($"/api/v1/senior-engagement/me/courses/{date.Id}/sign-up", null)) signed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var staff = house.Staff();
        var page = $"/staff/senior-engagement/course-dates/{date.Id}";
        (await staff.ReadAsync(page)).ShouldNotContain($"there-{holder.Id:N}", Case.Sensitive, "nobody is there before it begins");
        house.GoTo(date.Day.AddDays(1));
        using (var there = await staff.SubmitAsync(page, $"there-{holder.Id:N}")) there.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await Eventually.IsSoAsync(async () => (await CreditsAsync(holder)).Count == 1);
        await house.HandleAndWaitAsync(new SettleCourseCredits(holder.Id));
        (await CreditsAsync(holder)).Single().ShouldSatisfyAllConditions(c => c.Credits.ShouldBe(3), c => c.Kind.ShouldBe("walking"), c => c.CourseDateId.ShouldBe(date.Id));
        (await house.SendAsync(new RemoveCredit((await CreditsAsync(holder)).Single().Id, holder.Id))).Code.ShouldBe("attended");
        (await house.SendAndWaitAsync(new SaveCourse(course.Id, course.Name, "", ["walking"], 9, false, SeniorHouse.Yamaguchi, true, SeniorHouse.Office))).Code.ShouldBe("begun");
        // The record of activities is told of it, as is who collects points.
        var fact = FactId.Of($"{SeniorEngagementModule.Key}|{FactId.Of($"senior-engagement.course-participation|{date.Id:N}|{holder.Id:N}"):N}");
        await Eventually.IsSoAsync(async () => await house.FindAsync<PointActivity>(fact) is { Version: 1 });
        using (var back = await staff.SubmitAsync(page, $"withdraw-{holder.Id:N}")) back.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await Eventually.IsSoAsync(async () => (await CreditsAsync(holder)).Count == 0);
        await Eventually.IsSoAsync(async () => await house.FindAsync<PointActivity>(fact) is { Version: 2 });

        SaveCredit byHand = new(Guid.CreateVersion7(), holder.Id, "walking", course.Name, date.Day, 3, SeniorHouse.Office);
        (await house.SendAsync(byHand)).IsDone.ShouldBeTrue();
        using (var again = await staff.SubmitAsync(page, $"there-{holder.Id:N}")) again.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await house.HandleAndWaitAsync(new SettleCourseCredits(holder.Id));
        (await CreditsAsync(holder)).Single().Id.ShouldBe(byHand.Id);
        // Once the entry by hand is taken out, the attendance counts.
        (await house.SendAndWaitAsync(new RemoveCredit(byHand.Id, holder.Id))).IsDone.ShouldBeTrue();
        (await CreditsAsync(holder)).Single().CourseDateId.ShouldBe(date.Id);
        (await house.SendAndWaitAsync(new GiveLicence(holder.Id, "walking"))).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task Of_all_who_are_recorded_at_the_same_moment_each_has_the_credits_once()
    {
        var (_, date) = await CourseAsync(days: 2, credits: 1, capacity: 30);
        List<CardHolder> people = [];
        for (var i = 0; i < 10; i++) people.Add(await house.OnPaperAsync());
        house.GoTo(date.Day.AddDays(1));
        var staff = Actor.Staff(SeniorHouse.Office.AccountId);
        await Task.WhenAll(people.Select(async p =>
        {
            await house.Participation().SignUpAsync(new(Guid.CreateVersion7(), date.Id, new ParticipantFacts(p.Id), staff) { Override = new(WalkIn: true) });
            await house.Participation().RecordAttendanceAsync(new(Guid.CreateVersion7(), date.Id, p.Id, new AttendanceEntry.CheckIn(date.Starts), staff));
        }));
        await Task.WhenAll(people.Concat(people).Select(p => house.HandleAsync(new SettleCourseCredits(p.Id))));
        foreach (var person in people) (await CreditsAsync(person)).Count.ShouldBe(1);
    }

    [Fact]
    public void Whatever_dates_are_attended_a_course_with_the_same_content_counts_once_and_others_for_each_date() =>
        Gen.Select(Gen.Bool, Gen.Int[1, 3], Gen.Int[0, 30].List[1, 8]).Sample((once, kinds, days) =>
        {
            LeaderCourse course = new() { Id = Guid.CreateVersion7(), Name = "見本", Kinds = [.. Enumerable.Range(0, kinds).Select(k => $"k{k}")], Credits = 1, CountsOnce = once };
            var attended = days.Select(d => (new CourseDate { Id = Guid.CreateVersion7(), CourseId = course.Id, Day = new DateOnly(2026, 1, 1).AddDays(d), Start = new(9, 0), End = new(10, 0) }, course)).ToList();
            var credits = CourseCredits.Of(attended);
            credits.Count.ShouldBe((once ? 1 : days.Count) * kinds);
            credits.Select(c => (c.Date.Id, c.Kind)).Distinct().Count().ShouldBe(credits.Count);
            if (once) credits.ShouldAllBe(c => c.Date.Day == new DateOnly(2026, 1, 1).AddDays(days.Min()));
        });

    [Fact]
    public async Task What_a_licence_takes_is_changed_on_a_page_and_licences_that_were_given_keep_their_terms()
    {
        var holder = await house.OnPaperAsync();
        using var owner = house.Visitor(Roles.ProgramOwner);
        using (var refused = await house.Staff().GetAsync("/staff/senior-engagement/licence-kinds/new")) refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        async Task<HttpResponseMessage> SaveAsync(string page, string ja, int credits, int months, int renewal) => await owner.SubmitAsync(page, "kind",
            ("Input.NameJa", ja), ("Input.NameEn", $"Leader {ja}"), ("Input.Interests", "crafts"), ("Input.CreditsNeeded", $"{credits}"), ("Input.Months", $"{months}"), ("Input.RenewalCredits", $"{renewal}"), ("Input.Offered", "true"));
        var name = $"見本工芸リーダー{SeniorHouse.NextNumber()}";
        using (var bad = await SaveAsync("/staff/senior-engagement/licence-kinds/new", name, 2, 0, 1)) WebUtility.HtmlDecode(await bad.Content.ReadAsStringAsync()).ShouldContain("1 から 120 までの数");
        using (var taken = await SaveAsync("/staff/senior-engagement/licence-kinds/new", "活動リーダー（手芸・ものづくり）", 2, 12, 1)) WebUtility.HtmlDecode(await taken.Content.ReadAsStringAsync()).ShouldContain("同じ名前の種類");
        using (var made = await SaveAsync("/staff/senior-engagement/licence-kinds/new", name, 2, 12, 1)) made.StatusCode.ShouldBe(HttpStatusCode.Redirect, await made.Content.ReadAsStringAsync());
        var kind = (await house.AllAsync<LicenceKind>()).Single(k => k.Name.Ja == name);
        (await house.SendAsync(new SaveCredit(Guid.CreateVersion7(), holder.Id, kind.Id, "見本", house.Today, 2, SeniorHouse.Office))).IsDone.ShouldBeTrue();
        (await house.SendAndWaitAsync(new GiveLicence(holder.Id, kind.Id))).Problem.ShouldBeNull();
        var given = (await house.AllAsync<Licence>()).Single(l => l.HolderId == holder.Id);
        given.ValidUntil.ShouldBe(house.Today.AddMonths(12).AddDays(-1));

        using (var changed = await SaveAsync($"/staff/senior-engagement/licence-kinds/{kind.Id}", name, 5, 6, 4)) changed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.LoadAsync<Licence>(given.Id)).ShouldSatisfyAllConditions(l => l.ValidUntil.ShouldBe(given.ValidUntil), l => l.CreditsToRenew.ShouldBe(1));
        // Who saw an older state does not overwrite the newer.
        (await house.SendAsync(new SaveLicenceKind(kind.Id, name, "x", ["crafts"], 1, 1, 1, true, 1))).Code.ShouldBe("changed");
        house.GoTo(given.ValidUntil.AddDays(-5));
        (await house.SendAsync(new SaveCredit(Guid.CreateVersion7(), holder.Id, kind.Id, "見本の更新", house.Today, 1, SeniorHouse.Office))).IsDone.ShouldBeTrue();
        (await house.SendAndWaitAsync(new GiveLicence(holder.Id, kind.Id))).Problem.ShouldBeNull("the term that ran is renewed by what was wanted when it was given");
        (await house.LoadAsync<Licence>(given.Id)).ShouldSatisfyAllConditions(l => l.ValidUntil.ShouldBe(given.ValidUntil.AddDays(1).AddMonths(6).AddDays(-1)), l => l.CreditsToRenew.ShouldBe(4));
        (await house.SendAsync(new SaveLicenceKind(kind.Id, name, "x", ["crafts"], 1, 1, 1, false, 2))).IsDone.ShouldBeTrue();
        var another = await house.OnPaperAsync();
        (await house.SendAsync(new SaveCredit(Guid.CreateVersion7(), another.Id, kind.Id, "見本", house.Today, 5, SeniorHouse.Office))).IsDone.ShouldBeTrue();
        (await house.SendAsync(new GiveLicence(another.Id, kind.Id))).Code.ShouldBe("not-offered");
    }

    [Fact]
    public async Task Attendance_follows_a_card_that_joins_an_account_and_an_erasure_leaves_nothing()
    {
        var paper = await house.OnPaperAsync(phone: "083-933-0077");
        var (_, date) = await CourseAsync(days: 2, credits: 2);
        house.GoTo(date.Day.AddDays(1));
        var staff = Actor.Staff(SeniorHouse.Office.AccountId);
        await house.Participation().SignUpAsync(new(Guid.CreateVersion7(), date.Id, new ParticipantFacts(paper.Id), staff) { Override = new(WalkIn: true) });
        await house.Participation().RecordAttendanceAsync(new(Guid.CreateVersion7(), date.Id, paper.Id, new AttendanceEntry.CheckIn(date.Starts), staff));
        await Eventually.IsSoAsync(async () => (await CreditsAsync(paper)).Count == 1);
        Doer self = new(Guid.CreateVersion7(), "見本 つなぐ");
        (await house.SendAndWaitAsync(new JoinCard(paper.Number, "083-933-0077", self))).Problem.ShouldBeNull();
        (await CreditsAsync(paper)).Single().Credits.ShouldBe(2);
        var fact = FactId.Of($"{SeniorEngagementModule.Key}|{FactId.Of($"senior-engagement.course-participation|{date.Id:N}|{paper.Id:N}"):N}");
        await Eventually.IsSoAsync(async () => await house.FindAsync<PointActivity>(fact) is not null);
        await house.HandleAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), self.AccountId, null));
        (await CreditsAsync(paper)).ShouldBeEmpty();
        (await house.Participation().SignUpsOfPersonAsync(paper.Id)).ShouldBeEmpty();
    }

    private async Task<IReadOnlyList<TrainingCredit>> CreditsAsync(CardHolder holder) => [.. (await house.AllAsync<TrainingCredit>()).Where(c => c.HolderId == holder.Id)];

    private async Task<(LeaderCourse Course, CourseDate Date)> CourseAsync(int days, int credits, int capacity = 10)
    {
        var (course, date) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        (await house.SendAsync(new SaveCourse(course, $"見本講座{SeniorHouse.NextNumber()}", "", ["walking"], credits, false, SeniorHouse.Yamaguchi, true, SeniorHouse.Office))).Problem.ShouldBeNull();
        (await house.SendAndWaitAsync(new PlanCourseDate(date, course, "", house.Today.AddDays(days), new(10, 0), new(12, 0), "見本公民館", null, capacity))).Problem.ShouldBeNull();
        var planned = await house.LoadAsync<CourseDate>(date);
        await OpenedAsync(planned);
        return (await house.LoadAsync<LeaderCourse>(course), planned);
    }

    private Task OpenedAsync(CourseDate date) => Eventually.IsSoAsync(async () => (await house.Participation().OccupancyAsync([date.Id])).Count == 1);
}
