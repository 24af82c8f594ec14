using CsCheck;
using Kenmin.RuralLeaders.Leaders;

namespace Kenmin.RuralLeaders.Tests.Leaders;

/// <summary>Terms of a registration: no gap, no overlap, no way back.</summary>
public sealed class LeaderRegistrationTests
{
    private static readonly Guid Course = Guid.CreateVersion7();
    private static readonly Gen<DateOnly> Days = Gen.Int[0, 20_000].Select(d => new DateOnly(2004, 1, 1).AddDays(d));

    [Fact]
    public void Three_years_end_the_day_before_the_same_day() =>
        LeaderRegistration.Begin(Course, new(2026, 6, 10), 3, null).ExpiresOn.ShouldBe(new(2029, 6, 9));

    [Fact]
    public void Who_registers_on_a_leap_day_loses_no_term() =>
        LeaderRegistration.Begin(Course, new(2028, 2, 29), 1, null).ShouldSatisfyAllConditions(
            r => r.ExpiresOn.ShouldBe(new(2029, 2, 27)), r => r.Renew(new(2029, 2, 27), 1).ExpiresOn.ShouldBe(new(2030, 2, 27)));

    [Fact]
    public void On_any_day_a_registration_is_in_force_then_lapsed_then_over_in_this_order() => Gen.Select(Days, Gen.Int[1, 10]).Sample((day, years) =>
    {
        var registration = LeaderRegistration.Begin(Course, day, years, null);
        registration.StateOn(registration.ExpiresOn).ShouldBe(LeaderState.Active);
        registration.StateOn(registration.ExpiresOn.AddDays(1)).ShouldBe(LeaderState.Lapsed);
        registration.StateOn(registration.RenewalCloses).ShouldBe(LeaderState.Lapsed);
        registration.StateOn(registration.RenewalCloses.AddDays(1)).ShouldBe(LeaderState.Ended);
        (registration with { EndedOn = day }).StateOn(day).ShouldBe(LeaderState.Ended);
        registration.IsRenewable(registration.RenewalOpens.AddDays(-1)).ShouldBeFalse();
        registration.IsRenewable(registration.RenewalCloses.AddDays(1)).ShouldBeFalse();
    });

    [Fact]
    public void A_renewal_follows_without_gap_or_overlap_and_cannot_be_made_again_at_once() => Gen.Select(Days, Gen.Int[1, 10], Gen.Int[0, 1000]).Sample((day, years, when) =>
    {
        var registration = LeaderRegistration.Begin(Course, day, years, null) with { Reminded = LeaderReminder.Soon };
        var days = registration.RenewalCloses.DayNumber - registration.RenewalOpens.DayNumber + 1;
        var today = registration.RenewalOpens.AddDays(when % days);
        var next = registration.Renew(today, years);
        var begins = today > registration.ExpiresOn ? today : registration.ExpiresOn.AddDays(1);
        next.ExpiresOn.AddDays(1).ShouldBe(begins.AddYears(years));
        next.StateOn(today).ShouldBe(LeaderState.Active);
        (next.Terms, next.RegisteredOn, next.Reminded, next.CountsFrom).ShouldBe((2, day, LeaderReminder.None, today.AddDays(1)));
        // With a term of a year and more than half a year's notice the next one never opens on the same day.
        next.IsRenewable(today).ShouldBeFalse();
    });

    [Fact]
    public void Each_reminder_is_due_once_and_never_after_a_later_one() => Gen.Select(Days, Gen.Int[1, 10], Gen.Int[1, 40]).Sample((day, years, step) =>
    {
        var registration = LeaderRegistration.Begin(Course, day, years, null);
        List<LeaderReminder> given = [];
        for (var at = day; at <= registration.RenewalCloses.AddDays(50); at = at.AddDays(step))
            if (registration.DueOn(at) is { } due)
            {
                given.Add(due);
                registration = registration with { Reminded = due };
            }

        given.ShouldBe(given.Distinct().Order());
        given.ShouldContain(LeaderReminder.Lapsed);
        if (step < LeaderRegistration.SoonDaysBefore) given.ShouldBe([LeaderReminder.Opens, LeaderReminder.Soon, LeaderReminder.Lapsed]);
    });
}
