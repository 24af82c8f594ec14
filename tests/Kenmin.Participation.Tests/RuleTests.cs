using CsCheck;
using Kenmin.Participation.Engine;
using Kenmin.Participation.Tests.Support;
using Kenmin.SharedKernel;

namespace Kenmin.Participation.Tests;

/// <summary>Rules that need no database.</summary>
public sealed class RuleTests
{
    private static readonly OpeningSummary Opening = new(Guid.NewGuid(), LocalizedText.Same("x"), Given.Noon, Given.Noon.AddHours(3), new FiscalYear(2026));

    [Fact]
    public void The_latest_birth_date_is_the_last_one_whose_age_is_attained_on_the_day() =>
        Gen.Select(Gen.Int[0, 40_000], Gen.Int[0, 120], Gen.Int[-3, 3]).Sample((day, age, off) =>
        {
            var terms = Given.Terms(1) with { Starts = JapanTime.StartOf(new DateOnly(1950, 1, 1).AddDays(day)), MinimumAge = age };
            var birth = terms.BornByAge!.Value.AddDays(off);
            return (birth <= terms.BornByAge) == (birth <= terms.Day.AddDays(1) && (birth > terms.Day ? age == 0 : Age.IsAtLeast(birth, age, terms.Day)));
        });

    [Fact]
    public void A_stream_id_is_a_version_5_uuid_that_depends_on_both_keys() =>
        Gen.Select(Gen.Guid, Gen.Guid).Sample((opening, person) =>
        {
            var id = SignUpStream.IdOf(opening, person);
            return id == SignUpStream.IdOf(opening, person) && id.Version == 5 && (opening == person || id != SignUpStream.IdOf(person, opening));
        });

    [Theory]
    [InlineData("first-aid", true)]
    [InlineData("a", true)]
    [InlineData("", false)]
    [InlineData("a,b", false)]
    [InlineData("手話", false)]
    [InlineData("a\n", false)]
    public void Keys_of_qualifications_hold_no_separators(string key, bool ok) => ParticipantFacts.IsKey(key).ShouldBe(ok);

    [Fact]
    public void Terms_name_each_field_that_is_wrong()
    {
        var wrong = Given.Terms(-1) with { Ends = Given.Noon, MinimumAge = 200, BornFrom = new(2010, 1, 2), BornUntil = new(2010, 1, 1), ClaimWithin = TimeSpan.Zero, WaitingListLimit = -1, Qualifications = ["?"], Status = OpeningStatus.Cancelled, Label = default };
        wrong.Problems().Select(p => p.Field).ShouldBe(
            ["Label", "Capacity", "Ends", "WaitingListLimit", "MinimumAge", "BornUntil", "ClaimWithin", "Qualifications", "Status"]);
        Given.Terms(0).Problems().ShouldBeEmpty();
    }

    [Fact]
    public void The_fiscal_year_of_an_opening_is_the_one_it_starts_in_unless_said_otherwise()
    {
        var newYear = Given.Terms(1) with { Starts = JapanTime.StartOf(new(2027, 4, 1)).AddTicks(-1) };
        newYear.CountsFor.ShouldBe(new FiscalYear(2026));
        (newYear with { FiscalYear = new FiscalYear(2027) }).CountsFor.ShouldBe(new FiscalYear(2027));
    }

    [Fact]
    public void A_second_check_in_keeps_the_first_time_and_the_check_out_counts_the_minutes()
    {
        var (first, _) = RecordingAttendance.Decide(null, new AttendanceEntry.CheckIn(Given.Noon), Opening, Given.Noon);
        RecordingAttendance.Decide(first, new AttendanceEntry.CheckIn(Given.Noon.AddHours(1)), Opening, Given.Noon.AddHours(1)).Now.ShouldBe(first);
        RecordingAttendance.Decide(first, new AttendanceEntry.CheckOut(Given.Noon.AddMinutes(90.7)), Opening, Given.Noon.AddHours(2)).Now!.Minutes.ShouldBe(90);
    }

    [Fact]
    public void What_cannot_be_is_refused_with_the_field()
    {
        var present = new AttendanceFact(Presence.Present, Given.Noon, null, null);
        string? Field(AttendanceFact? was, AttendanceEntry entry, double hours = 0) => RecordingAttendance.Decide(was, entry, Opening, Given.Noon.AddHours(hours)).Problem?.Field;

        Field(null, new AttendanceEntry.CheckIn(Given.Noon.AddMinutes(6))).ShouldBe("At");
        Field(null, new AttendanceEntry.CheckIn(Given.Noon.AddHours(-25))).ShouldBe("At");
        Field(null, new AttendanceEntry.CheckOut(Given.Noon)).ShouldBe("Entry");
        Field(present, new AttendanceEntry.CheckOut(Given.Noon.AddMinutes(-1))).ShouldBe("At");
        Field(null, new AttendanceEntry.NoShow(), hours: -1).ShouldBe("Entry");
        Field(present, new AttendanceEntry.NoShow()).ShouldBe("Entry");
        Field(present, new AttendanceEntry.Correct(present, " ")).ShouldBe("Reason");
        Field(present, new AttendanceEntry.Correct(present with { Minutes = -1 }, "x")).ShouldBe("Minutes");
        Field(present, new AttendanceEntry.Correct(present with { Presence = Presence.Absent }, "x")).ShouldBe("Presence");
        Field(present, new AttendanceEntry.Correct(present with { CheckedOut = Given.Noon.AddHours(-1) }, "x")).ShouldBe("CheckedOut");
        Field(new AttendanceFact(Presence.Absent, null, null, null), new AttendanceEntry.CheckIn(Given.Noon)).ShouldBeNull();
    }
}
