using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.Persistence.Audit;
using Kenmin.SportsVolunteers.OnTheDay.Badges;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Kenmin.SportsVolunteers.Volunteers;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.Tests.OnTheDay;

public sealed class DeviceTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    private static readonly DateTimeOffset Now = ShiftsHouse.Noon;

    private BadgeRegister Badges => house.Services.GetRequiredService<BadgeRegister>();

    private HttpClient Helper => house.Browser(ShiftsHouse.StaffAccount, Roles.ProgramOwner);

    private Task<Shift> ShiftAsync(int capacity = 5) => TodayAsync(capacity);

    private async Task<Shift> TodayAsync(int capacity) =>
        await house.ShiftAsync(await house.EventAsync(day: new(2026, 10, 10)), capacity, start: "12:30", end: "15:30");

    private async Task<Volunteer> SignedUpAsync(Shift shift)
    {
        var volunteer = await house.VolunteerAsync();
        await house.Api(volunteer.AccountId).SignUpAsync(shift.Id, new(Guid.NewGuid()));
        return volunteer;
    }

    private static object In(Guid id, Volunteer volunteer, DateTimeOffset? at = null) => new { id, kind = "in", personId = volunteer.Id, at = at ?? Now };

    private static async Task<IReadOnlyList<(string Outcome, string Message)>> SendAsync(HttpClient device, Guid shift, DateTimeOffset? sentAt, params object[] actions)
    {
        using var answer = await device.PostAsJsonAsync($"/api/v1/sports/shifts/{shift}/check-in/actions", new { deviceId = Guid.NewGuid(), sentAt, actions });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("outcomes").EnumerateArray()
            .Select(o => (o.GetProperty("outcome").GetString()!, o.GetProperty("message").GetString()!))];
    }

    [Fact]
    public async Task A_device_gets_what_checking_in_needs_and_the_taking_is_in_the_audit_log()
    {
        var shift = await ShiftAsync(capacity: 1);
        var (volunteer, waits) = (await SignedUpAsync(shift), await SignedUpAsync(shift));
        using var answer = await Helper.GetAsync($"/api/v1/sports/shifts/{shift.Id}/check-in/roster");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var text = await answer.Content.ReadAsStringAsync();
        var roster = JsonDocument.Parse(text).RootElement;
        var person = roster.GetProperty("people").EnumerateArray().Single();
        person.GetProperty("name").GetString().ShouldBe(volunteer.FullName);
        person.GetProperty("code").GetString()!.Length.ShouldBe(8);
        roster.GetProperty("deleteAfter").GetDateTimeOffset().ShouldBe(new DateTimeOffset(2026, 10, 11, 0, 0, 0, TimeSpan.FromHours(9)));
        text.ShouldNotContain(volunteer.Phone!);
        text.ShouldNotContain(waits.Id.ToString());
        (await house.Services.GetRequiredService<IAuditTrail>().FindAsync(new AuditQuery(SubjectId: volunteer.Id), CancellationToken.None))
            .ShouldContain(e => e.Entry.Action == "sports-volunteers.device-roster.downloaded" && e.Entry.Kind == AuditKind.Export);
    }

    [Fact]
    public async Task Only_who_may_check_people_in_at_this_shift_gets_the_roster_or_sends()
    {
        var shift = await ShiftAsync();
        var volunteer = await SignedUpAsync(shift);
        foreach (var (who, expected) in new[]
        {
            (house.Browser(), HttpStatusCode.Unauthorized),
            (house.Browser(volunteer.AccountId), HttpStatusCode.Forbidden),
            (house.Browser(ShiftsHouse.StaffAccount, Roles.Auditor), HttpStatusCode.Forbidden),
            (house.Browser(ShiftsHouse.StaffAccount, Roles.MunicipalStaff, Given.Ube), HttpStatusCode.NotFound),
            (house.Browser(ShiftsHouse.StaffAccount, Roles.MunicipalStaff, Given.Yamaguchi), HttpStatusCode.OK),
        })
        {
            using var read = await who.GetAsync($"/api/v1/sports/shifts/{shift.Id}/check-in/roster");
            using var sent = await who.PostAsJsonAsync($"/api/v1/sports/shifts/{shift.Id}/check-in/actions", new { deviceId = Guid.NewGuid(), actions = new[] { In(Guid.NewGuid(), volunteer) } });
            (read.StatusCode, sent.StatusCode).ShouldBe((expected, expected));
        }
    }

    [Fact]
    public async Task What_is_sent_five_times_at_once_counts_once()
    {
        var shift = await ShiftAsync();
        var volunteer = await SignedUpAsync(shift);
        var action = In(Guid.NewGuid(), volunteer, Now.AddMinutes(-7));
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => SendAsync(Helper, shift.Id, Now, action)));
        answers.ShouldAllBe(a => a.Single().Outcome == "recorded");
        (await house.SignUpOfAsync(shift.Id, volunteer))!.Attendance!.CheckedIn.ShouldBe(Now.AddMinutes(-7));
        (await house.ScalarAsync<long>($"select count(*) from sports_volunteers.mt_events where stream_id = '{SignUpStream.IdOf(shift.Id, volunteer.Id)}' and type like '%attendance%'")).ShouldBe(1);
        (await house.ScalarAsync<long>($"select count(*) from sports_volunteers.device_action where person_id = '{volunteer.Id}'")).ShouldBe(1);
    }

    [Fact]
    public async Task Of_two_devices_the_first_counts_and_the_second_is_told_since_when()
    {
        var shift = await ShiftAsync();
        var volunteer = await SignedUpAsync(shift);
        (await SendAsync(Helper, shift.Id, Now, In(Guid.NewGuid(), volunteer, Now.AddMinutes(-20)))).Single().Outcome.ShouldBe("recorded");
        var second = (await SendAsync(Helper, shift.Id, Now, In(Guid.NewGuid(), volunteer, Now.AddMinutes(-5)))).Single();
        second.Outcome.ShouldBe("already");
        second.Message.ShouldContain("11:40");
        (await house.SignUpOfAsync(shift.Id, volunteer))!.Attendance!.CheckedIn.ShouldBe(Now.AddMinutes(-20));
    }

    [Fact]
    public async Task A_check_in_that_was_undone_does_not_come_back_when_it_is_sent_again()
    {
        var shift = await ShiftAsync();
        var volunteer = await SignedUpAsync(shift);
        var checkIn = In(Guid.NewGuid(), volunteer);
        await SendAsync(Helper, shift.Id, Now, checkIn, new { id = Guid.NewGuid(), kind = "undo", personId = volunteer.Id, at = Now });
        (await SendAsync(Helper, shift.Id, Now, checkIn)).Single().Outcome.ShouldBe("recorded", "the answer is that of the first time");
        (await house.SignUpOfAsync(shift.Id, volunteer))!.Attendance.ShouldBeNull();
    }

    [Fact]
    public async Task Who_leaves_gets_the_hours_between()
    {
        var shift = await ShiftAsync();
        var volunteer = await SignedUpAsync(shift);
        await SendAsync(Helper, shift.Id, Now, In(Guid.NewGuid(), volunteer, Now.AddMinutes(-90)), new { id = Guid.NewGuid(), kind = "out", personId = volunteer.Id, at = Now });
        (await house.SignUpOfAsync(shift.Id, volunteer))!.Attendance!.Minutes.ShouldBe(90);
    }

    [Fact]
    public async Task Who_cancelled_meanwhile_is_shown_and_not_signed_up_again()
    {
        var shift = await ShiftAsync();
        var volunteer = await SignedUpAsync(shift);
        await house.Api(volunteer.AccountId).CancelAsync(shift.Id);
        (await SendAsync(Helper, shift.Id, Now, In(Guid.NewGuid(), volunteer))).Single().Outcome.ShouldBe("cancelled");
        (await house.SignUpOfAsync(shift.Id, volunteer))!.State.ShouldBe(SignUpState.Cancelled);
    }

    [Fact]
    public async Task A_code_of_somebody_who_had_not_signed_up_becomes_a_walk_in_while_there_are_places()
    {
        var shift = await ShiftAsync(capacity: 1);
        var people = await house.VolunteersAsync(2);
        var codes = await Badges.CodesAsync([.. people.Select(p => p.Id)], CancellationToken.None);
        object ByCode(Volunteer v) => new { id = Guid.NewGuid(), kind = "in", code = BadgeCode.Shown(codes[v.Id]).ToLowerInvariant(), at = Now };
        var first = ByCode(people[0]);
        (await SendAsync(Helper, shift.Id, Now, first, ByCode(people[1]), new { id = Guid.NewGuid(), kind = "in", code = "ZZZZ-ZZZZ", at = Now }))
            .Select(o => o.Outcome).ShouldBe(["walk-in", "full", "unknown-code"]);
        (await SendAsync(Helper, shift.Id, Now, first)).Single().Outcome.ShouldBe("walk-in");
        var taken = (await house.SignUpOfAsync(shift.Id, people[0]))!;
        (taken.WalkIn, taken.Attendance!.Presence).ShouldBe((true, Presence.Present));
        (await house.OccupancyAsync(shift.Id)).Confirmed.ShouldBe(1);
    }

    [Fact]
    public async Task A_clock_that_is_set_wrong_is_corrected()
    {
        var shift = await ShiftAsync();
        var volunteer = await SignedUpAsync(shift);
        var wrong = TimeSpan.FromHours(5);
        (await SendAsync(Helper, shift.Id, Now + wrong, In(Guid.NewGuid(), volunteer, Now.AddMinutes(-10) + wrong))).Single().Outcome.ShouldBe("recorded");
        (await house.SignUpOfAsync(shift.Id, volunteer))!.Attendance!.CheckedIn.ShouldBe(Now.AddMinutes(-10));
    }

    [Theory]
    [InlineData("""{"deviceId":"0199f100-0000-4000-8000-0000000000d1","actions":[]}""", "#/actions")]
    [InlineData("""{"deviceId":"0199f100-0000-4000-8000-0000000000d1","actions":[{"id":"0199f100-0000-4000-8000-0000000000a1","kind":"hop","at":"2026-10-10T12:00:00+09:00","code":"x"}]}""", "#/actions/0/kind")]
    [InlineData("""{"deviceId":"0199f100-0000-4000-8000-0000000000d1","actions":[{"id":"0199f100-0000-4000-8000-0000000000a1","kind":"in","at":"2026-10-10T12:00:00+09:00"}]}""", "#/actions/0/personId")]
    public async Task What_makes_no_sense_is_refused_as_a_whole(string body, string field)
    {
        var shift = await ShiftAsync();
        using var answer = await Helper.PostAsync($"/api/v1/sports/shifts/{shift.Id}/check-in/actions", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(field);
    }

    [Fact]
    public async Task The_pages_hold_no_data_and_their_worker_reaches_nothing_else()
    {
        var shift = await ShiftAsync();
        var volunteer = await SignedUpAsync(shift);
        var page = await Helper.GetStringAsync($"/staff/sports/check-in/{shift.Id}");
        page.ShouldContain(shift.Role);
        page.ShouldNotContain(volunteer.GivenName);
        (await Helper.GetStringAsync("/staff/sports/check-in")).ShouldContain(shift.Id.ToString());
        using var worker = await house.Browser().GetAsync("/staff/sports/check-in/worker.js");
        worker.Headers.GetValues("Service-Worker-Allowed").ShouldBe(["/staff/sports/check-in"]);
        worker.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        JsonDocument.Parse(await house.Browser().GetStringAsync("/staff/sports/check-in/manifest.webmanifest")).RootElement.GetProperty("scope").GetString().ShouldBe("/staff/sports/check-in");
    }
}
