using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Kenmin.Calendars;
using Kenmin.Modularity.Access;
using Kenmin.SportsVolunteers.Calendars;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Kenmin.SportsVolunteers.Volunteers;
using Kenmin.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.Tests.Calendars;

/// <summary>Feeds as a calendar program reads them.</summary>
public sealed class CalendarTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    private async Task<string> AddressAsync(Volunteer volunteer)
    {
        (await house.Browser(volunteer.AccountId).SubmitAsync("/sports/me/calendar", "reset")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return CalendarFeeds.Path((await house.Services.GetRequiredService<CalendarFeeds>().TokenAsync(volunteer.Id, CancellationToken.None))!);
    }

    private async Task<Calendar> FetchAsync(string address)
    {
        using var answer = await house.Browser().GetAsync(address);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/calendar");
        return Calendar.Load(await answer.Content.ReadAsStringAsync())!;
    }

    private async Task<CalendarEvent> EntryAsync(string address) => (await FetchAsync(address)).Events.Single();

    [Fact]
    public async Task Changes_keep_the_entry_raise_its_sequence_and_a_cancellation_is_marked()
    {
        var shift = await house.ShiftAsync(await house.EventAsync(), start: "9:00", end: "24:00", change: s => s.Remark = "帽子; 水筒, 軍手\n持参");
        var volunteer = await house.VolunteerAsync();
        await house.Api(volunteer.AccountId).SignUpAsync(shift.Id, new(Guid.NewGuid()));
        var address = await AddressAsync(volunteer);
        var first = await EntryAsync(address);
        (first.Status, first.Start!.TzId, first.Start.Value, first.End!.Value).ShouldBe(("CONFIRMED", "Asia/Tokyo", new DateTime(2026, 11, 1, 9, 0, 0), new DateTime(2026, 11, 2)));
        first.Start.AsUtc.ShouldBe(new DateTime(2026, 11, 1, 0, 0, 0));
        first.Description.ShouldBe("帽子; 水筒, 軍手\n持参");
        (await FetchAsync(address)).TimeZones.Single().TzId.ShouldBe("Asia/Tokyo");
        (await EntryAsync(address)).Sequence.ShouldBe(first.Sequence, "nothing changed");

        var owner = house.Browser(ShiftsHouse.StaffAccount, Roles.ProgramOwner);
        await owner.SubmitAsync($"/staff/sports/shifts/{shift.Id}/settings", "move", ("Time.Day", "2026-11-03"), ("Time.Start", "10:00"), ("Time.End", "12:00"));
        await Eventually.IsSoAsync(async () => (await EntryAsync(address)).Sequence > first.Sequence, "the move");
        var moved = await EntryAsync(address);
        (moved.Uid, moved.Start!.Value).ShouldBe((first.Uid, new DateTime(2026, 11, 3, 10, 0, 0)));

        await house.Api(volunteer.AccountId).CancelAsync(shift.Id);
        var cancelled = await EntryAsync(address);
        (cancelled.Uid, cancelled.Status).ShouldBe((first.Uid, "CANCELLED"));
        cancelled.Sequence.ShouldBeGreaterThan(moved.Sequence);
    }

    [Fact]
    public async Task Who_waits_has_no_place_yet_and_the_calendar_says_so()
    {
        var shift = await house.ShiftAsync(await house.EventAsync(), capacity: 1);
        var people = await house.VolunteersAsync(2);
        foreach (var person in people) await house.Api(person.AccountId).SignUpAsync(shift.Id, new(Guid.NewGuid()));
        var entry = await EntryAsync(await AddressAsync(people[1]));
        entry.Status.ShouldBe("TENTATIVE");
        entry.Summary!.ShouldStartWith("【キャンセル待ち 1番目】");
    }

    [Fact]
    public async Task A_reset_ends_the_former_address_and_a_guess_finds_nothing()
    {
        var volunteer = await house.VolunteerAsync();
        var first = await AddressAsync(volunteer);
        (await house.Browser(volunteer.AccountId).GetStringAsync("/sports/me/calendar")).ShouldContain(first);
        var second = await AddressAsync(volunteer);
        second.ShouldNotBe(first);
        (await house.Browser().GetAsync(first)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await house.Browser().GetAsync(second)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await house.Browser().GetAsync("/sports/calendar/x.ics")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await house.Browser(volunteer.AccountId).SubmitAsync("/sports/me/calendar", "end");
        (await house.Browser().GetAsync(second)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_shift_is_described_for_search_engines_and_nothing_in_a_name_ends_the_description()
    {
        var shift = await house.ShiftAsync(await house.EventAsync(e => e.Name = $"見本</script><b>大会{Guid.NewGuid():N}"), capacity: 3);
        var page = await house.Browser().GetStringAsync($"/sports/shifts/{shift.Id}");
        var data = JsonDocument.Parse(Regex.Match(page, "<script type=\"application/ld\\+json\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value).RootElement;
        data.GetProperty("name").GetString()!.ShouldContain("</script><b>");
        data.GetProperty("startDate").GetString().ShouldBe("2026-11-01T09:00:00+09:00");
        data.GetProperty("remainingAttendeeCapacity").GetInt32().ShouldBe(3);
        data.GetProperty("potentialAction").GetProperty("@type").GetString().ShouldBe("RegisterAction");
    }

    [Fact]
    public async Task Open_data_have_the_columns_of_the_municipal_event_list()
    {
        var sportsEvent = await house.EventAsync(e => e.SignUpClosesDaysBefore = 7);
        await house.ShiftAsync(sportsEvent, capacity: 4);
        await house.ShiftAsync(await house.EventAsync(e => (e.Name, e.Published) = ($"未公開{Guid.NewGuid():N}", false)));
        var lines = (await house.Browser().GetStringAsync("/sports/open-data/events.csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].TrimStart('\uFEFF').Split(',').ShouldBe(EventList.Columns);
        EventList.Columns.Count.ShouldBe(32);
        var row = lines.Single(l => l.Contains(sportsEvent.Name, StringComparison.Ordinal)).Split(',');
        (row[0], row[7], row[9], row[26], row[27]).ShouldBe((Given.Yamaguchi, "2026-11-01", "09:00", "4", "2026-10-25"));
        lines.ShouldAllBe(l => !l.Contains("未公開", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_events_stand_in_the_governments_event_model()
    {
        var sportsEvent = await house.EventAsync(e => (e.SignUpClosesDaysBefore, e.SignUpFrom) = (7, new(2026, 9, 1)));
        await house.ShiftAsync(sportsEvent, capacity: 4, change: s => s.MinimumAge = 15);
        var cancelled = await house.EventAsync(e => e.CancelledBecause = "台風のため");
        using var events = JsonDocument.Parse(await house.Browser().GetStringAsync("/sports/open-data/events.json"));
        JsonElement Of(string name) => events.RootElement.EnumerateArray().Single(e => e.GetProperty("eventName").GetString() == name);
        var entry = Of(sportsEvent.Name);
        foreach (var required in new[] { "id", "eventName", "description", "eventType", "eventUrl", "webinarStatus", "organizer", "targetPerson", "feeStatus", "contactPointInformation" })
            entry.GetProperty(required).GetString().ShouldNotBeNullOrWhiteSpace(required);
        (entry.GetProperty("dateOfStart").GetString(), entry.GetProperty("capacity").GetInt32(), entry.GetProperty("deadlineDateOfApplication").GetString(), entry.GetProperty("startTime").GetString())
            .ShouldBe(("2026-11-01", 4, "2026-10-25", "09:00"));
        entry.GetProperty("targetRemark").GetString().ShouldBe("活動により15歳以上");
        Of(cancelled.Name).GetProperty("status").GetString().ShouldBe("中止");
    }
}
