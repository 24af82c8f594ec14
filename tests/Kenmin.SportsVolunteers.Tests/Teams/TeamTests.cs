using System.Net;
using Kenmin.Modularity.Access;
using Kenmin.SportsVolunteers.Teams;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.Tests.Teams;

public sealed class TeamTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    private TeamDesk Desk => house.Services.GetRequiredService<TeamDesk>();

    private async Task<Volunteer> NowAsync(Guid id)
    {
        await using var session = house.Store.QuerySession();
        return (await session.LoadAsync<Volunteer>(id))!;
    }

    private async Task<VolunteerTeam> TeamOfAsync(Guid id) => (await Desk.OfAsync(await NowAsync(id), CancellationToken.None))!.Team;

    [Fact]
    public async Task One_makes_a_team_another_joins_by_its_code_and_who_leads_hands_over_when_leaving()
    {
        var people = await house.VolunteersAsync(2);
        var (first, second) = (house.Browser(people[0].AccountId), house.Browser(people[1].AccountId));
        (await first.SubmitAsync("/sports/skills", "found", ("Found.Name", "見本商店街"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var team = await TeamOfAsync(people[0].Id);
        (await (await second.SubmitAsync("/sports/skills", "join", ("Join.Code", "XXXXXXXX"))).Content.ReadAsStringAsync()).ShouldContain("この番号のチームはありません");
        (await second.SubmitAsync("/sports/skills", "join", ("Join.Code", team.Code.ToLowerInvariant()))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await second.GetStringAsync("/sports/skills")).ShouldContain(people[0].GivenName);
        (await house.Browser(ShiftsHouse.StaffAccount, Roles.ProgramOwner).GetStringAsync("/staff/sports/teams")).ShouldContain(people[1].GivenName);

        await first.SubmitAsync("/sports/skills", "leave");
        (await NowAsync(people[0].Id)).Team.ShouldBeNull();
        (await NowAsync(people[1].Id)).Team.ShouldBe(new TeamPlace(team.Id, Leads: true));
        await second.SubmitAsync("/sports/skills", "leave");
        await using var session = house.Store.QuerySession();
        (await session.LoadAsync<VolunteerTeam>(team.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task Many_who_join_at_once_never_make_it_larger_than_a_team_may_be()
    {
        var people = await house.VolunteersAsync(VolunteerTeam.Most + 6);
        (await Desk.FoundAsync(people[0].Id, "見本大人数", CancellationToken.None)).ShouldBeNull();
        var code = (await TeamOfAsync(people[0].Id)).Code;
        var answers = await Task.WhenAll(people.Skip(1).Select(p => Desk.JoinAsync(p.Id, code, CancellationToken.None)));
        answers.Count(a => a is null).ShouldBe(VolunteerTeam.Most - 1);
        (await Desk.OfAsync(await NowAsync(people[0].Id), CancellationToken.None))!.Members.Count.ShouldBe(VolunteerTeam.Most);
    }
}
