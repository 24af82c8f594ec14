using System.Net;
using Kenmin.Modularity.Access;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;

namespace Kenmin.SportsVolunteers.Tests.OnTheDay;

/// <summary>How many meals and uniforms an event needs.</summary>
public sealed class SupplyTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    [Fact]
    public async Task One_meal_a_day_from_so_many_minutes_and_one_uniform_for_each_person()
    {
        var sportsEvent = await house.EventAsync(day: new(2026, 11, 1));
        var morning = await house.ShiftAsync(sportsEvent, start: "9:00", end: "11:00");
        var afternoon = await house.ShiftAsync(sportsEvent, start: "12:00", end: "14:00");
        var nextDay = await house.ShiftAsync(sportsEvent, start: "9:00", end: "13:00", day: new(2026, 11, 2), capacity: 1);
        var both = (await house.VolunteersAsync(1, v => v.Wanted = new() { UniformSize = "LL" }))[0];
        var (half, waits) = (await house.VolunteerAsync(), await house.VolunteerAsync());
        foreach (var (who, shift) in new[] { (both, morning), (both, afternoon), (half, morning), (both, nextDay), (waits, nextDay) })
            await house.Api(who.AccountId).SignUpAsync(shift.Id, new(Guid.NewGuid()));

        var owner = house.Browser(ShiftsHouse.StaffAccount, Roles.ProgramOwner);
        var address = $"/staff/sports/events/{sportsEvent.Slug}/supplies";
        WebUtility.HtmlDecode(await owner.GetStringAsync(address)).ShouldContain("弁当を出す人はいません");
        (await (await owner.SubmitAsync(address, "rule", ("Input.Minutes", "たくさん"))).Content.ReadAsStringAsync()).ShouldContain("input-minutes-error", Case.Insensitive);
        (await owner.SubmitAsync(address, "rule", ("Input.Minutes", "２４０"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var rows = (await owner.GetStringAsync($"{address}.csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split(',')).ToList();
        rows.Where(r => r[0] == "弁当").Select(r => (r[1], r[4])).ShouldBe([("2026-11-01", "1"), ("2026-11-02", "1")], "two hours are too few; who waits gets none");
        rows.Where(r => r[0] == "ユニフォーム" && r[4] != "0").Select(r => (r[3], r[4])).ShouldBe([("LL", "1"), ("サイズ不明", "1")]);
        (await house.Browser(Guid.NewGuid(), Roles.Resident).GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
