using Kenmin.Accounts.Contracts;
using Kenmin.Passport.Contracts;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.Tests.Support;

namespace Kenmin.RuralLeaders.Tests.Leaders;

/// <summary>Completed courses and registrations are told to the record of activities.</summary>
public sealed class TellLearnerTests(RuralHouse house) : IClassFixture<RuralHouse>
{
    [Fact]
    public async Task Who_completes_a_course_has_a_certificate_and_who_registers_a_licence_as_long_as_it_is_so()
    {
        var (course, sessions) = await house.CourseAsync(sessions: 2, credits: 2);
        var person = await house.ResidentAsync();
        await house.AttendAsync(person, sessions[0]);
        await house.HandleAndWaitAsync(new TellLearner(person));
        (await house.CertificatesAsync(person)).ShouldBeEmpty("one credit of two");
        await house.AttendAsync(person, sessions[1]);
        await house.HandleAndWaitAsync(new TellLearner(person));
        var completion = (await house.CertificatesAsync(person)).ShouldHaveSingleItem();
        (completion.Kind, completion.Name.Ja, completion.GivenOn, completion.ValidUntil).ShouldBe((CertificateKind.Completion, course.Name.Ja, sessions[1].Day, null));

        (await house.SendAndWaitAsync(new RegisterLeader(person, course.Id))).Problem.ShouldBeNull();
        var leader = await house.LoadAsync<Learner>(person);
        var licence = (await house.CertificatesAsync(person)).Single(c => c.Kind == CertificateKind.Licence);
        (licence.Number, licence.ValidUntil).ShouldBe((leader.Number, leader.Registration!.ExpiresOn));
        (await house.SendAndWaitAsync(new EndRegistration(person))).Problem.ShouldBeNull();
        (await house.CertificatesAsync(person)).Single(c => c.Kind == CertificateKind.Licence).ValidUntil.ShouldBe(house.Today);
    }

    [Fact]
    public async Task Of_people_on_paper_nobody_is_told_and_what_was_told_follows_a_merging_and_back()
    {
        var (course, sessions) = await house.CourseAsync(sessions: 1, credits: 1);
        var (paper, gone, kept, merge) = (await house.OnPaperAsync(), await house.ResidentAsync(), await house.ResidentAsync(), Guid.CreateVersion7());
        foreach (var one in new[] { paper, gone })
        {
            await house.AttendAsync(one, sessions[0]);
            (await house.SendAndWaitAsync(new RegisterLeader(one, course.Id))).Problem.ShouldBeNull();
        }

        (await house.CertificatesAsync(paper)).ShouldBeEmpty();
        (await house.CertificatesAsync(gone)).Count.ShouldBe(2);
        await house.HandleAndWaitAsync(new AccountsMerged(merge, kept, gone, house.Clock.GetUtcNow()));
        ((await house.CertificatesAsync(gone)).Count, (await house.CertificatesAsync(kept)).Count).ShouldBe((0, 2));
        await house.HandleAndWaitAsync(new AccountsUnmerged(merge, kept, gone, house.Clock.GetUtcNow()));
        ((await house.CertificatesAsync(gone)).Count, (await house.CertificatesAsync(kept)).Count).ShouldBe((2, 0));

        await house.HandleAndWaitAsync(new TellAllLearners());
        (await house.CertificatesAsync(gone)).Count.ShouldBe(2, "told again with the version that they have");
        await house.HandleAndWaitAsync(new ErasureAsked(Guid.CreateVersion7(), gone, null));
        (await house.FindAsync<ToldLearner>(gone)).ShouldBeNull();
    }
}
