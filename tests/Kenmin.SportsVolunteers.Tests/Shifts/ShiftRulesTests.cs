using CsCheck;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Shifts.ImportPlan;
using Kenmin.SportsVolunteers.Shifts.ManageEvents;
using Kenmin.SportsVolunteers.Shifts.Terms;
using Kenmin.SportsVolunteers.Volunteers;

namespace Kenmin.SportsVolunteers.Tests.Shifts;

public sealed class ShiftRulesTests
{
    private static readonly Venue Hall = new() { Id = Guid.NewGuid(), Name = "見本会館" };

    private static Shift On(DateOnly day, TimeOnly start, TimeSpan end)
    {
        var shift = new Shift { Id = Guid.NewGuid(), EventId = Guid.NewGuid(), VenueId = Hall.Id, Role = "受付" };
        shift.SetTime(day, start, end);
        return shift;
    }

    [Fact]
    public void A_shift_until_midnight_ends_on_its_own_day_and_counts_for_that_days_fiscal_year()
    {
        var shift = On(new(2027, 3, 31), new(20, 0), TimeSpan.FromHours(24));
        shift.Length.ShouldBe(TimeSpan.FromHours(4));
        shift.FiscalYear.ShouldBe(new FiscalYear(2026));
        ShiftWords.Hours(shift).ShouldEndWith("24:00");
    }

    [Fact]
    public void Sign_up_closes_at_the_end_of_the_day_that_lies_so_many_days_before()
    {
        var shift = On(new(2026, 11, 8), new(9, 0), TimeSpan.FromHours(12));
        ShiftTerms.Of(shift, new() { SignUpClosesDaysBefore = 3 }, Hall, 5).SignUpCloses.ShouldBe(JapanTime.StartOf(new(2026, 11, 6)));
        ShiftTerms.Of(shift, new(), Hall, 5).SignUpCloses.ShouldBeNull();
    }

    [Fact]
    public void The_terms_of_any_rules_of_an_event_are_terms_that_the_engine_takes() => Gen.Select(
        Gen.Int[0, 60], Gen.Int[0, 336], Gen.Int[-400, 400], Gen.Int[0, 23], Gen.Int[1, 24]).Sample((closes, offer, from, start, length) =>
    {
        var day = new DateOnly(2026, 11, 8);
        var shift = On(day, new(start, 0), TimeSpan.FromHours(Math.Min(24, start + length)));
        ShiftTerms.Of(shift, new() { SignUpFrom = day.AddDays(from), SignUpClosesDaysBefore = closes, OfferHours = offer }, Hall, 1).Problems().ShouldBeEmpty();
    });

    [Fact]
    public void Any_name_of_a_qualification_has_a_key_that_the_engine_takes() =>
        Gen.String.Where(name => !string.IsNullOrWhiteSpace(name)).Sample(name => ParticipantFacts.IsKey(Qualification.KeyOf(name)).ShouldBeTrue());

    [Theory]
    [InlineData("１２人", 12)]
    [InlineData(" 8 ", 8)]
    public void Numbers_are_read_in_any_width(string text, int number) => ShiftPlanColumns.Number(text, 1, 100, "8").Value.ShouldBe(number);

    [Theory]
    [InlineData("十八")]
    [InlineData("8.5")]
    [InlineData("-3")]
    [InlineData("0")]
    [InlineData("")]
    public void What_is_no_number_in_range_is_refused_with_an_example_or_the_range(string text) => ShiftPlanColumns.Number(text, 1, 100, "8").IsOk.ShouldBeFalse();

    [Theory]
    [InlineData("2008-11-02", 1)]
    [InlineData("2008-11-03", 0)]
    public void The_age_class_of_the_report_goes_by_the_law_on_counting_ages(string born, int ageClass) =>
        EventReports.AgeClass(new Volunteer { BirthDate = DateOnly.Parse(born, System.Globalization.CultureInfo.InvariantCulture) }, new(2026, 11, 1)).ShouldBe(ageClass);
}
