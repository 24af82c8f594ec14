using System.Net;
using Kenmin.Client.Sports;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.Persistence.Audit;
using Kenmin.SportsVolunteers.Tests.Shifts.Support;
using Microsoft.Extensions.DependencyInjection;
using Refit;

namespace Kenmin.SportsVolunteers.Tests.Shifts;

public sealed class StaffTests(ShiftsHouse house) : IClassFixture<ShiftsHouse>
{
    private HttpClient Owner => house.Browser(ShiftsHouse.StaffAccount, Roles.ProgramOwner);

    private ISportsApi OwnerApi => house.Api(ShiftsHouse.StaffAccount, Roles.ProgramOwner);

    private async Task<IReadOnlyList<RecordedAuditEntry>> AuditAsync(Guid subject) =>
        await house.Services.GetRequiredService<IAuditTrail>().FindAsync(new AuditQuery(SubjectId: subject), CancellationToken.None);

    [Fact]
    public async Task The_roster_shows_names_and_every_look_is_in_the_audit_log_before()
    {
        var shift = await house.ShiftAsync(await house.EventAsync());
        var volunteer = await house.VolunteerAsync();
        await house.Api(volunteer.AccountId).SignUpAsync(shift.Id, new(Guid.NewGuid()));
        (await Owner.GetStringAsync($"/staff/sports/shifts/{shift.Id}")).ShouldContain(volunteer.GivenName);
        (await OwnerApi.RosterAsync(shift.Id)).Single().Name.ShouldBe(volunteer.FullName);
        var seen = await AuditAsync(volunteer.Id);
        seen.Count(e => e.Entry.Action == "sports-volunteers.shift-roster.viewed" && e.Entry.ActorId == ShiftsHouse.StaffAccount).ShouldBe(2);
    }

    [Fact]
    public async Task Municipal_staff_see_shifts_in_their_municipality_and_no_others()
    {
        var sportsEvent = await house.EventAsync();
        var (mine, other) = (await house.ShiftAsync(sportsEvent), await house.ShiftAsync(sportsEvent, municipality: Given.Ube));
        var clerk = house.Browser(ShiftsHouse.StaffAccount, Roles.MunicipalStaff, Given.Yamaguchi);
        (await clerk.GetAsync($"/staff/sports/shifts/{mine.Id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var address in new[] { "", "/check-in-list", "/walk-in", "/roster.csv" })
            (await clerk.GetAsync($"/staff/sports/shifts/{other.Id}{address}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, address);
        (await clerk.GetAsync($"/api/v1/sports/shifts/{other.Id}/roster")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var table = await clerk.GetStringAsync($"/staff/sports/events/{sportsEvent.Slug}");
        table.ShouldContain(mine.Id.ToString());
        table.ShouldNotContain(other.Id.ToString());
        (await house.Browser(ShiftsHouse.StaffAccount).GetAsync($"/staff/sports/shifts/{mine.Id}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_tap_checks_in_a_second_one_undoes_it_and_hours_are_corrected_with_a_reason()
    {
        var day = new DateOnly(2026, 10, 10);
        var shift = await house.ShiftAsync(await house.EventAsync(day: day), start: "12:30", end: "15:30");
        var volunteer = await house.VolunteerAsync();
        await house.Api(volunteer.AccountId).SignUpAsync(shift.Id, new(Guid.NewGuid()));
        var address = $"/staff/sports/shifts/{shift.Id}";
        var taps = $"{address}/attendance";

        (await Owner.SubmitAsync(address, taps)).Headers.Location!.ToString().ShouldContain("done=recorded");
        (await house.SignUpOfAsync(shift.Id, volunteer))!.Attendance!.Presence.ShouldBe(Presence.Present);
        await OwnerApi.RecordAttendanceAsync(shift.Id, volunteer.Id, new("withdraw"));
        (await house.SignUpOfAsync(shift.Id, volunteer))!.Attendance.ShouldBeNull();
        await OwnerApi.RecordAttendanceAsync(shift.Id, volunteer.Id, new("check-in"));

        (await Owner.SubmitAsync(address, "hours")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.SignUpOfAsync(shift.Id, volunteer))!.Attendance!.Minutes.ShouldBe(180);

        var person = $"{address}/people/{volunteer.Id}";
        var without = await Owner.SubmitAsync(person, "correct", ("Input.Presence", "present"), ("Input.Minutes", "９０"), ("Input.Reason", ""));
        (await without.Content.ReadAsStringAsync()).ShouldContain("訂正の理由を入力してください");
        (await Owner.SubmitAsync(person, "correct", ("Input.Presence", "present"), ("Input.Minutes", "９０"), ("Input.Reason", "早退"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.SignUpOfAsync(shift.Id, volunteer))!.Attendance!.Minutes.ShouldBe(90);
        var history = await Owner.GetStringAsync(person);
        history.ShouldContain("早退");
        history.ShouldContain("出席の記録を取り消し");

        var report = await Owner.GetStringAsync($"/staff/sports/events/{shift.EventId}/report");
        report.ShouldContain("1時間30分");
        report.ShouldContain("山口市");
        report.ShouldContain("30～49歳");
    }

    [Fact]
    public async Task Who_stands_at_the_door_is_taken_over_the_capacity_only_with_a_reason()
    {
        var shift = await house.ShiftAsync(await house.EventAsync(day: new(2026, 10, 10)), capacity: 1, start: "12:30", end: "15:00");
        var people = await house.VolunteersAsync(2);
        await house.Api(people[0].AccountId).SignUpAsync(shift.Id, new(Guid.NewGuid()));
        var address = $"/staff/sports/shifts/{shift.Id}/walk-in";
        var desk = Owner;
        var found = await (await desk.SubmitAsync(address, "search", ("Input.Text", people[1].Phone!))).Content.ReadAsStringAsync();
        found.ShouldContain(people[1].GivenName);

        var form = $"add-{people[1].Id:N}";
        var refused = await desk.PostAsync(address, Given.FormOf(found, form, ("reason", "")));
        (await refused.Content.ReadAsStringAsync()).ShouldContain("理由を入力してください");
        (await house.OccupancyAsync(shift.Id)).Confirmed.ShouldBe(1);

        (await desk.PostAsync(address, Given.FormOf(found, form, ("reason", "欠席の穴埋め")))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var taken = (await house.SignUpOfAsync(shift.Id, people[1]))!;
        (taken.WalkIn, taken.State, taken.Attendance!.Presence).ShouldBe((true, SignUpState.Confirmed, Presence.Present));
        (await AuditAsync(people[1].Id)).ShouldContain(e => e.Entry.Action == "sports-volunteers.walk-in");
    }

    [Theory]
    [InlineData("戸口")]
    [InlineData("戸口　立子")]
    [InlineData("とぐち")]
    [InlineData("ﾄｸﾞﾁ ﾀﾂｺ")]
    [InlineData("立子")]
    [InlineData("4455-6677")]
    [InlineData("６６７７")]
    public async Task Who_stands_at_the_door_is_found_by_name_reading_or_the_last_digits(string text)
    {
        var shift = await house.ShiftAsync(await house.EventAsync(day: new(2026, 10, 10)), start: "12:30", end: "15:00");
        var person = (await house.VolunteersAsync(1, v => (v.FamilyName, v.GivenName, v.Kana, v.Phone) = ("戸口", "立子", "トグチ　タツコ", "08344556677")))[0];
        var address = $"/staff/sports/shifts/{shift.Id}/walk-in";
        (await (await Owner.SubmitAsync(address, "search", ("Input.Text", text))).Content.ReadAsStringAsync()).ShouldContain($"add-{person.Id:N}");
        foreach (var tooShort in new[] { "戸", "667" })
            (await (await Owner.SubmitAsync(address, "search", ("Input.Text", tooShort))).Content.ReadAsStringAsync()).ShouldNotContain($"add-{person.Id:N}");
    }

    [Fact]
    public async Task The_capacity_goes_below_the_places_given_only_with_a_reason_and_up_to_who_waits()
    {
        var shift = await house.ShiftAsync(await house.EventAsync(), capacity: 2);
        var people = await house.VolunteersAsync(3);
        foreach (var person in people) await house.Api(person.AccountId).SignUpAsync(shift.Id, new(Guid.NewGuid()));
        var refused = await Should.ThrowAsync<ApiException>(() => OwnerApi.ChangeCapacityAsync(shift.Id, new(1)));
        refused.Content!.ShouldContain("/problems/below-confirmed");
        (await OwnerApi.ChangeCapacityAsync(shift.Id, new(1, "会場の都合"))).ShouldBe(new(1, 2, 0, 1, "会場の都合"));
        (await OwnerApi.ChangeCapacityAsync(shift.Id, new(3))).Confirmed.ShouldBe(3);
        (await house.NoticesAsync(people[2].AccountId!.Value, 1)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_cancelled_shift_tells_everybody_why()
    {
        var shift = await house.ShiftAsync(await house.EventAsync(), capacity: 1);
        var people = await house.VolunteersAsync(2);
        foreach (var person in people) await house.Api(person.AccountId).SignUpAsync(shift.Id, new(Guid.NewGuid()));
        var address = $"/staff/sports/shifts/{shift.Id}/settings";
        var without = await Owner.SubmitAsync(address, "cancel", ("Cancelling.Reason", " "));
        (await without.Content.ReadAsStringAsync()).ShouldContain("中止の理由を入力してください");
        (await Owner.SubmitAsync(address, "cancel", ("Cancelling.Reason", "台風のため"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.NoticesAsync(people[0].AccountId!.Value, 2)).Last().Body.ShouldContain("台風のため");
        (await house.NoticesAsync(people[1].AccountId!.Value, 1)).Last().Subject.ShouldBe("活動が中止になりました");
        (await house.Browser(people[0].AccountId).GetStringAsync($"/sports/shifts/{shift.Id}")).ShouldContain("中止");
    }

    [Fact]
    public async Task A_moved_shift_and_a_cancelled_event_tell_who_signed_up()
    {
        var sportsEvent = await house.EventAsync();
        var shift = await house.ShiftAsync(sportsEvent);
        var volunteer = await house.VolunteerAsync();
        await house.Api(volunteer.AccountId).SignUpAsync(shift.Id, new(Guid.NewGuid()));
        (await Owner.SubmitAsync($"/staff/sports/shifts/{shift.Id}/settings", "move", ("Time.Day", "令和8年11月1日"), ("Time.Start", "１０時"), ("Time.End", "24:00")))
            .StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.NoticesAsync(volunteer.AccountId!.Value, 2)).Last().Body.ShouldContain("10:00～24:00");
        (await Owner.SubmitAsync($"/staff/sports/events/{sportsEvent.Slug}", "cancel", ("Cancelling.Reason", "荒天"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await house.NoticesAsync(volunteer.AccountId!.Value, 3)).Last().Subject.ShouldBe("活動が中止になりました");
        (await house.OccupancyAsync(shift.Id)).Status.ShouldBe(OpeningStatus.Cancelled);
    }

    [Fact]
    public async Task The_roster_goes_out_safe_against_formulas_and_the_taking_is_recorded()
    {
        var shift = await house.ShiftAsync(await house.EventAsync());
        var volunteer = (await house.VolunteersAsync(1, v => v.FamilyName = "=HYPERLINK(1)"))[0];
        await house.Api(volunteer.AccountId).SignUpAsync(shift.Id, new(Guid.NewGuid()));
        var csv = await Owner.GetStringAsync($"/staff/sports/shifts/{shift.Id}/roster.csv");
        csv.ShouldContain("'=HYPERLINK(1)");
        (await Owner.GetAsync($"/staff/sports/shifts/{shift.Id}/roster.xlsx")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await AuditAsync(volunteer.Id)).Count(e => e.Entry.Action == "sports-volunteers.shift-roster.exported").ShouldBe(2);
    }
}
