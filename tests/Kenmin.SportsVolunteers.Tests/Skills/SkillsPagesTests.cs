using System.Net;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.Persistence.Audit;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Skills;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Refit;

namespace Kenmin.SportsVolunteers.Tests.Skills;

public sealed class SkillsPagesTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    private HttpClient Owner => house.Browser(ShiftsHouse.StaffAccount, Roles.ProgramOwner);

    private async Task<Volunteer> NowAsync(Volunteer volunteer)
    {
        await using var session = house.Store.QuerySession();
        return (await session.LoadAsync<Volunteer>(volunteer.Id))!;
    }

    [Fact]
    public async Task A_qualification_that_needs_proof_counts_once_staff_have_seen_it()
    {
        (await Owner.SubmitAsync("/staff/sports/qualifications", "kind", ("Input.Name", "けん引免許"), ("Input.ProofNeeded", "true"), ("Input.RunsOut", "true")))
            .StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var key = SportsVolunteers.Shifts.Terms.Qualification.KeyOf("けん引免許");
        var sportsEvent = await house.EventAsync();
        var shift = await house.ShiftAsync(sportsEvent, change: s => s.Qualifications = ["けん引免許"]);
        var volunteer = await house.VolunteerAsync();
        var phone = house.Browser(volunteer.AccountId);

        var without = await phone.SubmitAsync("/sports/skills", "qualification", ("Input.Kind", key), ("Input.Number", "12-34"), ("Input.Expires", ""));
        (await without.Content.ReadAsStringAsync()).ShouldContain("有効期限を入力してください");
        (await phone.SubmitAsync("/sports/skills", "qualification", ("Input.Kind", key), ("Input.Number", "12-34"), ("Input.Expires", "令和9年3月31日"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await phone.GetStringAsync("/sports/skills")).ShouldContain("確認待ち");
        (await Should.ThrowAsync<ApiException>(() => house.Api(volunteer.AccountId).SignUpAsync(shift.Id, new(Guid.NewGuid())))).Content!.ShouldContain("not-qualified");

        (await Owner.GetStringAsync("/staff/sports/qualifications")).ShouldContain(volunteer.GivenName);
        var staff = $"/staff/sports/volunteers/{volunteer.Id}/skills";
        (await Owner.GetStringAsync(staff)).ShouldContain("12-34");
        (await Owner.SubmitAsync(staff, "held", ("confirm", "けん引免許"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var held = (await NowAsync(volunteer)).Held.Single();
        (held.ConfirmedBy, held.Expires).ShouldBe((ShiftsHouse.StaffAccount, new DateOnly(2027, 3, 31)));
        (await house.Api(volunteer.AccountId).SignUpAsync(shift.Id, new(Guid.NewGuid()))).State.ShouldBe("confirmed");

        // A new number has to be seen again; the same entry stays confirmed.
        await phone.SubmitAsync("/sports/skills", "qualification", ("Input.Kind", key), ("Input.Number", "12-34"), ("Input.Expires", "2027-03-31"));
        (await NowAsync(volunteer)).Held.Single().ConfirmedAt.ShouldNotBeNull();
        await phone.SubmitAsync("/sports/skills", "qualification", ("Input.Kind", key), ("Input.Number", "99"), ("Input.Expires", "2027-03-31"));
        (await NowAsync(volunteer)).Held.Single().ConfirmedAt.ShouldBeNull();
        (await phone.SubmitAsync("/sports/skills", "held", ("remove", "けん引免許"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await NowAsync(volunteer)).Held.ShouldBeEmpty();
    }

    [Fact]
    public async Task Wishes_are_kept_and_wrong_ones_are_answered_at_the_field()
    {
        var volunteer = await house.VolunteerAsync();
        var phone = house.Browser(volunteer.AccountId);
        var wrong = await phone.SubmitAsync("/sports/skills", "wishes", ("Input.Roles", "受付・案内"), ("Input.Earliest", "25:00"), ("Input.MostShifts", "たくさん"), ("Input.NotOn", "2026-11-31"));
        var page = await wrong.Content.ReadAsStringAsync();
        foreach (var field in new[] { "input-earliest-error", "input-mostshifts-error", "input-noton-error" }) page.ToLowerInvariant().ShouldContain(field);
        (await NowAsync(volunteer)).Wanted.ShouldBeNull();

        (await phone.SubmitAsync("/sports/skills", "wishes", ("Input.Roles", "受付・案内、会場整理"), ("Input.Municipalities", Given.Ube), ("Input.Days", "Saturday"), ("Input.Earliest", "９：００"),
            ("Input.Latest", ""), ("Input.NotOn", "令和8年11月3日、2026-11-08"), ("Input.MostShifts", "３"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var now = await NowAsync(volunteer);
        now.Wishes.ShouldBe(["受付・案内", "会場整理"]);
        now.Wanted.ShouldBe(new ServiceWishes
        {
            Municipalities = [Given.Ube], Days = [DayKind.Saturday], Earliest = new(9, 0), NotOn = [new(2026, 11, 3), new(2026, 11, 8)], MostShifts = 3,
        });
    }

    [Fact]
    public async Task Needs_for_support_are_seen_by_those_who_must_know_and_every_look_is_recorded()
    {
        var volunteer = await house.VolunteerAsync();
        (await house.Browser(volunteer.AccountId).SubmitAsync("/sports/skills", "support", ("Input.Text", "補聴器を使います"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var staff = $"/staff/sports/volunteers/{volunteer.Id}/skills";
        (await Owner.GetStringAsync(staff)).ShouldContain("補聴器を使います");
        var seen = await house.Services.GetRequiredService<IAuditTrail>().FindAsync(new(SubjectId: volunteer.Id), CancellationToken.None);
        seen.ShouldContain(e => e.Entry.Action == "sports-volunteers.support-needs.viewed" && e.Entry.ActorId == ShiftsHouse.StaffAccount);
        foreach (var role in new[] { Roles.MunicipalStaff, Roles.Auditor })
        {
            var page = await house.Browser(ShiftsHouse.StaffAccount, role, Given.Yamaguchi).GetStringAsync(staff);
            page.ShouldContain(volunteer.GivenName);
            page.ShouldNotContain("補聴器");
        }

        (await house.Browser(ShiftsHouse.StaffAccount, Roles.MunicipalStaff, Given.Ube).GetAsync(staff)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_shift_says_whom_it_needs_and_so_do_all_of_its_role()
    {
        var sportsEvent = await house.EventAsync();
        var (one, other) = (await house.ShiftAsync(sportsEvent, capacity: 5), await house.ShiftAsync(sportsEvent, capacity: 5, start: "13:00", end: "16:00"));
        var address = $"/staff/sports/shifts/{one.Id}/needs";
        (await (await Owner.SubmitAsync(address, "needs", ("need-first-aid", "６"))).Content.ReadAsStringAsync()).ShouldContain("定員（5人）より多くは決められません");
        (await (await Owner.SubmitAsync(address, "needs", ("need-first-aid", "二"))).Content.ReadAsStringAsync()).ShouldContain("need-first-aid-error");
        (await Owner.SubmitAsync(address, "needs", ("need-first-aid", "2"), ("Input.Experienced", "1"), ("Input.WholeRole", "true"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await using var session = house.Store.QuerySession();
        foreach (var id in new[] { one.Id, other.Id })
        {
            var shift = (await session.LoadAsync<Shift>(id))!;
            (shift.Needs.Single(), shift.ExperiencedNeeded).ShouldBe((new ShiftNeed("救命講習", 2), 1));
        }
    }
}
