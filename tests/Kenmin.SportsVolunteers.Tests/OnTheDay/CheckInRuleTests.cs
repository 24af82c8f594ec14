using Kenmin.Persistence.Jobs;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.SportsVolunteers.OnTheDay.CheckInRules;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Kenmin.SportsVolunteers.Volunteers;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Kenmin.SportsVolunteers.Tests.OnTheDay;

/// <summary>Until when people are checked in, and who counts as not having come.</summary>
public sealed class CheckInRuleTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    private HttpClient Staff => house.Browser(ShiftsHouse.StaffAccount, Roles.ProgramOwner);

    private async Task<Volunteer> SignedUpAsync(Shift shift)
    {
        var volunteer = await house.VolunteerAsync();
        (await house.Participation.SignUpAsync(new(Guid.NewGuid(), shift.Id, new(volunteer.Id, volunteer.BirthDate, []), Actor.Person(volunteer.AccountId)))).ShouldBeOfType<Result<SignUpAnswer>.Done>();
        return volunteer;
    }

    private async Task<BatchDone> RecordAsync()
    {
        await using var scope = house.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<BatchDone>(new RecordNoShows());
    }

    private async Task<Presence?> PresenceAsync(Shift shift, Volunteer volunteer) => (await house.SignUpOfAsync(shift.Id, volunteer))?.Attendance?.Presence;

    private async Task<string> SendAsync(Shift shift, Volunteer volunteer, DateTimeOffset at)
    {
        using var answer = await Staff.PostAsJsonAsync(
            $"/api/v1/sports/shifts/{shift.Id}/check-in/actions", new { deviceId = Guid.NewGuid(), actions = new[] { new { id = Guid.NewGuid(), kind = "in", personId = volunteer.Id, at } } });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("outcomes")[0].GetProperty("outcome").GetString()!;
    }

    [Fact]
    public async Task Staff_say_until_when_people_are_checked_in_and_wrong_numbers_are_explained()
    {
        var sportsEvent = await house.EventAsync();
        var address = $"/staff/sports/events/{sportsEvent.Slug}/check-in-rules";
        (await Staff.GetStringAsync($"/staff/sports/events/{sportsEvent.Slug}")).ShouldContain(address);
        var wrong = await Staff.SubmitAsync(address, "rule", ("Input.CutOff", "2000"), ("Input.NoShow", "0"));
        wrong.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("1,440");
        (await Staff.SubmitAsync(address, "rule", ("Input.CutOff", "３０"), ("Input.NoShow", "24"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await Staff.GetStringAsync(address)).ShouldContain("value=\"30\"");
        foreach (var role in new[] { Roles.MunicipalStaff, Roles.Resident })
            (await house.Browser(Guid.NewGuid(), role, Given.Yamaguchi).GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Staff.SubmitAsync(address, "rule", ("Input.CutOff", ""), ("Input.NoShow", ""))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await using var session = house.Store.QuerySession();
        (await session.LoadAsync<SportsEvent>(sportsEvent.Id))!.CheckIn.ShouldBe(CheckInRule.None);
    }

    [Fact]
    public async Task Who_comes_after_the_cut_off_is_recorded_with_a_reason_and_a_device_that_sends_late_is_believed()
    {
        var day = DateOnly.FromDateTime(house.Clock.GetUtcNow().AddDays(1).AddHours(9).Date);
        var shift = await house.ShiftAsync(await house.EventAsync(e => e.CheckIn = new(30, null), day: day));
        var (punctual, late, offline) = (await SignedUpAsync(shift), await SignedUpAsync(shift), await SignedUpAsync(shift));
        house.Clock.SetUtcNow(shift.Starts.AddMinutes(29));
        var page = $"/staff/sports/shifts/{shift.Id}";
        (await Staff.GetStringAsync(page)).ShouldContain("value=\"in\"");
        (await SendAsync(shift, punctual, shift.Starts.AddMinutes(29))).ShouldBe("recorded");
        house.Clock.SetUtcNow(shift.Starts.AddMinutes(31));
        var shown = await Staff.GetStringAsync(page);
        shown.ShouldContain("受付の締切（開始から30分）を過ぎています");
        shown.ShouldNotContain("value=\"in\"");
        (await SendAsync(shift, late, shift.Starts.AddMinutes(31))).ShouldBe("refused");
        (await SendAsync(shift, offline, shift.Starts.AddMinutes(20))).ShouldBe("recorded", "it was done before the cut-off");
        (await Staff.SubmitAsync($"{page}/people/{late.Id}", "correct", ("Input.Presence", "present"), ("Input.Minutes", "120"), ("Input.Reason", "渋滞のため"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await PresenceAsync(shift, punctual), await PresenceAsync(shift, late), await PresenceAsync(shift, offline)).ShouldBe((Presence.Present, Presence.Present, Presence.Present));
        // Who was not signed up and stands at the desk is taken.
        var walkIn = await house.VolunteerAsync();
        using var taken = await Staff.PostAsJsonAsync($"/api/v1/sports/shifts/{shift.Id}/walk-ins", new { volunteerId = walkIn.Id });
        taken.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PresenceAsync(shift, walkIn)).ShouldBe(Presence.Present);
    }

    [Fact]
    public async Task Who_did_not_come_is_recorded_once_only_where_somebody_was_checked_in_and_stays_corrected()
    {
        var day = DateOnly.FromDateTime(house.Clock.GetUtcNow().AddDays(3).AddHours(9).Date);
        var sportsEvent = await house.EventAsync(e => e.CheckIn = new(null, 2), day: day);
        var (kept, forgotten, without) = (await house.ShiftAsync(sportsEvent), await house.ShiftAsync(sportsEvent), await house.ShiftAsync(await house.EventAsync(day: day)));
        var (came, missing, unknown, other, others) = (await SignedUpAsync(kept), await SignedUpAsync(kept), await SignedUpAsync(forgotten), await SignedUpAsync(without), await SignedUpAsync(without));
        house.Clock.SetUtcNow(kept.Ends);
        foreach (var (shift, person) in new[] { (kept, came), (without, other) })
            (await house.Participation.RecordAttendanceAsync(new(Guid.NewGuid(), shift.Id, person.Id, new AttendanceEntry.CheckIn(shift.Starts), Actor.Staff(ShiftsHouse.StaffAccount)))).ShouldBeOfType<Result<AttendanceAnswer>.Done>();
        house.Clock.SetUtcNow(kept.Ends.AddMinutes(119));
        await RecordAsync();
        (await PresenceAsync(kept, missing)).ShouldBeNull("it is too early");

        house.Clock.SetUtcNow(kept.Ends.AddMinutes(121));
        await Task.WhenAll(RecordAsync(), RecordAsync());
        (await PresenceAsync(kept, came), await PresenceAsync(kept, missing)).ShouldBe((Presence.Present, Presence.Absent));
        (await PresenceAsync(forgotten, unknown)).ShouldBeNull("nothing at all was recorded there");
        (await PresenceAsync(without, others)).ShouldBeNull("its event has no such rule");

        (await house.Participation.RecordAttendanceAsync(new(Guid.NewGuid(), kept.Id, missing.Id, new AttendanceEntry.Withdraw(), Actor.Staff(ShiftsHouse.StaffAccount)))).ShouldBeOfType<Result<AttendanceAnswer>.Done>();
        await RecordAsync();
        (await PresenceAsync(kept, missing)).ShouldBeNull("what staff took back stays so");
    }
}
