using Kenmin.Accounts.Contracts;
using Kenmin.Participation;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Marten;

namespace Kenmin.SportsVolunteers.Tests.Shifts;

public sealed class ShiftsDemonstrationTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    [Fact]
    public async Task The_demonstration_has_a_past_a_beginning_and_a_coming_event_and_the_resident_has_a_place()
    {
        await new SportsVolunteersDemonstration().SeedAsync(house.Services, CancellationToken.None);
        await new SportsVolunteersDemonstration().SeedAsync(house.Services, CancellationToken.None);

        await using var session = house.Store.QuerySession();
        var events = await session.Query<SportsEvent>().OrderBy(e => e.FirstDay).ToListAsync();
        events.Count.ShouldBe(3);
        var shifts = await session.Query<Shift>().Where(s => s.EventId == events[2].Id).ToListAsync();
        shifts.Count.ShouldBe(40);
        shifts.Select(s => s.MunicipalityCode).Distinct().Count().ShouldBe(5);
        (await house.Participation.OccupancyAsync([.. shifts.Select(s => s.Id)])).Values.ShouldContain(o => o.Waiting > 0);
        (await house.Api(DemonstrationPersonas.Resident.Id).MySignUpsAsync()).ShouldContain(s => s.State == "confirmed");

        var past = await session.Query<Shift>().Where(s => s.EventId == events[0].Id).ToListAsync();
        var held = await house.Participation.SignUpsOfOpeningsAsync([.. past.Select(s => s.Id)]);
        held.Count(s => s.Attendance?.Presence == Presence.Absent).ShouldBeGreaterThan(0);
        held.Sum(s => s.Attendance?.Minutes ?? 0).ShouldBeGreaterThan(1000);
    }
}
