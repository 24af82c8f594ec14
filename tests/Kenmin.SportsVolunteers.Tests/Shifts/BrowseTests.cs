using System.Net;
using Kenmin.Client.Sports;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;

namespace Kenmin.SportsVolunteers.Tests.Shifts;

public sealed class BrowseTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    [Fact]
    public async Task A_list_is_read_page_by_page_without_gaps_or_repeats_and_narrowed()
    {
        var sportsEvent = await house.EventAsync();
        var shifts = new List<Guid>();
        for (var i = 0; i < 5; i++)
            shifts.Add((await house.ShiftAsync(sportsEvent, capacity: i == 2 ? 1 : 3, start: $"{8 + i}:00", end: "20:00", municipality: i < 3 ? Given.Yamaguchi : Given.Ube)).Id);
        var volunteer = await house.VolunteerAsync();
        await house.Api(volunteer.AccountId).SignUpAsync(shifts[2], new(Guid.NewGuid()));

        var api = house.Api();
        var first = await api.ShiftsAsync(sportsEvent.Slug, new ShiftFilter { Take = 2 });
        var second = await api.ShiftsAsync(sportsEvent.Slug, new ShiftFilter { Take = 2, After = first.Next });
        var third = await api.ShiftsAsync(sportsEvent.Slug, new ShiftFilter { Take = 2, After = second.Next });
        first.Items.Concat(second.Items).Concat(third.Items).Select(s => s.Id).ShouldBe(shifts);
        third.Next.ShouldBeNull();

        (await api.ShiftsAsync(sportsEvent.Slug, new ShiftFilter { Municipality = Given.Ube })).Items.Count.ShouldBe(2);
        (await api.ShiftsAsync(sportsEvent.Slug, new ShiftFilter { Free = true })).Items.ShouldNotContain(s => s.Id == shifts[2]);
        (await api.ShiftAsync(shifts[2])).ShouldSatisfyAllConditions(s => s.Free.ShouldBe(0), s => s.Starts.Offset.ShouldBe(TimeSpan.FromHours(9)));
    }

    [Fact]
    public async Task A_filter_that_cannot_be_read_is_named()
    {
        var sportsEvent = await house.EventAsync();
        var answer = await house.Browser().GetAsync($"/api/v1/sports/events/{sportsEvent.Slug}/shifts?day=11月1日");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("#/day");
    }

    [Fact]
    public async Task List_calendar_and_map_show_the_event_to_everybody()
    {
        var sportsEvent = await house.EventAsync();
        var shift = await house.ShiftAsync(sportsEvent);
        var visitor = house.Browser();
        (await visitor.GetStringAsync("/sports")).ShouldContain(sportsEvent.Name);
        (await visitor.GetStringAsync($"/sports/events/{sportsEvent.Slug}")).ShouldContain($"/sports/shifts/{shift.Id}");
        (await visitor.GetStringAsync($"/sports/events/{sportsEvent.Slug}?view=calendar")).ShouldContain("令和8年11月");
        (await visitor.GetStringAsync($"/sports/events/{sportsEvent.Slug}?view=map")).ShouldContain("見本競技場");
        (await visitor.GetStringAsync($"/sports/events/{sportsEvent.Slug}?day=2026-11-02")).ShouldContain("条件に合う活動はありません");
    }
}
