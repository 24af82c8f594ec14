using CsCheck;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Certificates;

namespace Kenmin.SportsVolunteers.Tests.Certificates;

/// <summary>What may be certified, and what is worth thanks.</summary>
public sealed class CertifiedHoursTests
{
    private static readonly DateTimeOffset Now = new(2026, 10, 10, 3, 0, 0, TimeSpan.Zero);

    private static SignUpView SignUp(DateTimeOffset starts, AttendanceFact? attendance, SignUpState state = SignUpState.Confirmed)
    {
        var id = Guid.NewGuid();
        return new(id, Guid.Empty, state, null, null, null, null, false, starts, starts, attendance,
            new(id, LocalizedText.Same("受付"), starts, starts.AddHours(3), FiscalYear.Of(starts)));
    }

    private static AttendanceFact Present(int? minutes) => new(Presence.Present, null, null, minutes);

    [Fact]
    public void Hours_of_those_shifts_count_at_which_the_person_was_there()
    {
        var hours = CertifiedHours.Of(
            [SignUp(Now.AddDays(-3), Present(60)), SignUp(Now.AddDays(-2), Present(90)), SignUp(Now.AddDays(-1), new(Presence.Absent, null, null, null)),
             SignUp(Now.AddDays(2), null, SignUpState.Cancelled), SignUp(Now.AddDays(-4), null)], Now);
        hours.ShouldBe(new CertifiedHours(new(2026, 10, 7), new(2026, 10, 8), 2, 150));
    }

    [Fact]
    public void Nothing_is_certified_while_a_time_is_missing_or_a_shift_is_to_come()
    {
        CertifiedHours.Of([], Now).ShouldBeNull();
        CertifiedHours.Of([SignUp(Now.AddDays(-1), Present(0))], Now).ShouldBeNull();
        CertifiedHours.Of([SignUp(Now.AddDays(-2), Present(60)), SignUp(Now.AddDays(-1), Present(null))], Now).ShouldBeNull();
        CertifiedHours.Of([SignUp(Now.AddDays(-2), Present(60)), SignUp(Now.AddDays(1), null)], Now).ShouldBeNull();
    }

    [Fact]
    public void Milestones_are_reached_once_and_in_the_order_of_the_hours() =>
        Gen.Int[0, 600].List[0, 200].Sample(minutes =>
        {
            var signUps = minutes.Select((m, i) => SignUp(Now.AddDays(i * 7 - 3000), Present(m))).ToList();
            var reached = Milestones.Of(signUps);
            reached.Select(m => m.Name).ShouldBeUnique();
            reached.Select(m => m.On).ShouldBe(reached.Select(m => m.On).OrderDescending());
            var total = minutes.Sum(m => (long)m);
            reached.Count(m => m.Name.En.EndsWith("hours", StringComparison.Ordinal)).ShouldBe(new[] { 10, 50, 100, 200, 500, 1000 }.Count(h => h * 60 <= total));
            Milestones.Next(total)?.MinutesLeft.ShouldBeGreaterThan(0);
        }, iter: 100);

    [Fact]
    public void A_year_is_thanked_for_when_the_person_is_there_again_after_it()
    {
        var start = new DateTimeOffset(2020, 5, 3, 0, 0, 0, TimeSpan.Zero);
        Milestones.Of([SignUp(start, Present(60)), SignUp(start.AddMonths(11), Present(60))]).ShouldBeEmpty();
        Milestones.Of([SignUp(start, Present(60)), SignUp(start.AddYears(5), Present(60))]).Select(m => m.Name.Ja).ShouldBe(["活動5年", "活動3年", "活動1年"]);
    }
}
