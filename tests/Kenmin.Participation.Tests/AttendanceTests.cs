using Kenmin.Participation.Tests.Support;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Participation.Tests;

public sealed class AttendanceTests(HouseFixture fixture)
{
    private readonly TestHouse _house = fixture.House;

    private DateTimeOffset Now => fixture.Clock.GetUtcNow();

    private Task<Result<AttendanceAnswer>> RecordAsync(Guid opening, Guid person, AttendanceEntry entry, Guid? command = null) =>
        _house.Participation.RecordAttendanceAsync(new RecordAttendance(command ?? Guid.NewGuid(), opening, person, entry, Given.Staff));

    [Fact]
    public async Task Check_in_check_out_and_a_correction_are_kept_with_their_history()
    {
        var opening = await _house.OpeningAsync(Given.Terms(1, startsInHours: 0.1, now: Now));
        var person = (await _house.PeopleSignedUpAsync(opening, 1))[0];
        var command = Guid.NewGuid();
        (await RecordAsync(opening, person, new AttendanceEntry.CheckIn(Now), command)).ShouldBeDone().Repeated.ShouldBeFalse();
        (await RecordAsync(opening, person, new AttendanceEntry.CheckIn(Now), command)).ShouldBeDone().Repeated.ShouldBeTrue();
        fixture.Clock.Advance(TimeSpan.FromMinutes(75));
        (await RecordAsync(opening, person, new AttendanceEntry.CheckOut(Now))).ShouldBeDone().Attendance!.Minutes.ShouldBe(75);
        var right = new AttendanceFact(Presence.Present, null, null, 120);
        (await RecordAsync(opening, person, new AttendanceEntry.Correct(right, "受付の押し忘れ"))).ShouldBeDone().Attendance.ShouldBe(right);

        (await _house.Participation.SignUpsOfPersonAsync(person)).Single().Attendance.ShouldBe(right);
        await using var session = _house.Services.GetRequiredService<ITestStore>().QuerySession();
        var events = await session.Events.FetchStreamAsync(SignUpStream.IdOf(opening, person));
        events.Select(e => e.Data.GetType()).ShouldBe([typeof(SignUpConfirmed), typeof(AttendanceRecorded), typeof(AttendanceRecorded), typeof(HoursCorrected)]);
        var corrected = (HoursCorrected)events[^1].Data;
        (corrected.Was!.Minutes, corrected.Reason, corrected.By).ShouldBe((75, "受付の押し忘れ", Given.Staff));
    }

    [Fact]
    public async Task What_was_taken_back_does_not_return_when_an_earlier_command_comes_again()
    {
        var opening = await _house.OpeningAsync(Given.Terms(1, startsInHours: 0.1, now: Now));
        var person = (await _house.PeopleSignedUpAsync(opening, 1))[0];
        var (checkIn, withdraw) = (Guid.NewGuid(), Guid.NewGuid());
        await RecordAsync(opening, person, new AttendanceEntry.CheckIn(Now), checkIn);
        (await RecordAsync(opening, person, new AttendanceEntry.Withdraw(), withdraw)).ShouldBeDone().Repeated.ShouldBeFalse();
        var again = (await RecordAsync(opening, person, new AttendanceEntry.CheckIn(Now), checkIn)).ShouldBeDone();
        (again.Repeated, again.Attendance).ShouldBe((true, null));
        (await RecordAsync(opening, person, new AttendanceEntry.CheckIn(Now))).ShouldBeDone().Repeated.ShouldBeFalse();
        (await RecordAsync(opening, person, new AttendanceEntry.Withdraw(), withdraw)).ShouldBeDone().Attendance.ShouldNotBeNull("a withdrawal that comes again takes nothing more back");
    }

    [Fact]
    public async Task Only_who_has_a_place_can_be_there_and_who_was_there_cannot_be_cancelled()
    {
        var opening = await _house.OpeningAsync(Given.Terms(1, startsInHours: 0.1, now: Now));
        var people = await _house.PeopleSignedUpAsync(opening, 2);
        (await RecordAsync(opening, people[1], new AttendanceEntry.CheckIn(Now))).ShouldBeRefused(RefusalCode.NotSignedUp);
        (await RecordAsync(opening, people[0], new AttendanceEntry.CheckIn(Now))).ShouldBeDone();
        (await _house.Participation.CancelAsync(new CancelSignUp(Guid.NewGuid(), opening, people[0], Given.Staff))).ShouldBeRefused(RefusalCode.AlreadyAttended);
    }

    [Fact]
    public async Task A_no_show_is_recorded_after_the_start_and_coming_late_overrides_it()
    {
        var opening = await _house.OpeningAsync(Given.Terms(1, startsInHours: 1, now: Now));
        var person = (await _house.PeopleSignedUpAsync(opening, 1))[0];
        (await RecordAsync(opening, person, new AttendanceEntry.NoShow())).ShouldBeRefused(RefusalCode.Invalid);
        fixture.Clock.Advance(TimeSpan.FromHours(1));
        (await RecordAsync(opening, person, new AttendanceEntry.NoShow())).ShouldBeDone().Attendance!.Presence.ShouldBe(Presence.Absent);
        (await RecordAsync(opening, person, new AttendanceEntry.CheckIn(Now))).ShouldBeDone().Attendance!.Presence.ShouldBe(Presence.Present);
        (await _house.StateAsync(opening, person)).ShouldBe(SignUpState.Confirmed);
    }

    [Fact]
    public async Task What_was_recorded_by_mistake_is_taken_back_once_and_the_history_keeps_both()
    {
        var opening = await _house.OpeningAsync(Given.Terms(1, startsInHours: 0.1, now: Now));
        var person = (await _house.PeopleSignedUpAsync(opening, 1))[0];
        (await RecordAsync(opening, person, new AttendanceEntry.CheckIn(Now))).ShouldBeDone();
        (await RecordAsync(opening, person, new AttendanceEntry.Withdraw())).ShouldBeDone().ShouldBe(new AttendanceAnswer(null, Repeated: false));
        (await RecordAsync(opening, person, new AttendanceEntry.Withdraw())).ShouldBeDone().ShouldBe(new AttendanceAnswer(null, Repeated: true));
        (await _house.Participation.SignUpsOfPersonAsync(person)).Single().Attendance.ShouldBeNull();
        (await _house.ScalarAsync<long>(
            "select count(*) from tested.mt_events where data ->> 'personId' = $1 and type in ('participation_attendance_recorded', 'participation_attendance_withdrawn')",
            person.ToString())).ShouldBe(2);
        (await _house.Participation.CancelAsync(new CancelSignUp(Guid.NewGuid(), opening, person, Given.Staff))).ShouldBeDone();
    }
}
