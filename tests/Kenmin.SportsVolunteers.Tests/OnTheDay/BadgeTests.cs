using System.Net;
using System.Text;
using CsCheck;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SportsVolunteers.OnTheDay.Badges;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.SportsVolunteers.Volunteers.SamePerson;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.Tests.OnTheDay;

public sealed class BadgeTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    private BadgeRegister Badges => house.Services.GetRequiredService<BadgeRegister>();

    [Fact]
    public void Every_code_is_read_again_however_it_is_written() => Gen.Int[0, 1000].Sample(_ =>
    {
        var code = BadgeCode.New();
        foreach (var written in new[] { code, BadgeCode.Shown(code), code.ToLowerInvariant(), $" {code[..4]} {code[4..]} ", string.Concat(code.Select(c => (char)(c + 0xFEE0))) })
            BadgeCode.Read(written).ShouldBe(code);
        BadgeCode.Read(code[1..]).ShouldBeNull();
        BadgeCode.Read("O0I1L-UUU").ShouldBeNull();
    }, iter: 200);

    [Fact]
    public async Task Those_who_ask_at_once_get_the_same_code_and_it_leads_to_the_person()
    {
        var people = await house.VolunteersAsync(20);
        var ids = people.Select(p => p.Id).ToList();
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Badges.CodesAsync(i % 2 == 0 ? ids : [.. ids.AsEnumerable().Reverse()], CancellationToken.None)));
        foreach (var codes in all) codes.OrderBy(c => c.Key).ShouldBe(all[0].OrderBy(c => c.Key));
        all[0].Values.Distinct().Count().ShouldBe(20);
        (await Badges.FindAsync(all[0][ids[3]], CancellationToken.None))!.Id.ShouldBe(ids[3]);
    }

    [Fact]
    public async Task A_volunteer_sees_the_code_and_may_have_a_new_one()
    {
        var volunteer = await house.VolunteerAsync();
        var browser = house.Browser(volunteer.AccountId);
        var page = await browser.GetStringAsync("/sports/me/badge");
        var code = (await Badges.CodesAsync([volunteer.Id], CancellationToken.None))[volunteer.Id];
        page.ShouldContain(BadgeCode.Shown(code));
        (await browser.SubmitAsync("/sports/me/badge", "renew")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await browser.GetStringAsync("/sports/me/badge")).ShouldNotContain(BadgeCode.Shown(code));
        (await Badges.FindAsync(code, CancellationToken.None)).ShouldBeNull();
        (await house.Browser(Guid.NewGuid()).GetStringAsync("/sports/me/badge")).ShouldContain("/sports/registration");
    }

    [Fact]
    public async Task A_badge_printed_before_two_records_were_joined_leads_to_the_one_that_stayed()
    {
        var people = await house.VolunteersAsync(2);
        var code = (await Badges.CodesAsync([people[1].Id], CancellationToken.None))[people[1].Id];
        await using (var session = house.Store.LightweightSession())
        {
            session.Delete<Volunteer>(people[1].Id);
            session.Insert(new PersonMerge { Id = Guid.CreateVersion7(), KeptId = people[0].Id, Before = people[0].Copy(), Gone = people[1].Copy(), At = ShiftsHouse.Noon });
            await session.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        (await Badges.FindAsync(code, CancellationToken.None))!.Id.ShouldBe(people[0].Id);
    }

    [Fact]
    public async Task Badges_are_printed_for_staff_who_may_see_the_roster_and_it_is_recorded()
    {
        var shift = await house.ShiftAsync(await house.EventAsync());
        var volunteer = await house.VolunteerAsync();
        await house.Api(volunteer.AccountId).SignUpAsync(shift.Id, new(Guid.NewGuid()));
        var address = $"/staff/sports/shifts/{shift.Id}/badges.pdf";
        var pdf = await house.Browser(ShiftsHouse.StaffAccount, Roles.ProgramOwner).GetByteArrayAsync(address);
        Encoding.ASCII.GetString(pdf, 0, 5).ShouldBe("%PDF-");
        (await house.Browser(ShiftsHouse.StaffAccount, Roles.MunicipalStaff, Given.Ube).GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.Services.GetRequiredService<IAuditTrail>().FindAsync(new AuditQuery(SubjectId: volunteer.Id), CancellationToken.None))
            .ShouldContain(e => e.Entry.Action == "sports-volunteers.badges.downloaded");
    }
}
