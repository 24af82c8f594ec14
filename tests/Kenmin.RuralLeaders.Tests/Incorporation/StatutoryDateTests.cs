using CsCheck;
using Kenmin.RuralLeaders.Incorporation;

namespace Kenmin.RuralLeaders.Tests.Incorporation;

/// <summary>Periods of the Civil Code, and what follows from what happened.</summary>
public sealed class StatutoryDateTests
{
    private static readonly DateOnly Today = new(2027, 12, 1);

    private static readonly Gen<DateOnly> Day = Gen.Int[new DateOnly(2024, 1, 1).DayNumber, new DateOnly(2027, 12, 31).DayNumber].Select(DateOnly.FromDayNumber);

    [Theory]
    // Two weeks: the day itself is not counted.
    [InlineData("2026-06-01", 2, 0, "2026-06-15")]
    [InlineData("2024-02-20", 2, 0, "2024-03-05")]
    // Months by the calendar; from a month's end to a month's end, also where the day is missing.
    [InlineData("2026-01-15", 0, 1, "2026-02-15")]
    [InlineData("2026-01-31", 0, 1, "2026-02-28")]
    [InlineData("2026-01-30", 0, 1, "2026-02-28")]
    [InlineData("2026-01-29", 0, 1, "2026-02-28")]
    [InlineData("2024-01-30", 0, 1, "2024-02-29")]
    [InlineData("2026-02-28", 0, 1, "2026-03-31")]
    [InlineData("2026-12-31", 0, 2, "2027-02-28")]
    [InlineData("2026-06-15", 0, 6, "2026-12-15")]
    public void A_period_ends_as_the_civil_code_says(string happened, int weeks, int months, string end) =>
        new CivilPeriod(weeks, months).EndAfter(DateOnly.Parse(happened, null)).ShouldBe(DateOnly.Parse(end, null));

    [Theory]
    [InlineData("2026-06-12", "2026-06-12")]
    [InlineData("2026-06-13", "2026-06-15")] // Saturday
    [InlineData("2026-05-03", "2026-05-07")] // Golden Week
    [InlineData("2026-12-29", "2027-01-04")] // the turn of the year
    public void A_last_day_on_which_offices_are_closed_gives_way_to_the_next(string day, string open) => CivilPeriod.OpenOn(DateOnly.Parse(day, null)).ShouldBe(DateOnly.Parse(open, null));

    [Fact]
    public void Of_a_later_day_no_period_ends_earlier_and_none_is_shorter_than_its_weeks_or_longer_than_its_months() =>
        Gen.Select(Day, Gen.Int[1, 8], Gen.Int[1, 12]).Sample((day, weeks, months) =>
        {
            new CivilPeriod(Weeks: weeks).EndAfter(day).DayNumber.ShouldBe(day.DayNumber + 7 * weeks);
            var end = new CivilPeriod(Months: months).EndAfter(day);
            end.ShouldBeGreaterThan(day);
            // It ends in the month so many on; on the same day, or where the next day is missing at the month's end.
            (end.Year * 12 + end.Month).ShouldBe(day.Year * 12 + day.Month + months);
            if (end.Day != day.Day) end.AddDays(1).Day.ShouldBe(1);
            new CivilPeriod(Months: months).EndAfter(day.AddDays(1)).ShouldBeGreaterThanOrEqualTo(end);
            CivilPeriod.OpenOn(end).ShouldBeGreaterThanOrEqualTo(end);
            CivilPeriod.OpenOn(CivilPeriod.OpenOn(end)).ShouldBe(CivilPeriod.OpenOn(end));
        });

    [Theory]
    [InlineData("2011-05-10", "2011-07-10", null)]
    [InlineData("2016-05-10", "2016-07-10", "2016-06-10")]
    [InlineData("2021-06-08", "2021-07-08", "2021-06-22")]
    [InlineData("2021-06-09", "2021-06-23", "2021-06-16")]
    public void An_application_goes_by_the_rules_of_its_day(string received, string inspection, string? correction)
    {
        var found = Reached(DateOnly.Parse(received, null), StepKey.Application);
        found.DueOf(StepKey.Inspection).ShouldBe(new StepDue(DateOnly.Parse(inspection, null), true, true));
        found.CorrectionUntil.ShouldBe(correction is null ? null : DateOnly.Parse(correction, null));
    }

    [Fact]
    public void The_whole_way_by_an_example()
    {
        var found = Reached(new(2026, 4, 1), StepKey.Application);
        found.DueOf(StepKey.Certification)!.Value.ShouldBe(new(new(2026, 6, 15), true, true), "two weeks until 15 April, then two months");
        (found.Of(StepKey.Inspection).DoneOn, found.Of(StepKey.Certification).DoneOn) = (new(2026, 4, 15), new(2026, 4, 22));
        found.DueOf(StepKey.Certification).ShouldBeNull("it is done");
        found.DueOf(StepKey.Registration)!.Value.ShouldBe(new(new(2026, 5, 7), true), "two weeks end on 6 May, which is a holiday");
        found.WithdrawalFrom.ShouldBe(new DateOnly(2026, 10, 22));
        found.Of(StepKey.Registration).PlannedOn = new(2026, 4, 30);
        found.DueOf(StepKey.Registration)!.Value.ShouldBe(new(new(2026, 4, 30), false), "the members want to be earlier");
        found.Of(StepKey.Registration).PlannedOn = new(2026, 6, 30);
        found.DueOf(StepKey.Registration)!.Value.On.ShouldBe(new(2026, 5, 7), "the law does not wait for their plan");
        found.Overdue(new(2026, 5, 8)).ShouldBe([StepKey.Registration]);
        found.Of(StepKey.Registration).DoneOn = new(2026, 5, 7);
        (found.WithdrawalFrom, found.DueOf(StepKey.Notification)!.Value.Statutory).ShouldBe((null, false));
    }

    [Fact]
    public void However_days_are_entered_and_taken_back_what_happened_stays_in_order_and_not_in_the_future() =>
        Gen.Select(Gen.Enum<StepKey>(), Gen.OneOf(Day.Select(d => (DateOnly?)d), Gen.Const((DateOnly?)null))).List[1, 60].Sample(entries =>
        {
            IncorporationCase found = new();
            foreach (var (step, on) in entries)
            {
                if (IncorporationRules.Against(found, step, on, Today) is null) found.Of(step).DoneOn = on;
                var days = found.Steps.Select(s => s.DoneOn).ToList();
                days.SkipWhile(d => d is not null).ShouldAllBe(d => d == null, "no step is left out");
                days.OfType<DateOnly>().ShouldBeInOrder();
                days.OfType<DateOnly>().ShouldAllBe(d => d <= Today);
                // Nothing that the law sets a day for is forgotten: the step after the last one that was done has a day.
                if (found.Steps.FirstOrDefault(s => s.DoneOn is null)?.Key is { } next and > StepKey.Application and not StepKey.Afterwards) found.DueOf(next).ShouldNotBeNull();
            }
        });

    [Fact]
    public void What_the_law_asks_is_said_as_long_as_it_is_missing()
    {
        IncorporationCase found = new();
        IncorporationRules.Missing(found).Count().ShouldBe(4);
        (found.Fields, found.Members, found.Directors, found.Auditors) = ([5], 10, 3, 1);
        IncorporationRules.Missing(found).ShouldBeEmpty();
        found.PaidOfficers = 2;
        IncorporationRules.Missing(found).ShouldHaveSingleItem().Ja.ShouldContain("3 分の 1");
        ActivityField.All.Select(f => f.Number).ShouldBe(Enumerable.Range(1, 20));
        ActivityField.All[4].Name.Ja.ShouldContain("中山間地域");
        StepRule.All.Select(r => r.Key).ShouldBe(Enum.GetValues<StepKey>());
    }

    private static IncorporationCase Reached(DateOnly on, StepKey last)
    {
        IncorporationCase found = new();
        foreach (var step in found.Steps.Where(s => s.Key <= last)) step.DoneOn = on;
        return found;
    }
}
