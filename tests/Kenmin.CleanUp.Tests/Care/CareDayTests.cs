using CsCheck;
using Kenmin.CleanUp.Care;

namespace Kenmin.CleanUp.Tests.Care;

/// <summary>When a clean-up is due, and what a leader is told on which day.</summary>
public sealed class CareDayTests
{
    private static readonly CareRules Rules = CareRules.Default("352039");

    private static readonly Gen<Adoption> Adoptions =
        from per in Gen.Bool
        from times in Gen.Int[1, 10]
        from begin in Gen.Int[0, 1_000]
        from length in Gen.Int[1, 2_000]
        from last in Gen.Int[-1, 900]
        from reminders in Gen.Bool
        from renewal in Gen.Int[0, 3]
        select Make(per, times, begin, length, last, reminders, renewal == 0);

    [Fact]
    public void A_year_or_a_month_is_divided_evenly()
    {
        DateOnly day = new(2026, 1, 31);
        new CareFrequency(1, CarePer.Month).NextAfter(day).ShouldBe(new(2026, 2, 28), "the last day of a short month");
        new CareFrequency(2, CarePer.Month).NextAfter(day).ShouldBe(day.AddDays(15));
        new CareFrequency(1, CarePer.Year).NextAfter(new(2024, 2, 29)).ShouldBe(new(2025, 2, 28));
        new CareFrequency(4, CarePer.Year).NextAfter(day).ShouldBe(new(2026, 4, 30));
        new CareFrequency(5, CarePer.Year).NextAfter(day).ShouldBe(day.AddDays(73));
    }

    [Fact]
    public void Whatever_was_agreed_a_day_is_looked_at_once_and_each_fact_is_told_once() => Adoptions.Sample(adoption =>
    {
        var told = new HashSet<(string, DateOnly)>();
        var first = adoption.From;
        for (var day = first; day < adoption.Until.AddDays(40) && adoption.LookOn is not null; day = day.AddDays(1))
        {
            if (adoption.LookOn > day) continue;
            foreach (var fact in adoption.Look(day, Rules)) told.Add((fact.Fact, fact.Day)).ShouldBeTrue($"{fact.Fact} of {fact.Day} was told twice");
            if (adoption.LookOn is { } next) next.ShouldBeGreaterThan(day);
        }

        // Without a renewal every agreement ends by itself, and is told of before.
        if (adoption.RenewalAsked is null)
        {
            adoption.State.ShouldBe(AdoptionState.Ended);
            adoption.EndedOn.ShouldBe(adoption.Until);
            told.ShouldContain(("ends", adoption.Until));
            told.ShouldContain(("over", adoption.Until));
        }
        else
        {
            adoption.State.ShouldBe(AdoptionState.Agreed, "staff have to decide about the renewal");
        }

        if (!adoption.Reminders) told.ShouldNotContain(t => t.Item1 == "due" || t.Item1 == "overdue");
    });

    [Fact]
    public void Years_are_full_years()
    {
        Adoption adoption = new() { From = new(2021, 6, 11), Until = new(2030, 3, 31) };
        adoption.Years(new(2026, 6, 10)).ShouldBe(4);
        adoption.Years(new(2026, 6, 11)).ShouldBe(5);
        adoption.EndedOn = new(2023, 1, 1);
        adoption.Years(new(2026, 6, 11)).ShouldBe(1, "nothing is added after the end");
    }

    [Fact]
    public void What_was_thanked_for_is_not_due_again()
    {
        CareThanks given = new() { For = ThanksFor.Years, Number = 5 };
        ThanksDue.Of(11, 60, Rules, [given]).ShouldBe([(ThanksFor.Years, 10), (ThanksFor.Times, 50)]);
    }

    private static Adoption Make(bool perMonth, int times, int from, int length, int last, bool reminders, bool renewal)
    {
        var begin = new DateOnly(2024, 4, 1).AddDays(from);
        Adoption adoption = new()
        {
            Frequency = new(times, perMonth ? CarePer.Month : CarePer.Year), From = begin, Until = begin.AddDays(length), Reminders = reminders, State = AdoptionState.Agreed,
            RenewalAsked = renewal ? begin.AddDays(length + 365) : null,
        };
        adoption.Follow(last < 0 ? null : begin.AddDays(last), Rules);
        return adoption;
    }
}
