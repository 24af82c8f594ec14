using System.Net;
using Kenmin.Accounts.Contracts;
using Kenmin.Participation;
using Kenmin.Passport.Contracts;
using Kenmin.RuralLeaders.Curriculum;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.Tests.Support;
using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Tests.Curriculum;

/// <summary>What other modules hear of courses: that one can take part, who signed up, and who was there.</summary>
public sealed class SessionsToldTests(RuralHouse house) : IClassFixture<RuralHouse>
{
    [Fact]
    public async Task A_published_session_is_told_under_the_name_of_its_course_and_withdrawn_when_it_is_called_off_or_hidden()
    {
        var (course, sessions) = await house.CourseAsync(sessions: 2);
        var first = await OpportunityAsync(sessions[0].Id, t => t.Opportunity is not null);
        first.Opportunity!.ShouldSatisfyAllConditions(
            o => o.Title.Ja.ShouldBe($"{course.Name.Ja}「見本の回1」"), o => o.Starts.ShouldBe(sessions[0].Starts), o => o.Place.ShouldBe("見本公民館"), o => o.Capacity.ShouldBe(10), o => o.Href.ShouldBe($"/rural-leaders/courses/{course.Id}"));

        (await house.SendAsync(new SaveCourse(course.Id, null, course.Year, new($"{course.Name.Ja}・改", ""), course.Summary, course.CreditsNeeded, course.ValidYears, course.RenewalCredits))).Problem.ShouldBeNull();
        await OpportunityAsync(sessions[1].Id, t => t.Opportunity?.Title.Ja == $"{course.Name.Ja}・改「見本の回2」");
        (await house.Engine.OccupancyAsync([sessions[1].Id])).ShouldContainKey(sessions[1].Id);

        (await house.SendAndWaitAsync(new CancelSession(sessions[0].Id, "大雪のため"))).IsDone.ShouldBeTrue();
        await OpportunityAsync(sessions[0].Id, t => t.Opportunity is null);
        (await house.SendAndWaitAsync(new PublishCourse(course.Id, false))).IsDone.ShouldBeTrue();
        await OpportunityAsync(sessions[1].Id, t => t.Opportunity is null);
    }

    [Fact]
    public async Task Who_signs_up_finds_it_among_what_is_to_come_and_who_was_there_in_the_record_even_when_put_right_later()
    {
        var (_, sessions) = await house.CourseAsync(sessions: 1);
        var (person, paper) = (await house.ResidentAsync(), await house.OnPaperAsync());
        using var visitor = house.Resident(person);
        (await visitor.SubmitAsync($"/rural-leaders/sessions/{sessions[0].Id}/sign-up", "sign-up")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var told = await house.ToldAsync(all => all.FirstOrDefault(t => t.SignUps?.AccountId == person));
        told.SignUps!.SignUps.ShouldHaveSingleItem().ShouldSatisfyAllConditions(s => s.SubjectId.ShouldBe(sessions[0].Id), s => s.Standing.ShouldBe(SignUpStanding.Confirmed));

        await house.AttendAsync(paper, sessions);
        await RecordAsync(new AttendanceEntry.CheckIn(sessions[0].Starts));
        var record = await house.ToldAsync(all => all.FirstOrDefault(t => t.Participation?.AccountId == person));
        record.Participation!.ShouldSatisfyAllConditions(
            p => p.SubjectId.ShouldBe(sessions[0].Id), p => p.Minutes.ShouldBe(120), p => p.Day.ShouldBe(sessions[0].Day), p => p.Proof.ShouldBe(ProofLevel.CheckedIn));

        await RecordAsync(new AttendanceEntry.Withdraw());
        (await house.ToldAsync(all => all.FirstOrDefault(t => t.Key == record.Key && t.Version > record.Version))).Participation.ShouldBeNull();

        async Task RecordAsync(AttendanceEntry entry) => (await house.Engine.RecordAttendanceAsync(new(Guid.CreateVersion7(), sessions[0].Id, person, entry, Actor.Staff(RuralHouse.Office.AccountId))))
            .ShouldBeOfType<Result<AttendanceAnswer>.Done>();
    }

    [Fact]
    public async Task Who_was_there_on_paper_has_it_in_the_record_once_there_is_an_account_and_of_two_accounts_only_that_which_stays()
    {
        var (_, sessions) = await house.CourseAsync(sessions: 1);
        var (kept, gone, paper) = (await house.ResidentAsync(), await house.ResidentAsync(), await house.OnPaperAsync());
        await house.AttendAsync(gone, sessions);
        await house.AttendAsync(paper, sessions);
        await house.ToldAsync(all => all.FirstOrDefault(t => t.Participation?.AccountId == gone));

        await house.HandleAsync(new AccountsMerged(Guid.CreateVersion7(), kept, gone, house.Clock.GetUtcNow()));
        await house.ToldAsync(all => all.Any(t => t.Participation?.AccountId == gone) ? null : all.FirstOrDefault(t => t.Participation?.AccountId == kept));

        var code = await house.SendAsync<PaperCodeIssued>(new IssuePaperCode(paper, RuralHouse.Office));
        var person = Guid.CreateVersion7();
        (await house.SendAsync(new JoinPaperRecord(code.Code, person))).Problem.ShouldBeNull();
        await house.ToldAsync(all => all.FirstOrDefault(t => t.Participation?.AccountId == person));
    }

    [Fact]
    public async Task Asked_for_everything_it_tells_the_same_once_more_with_the_same_version()
    {
        var (_, sessions) = await house.CourseAsync(sessions: 1);
        var told = await OpportunityAsync(sessions[0].Id, t => t.Opportunity is not null);
        await house.HandleAsync(new FactsRequested(Guid.CreateVersion7()));
        var again = await house.ToldAsync(all => all.FirstOrDefault(t => t.Key == sessions[0].Id && t.Id != told.Id));
        (again.Version, again.Opportunity).ShouldBe((told.Version, told.Opportunity));
    }

    private Task<Told> OpportunityAsync(Guid held, Func<Told, bool> fits) => house.ToldAsync(all => all.FirstOrDefault(t => t.Key == held && fits(t)));
}
