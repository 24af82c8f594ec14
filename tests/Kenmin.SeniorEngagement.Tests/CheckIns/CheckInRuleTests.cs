using CsCheck;
using Kenmin.SeniorEngagement.CheckIns;

namespace Kenmin.SeniorEngagement.Tests.CheckIns;

/// <summary>Who usually comes and was not seen, by a rule that anybody can follow with a calendar.</summary>
public sealed class CheckInRuleTests
{
    private static readonly DateOnly Today = new(2026, 6, 10);
    private static readonly CheckInSettings Rule = new();

    [Fact]
    public void Who_came_to_three_of_four_meetings_and_missed_the_next_is_not_seen_after_two_weeks()
    {
        Occasion[] meetings = [Was(-70), Missed(-56), Was(-42), Was(-28), Missed(-14)];
        Unseen(meetings, []).ShouldBe(Today.AddDays(-28));
        // One who comes now and then is not looked for.
        Unseen([Was(-70), Missed(-56), Missed(-42), Was(-28), Missed(-14)], []).ShouldBeNull();
        // Who was somewhere else meanwhile is seen.
        Unseen(meetings, [Today.AddDays(-3)]).ShouldBeNull();
        // Nothing was missed: there was no meeting.
        Unseen([Was(-70), Was(-56), Was(-42), Was(-28)], []).ShouldBeNull();
        // Who said beforehand that they do not come is not missed.
        Unseen([Was(-70), Was(-56), Was(-42), Was(-28), new(Today.AddDays(-14), false, Excused: true)], []).ShouldBeNull();
    }

    [Fact]
    public void Who_took_part_in_three_of_four_weeks_and_then_nowhere_for_two_is_not_seen()
    {
        DateOnly[] weekly = [Today.AddDays(-35), Today.AddDays(-28), Today.AddDays(-21), Today.AddDays(-14)];
        Unseen([], weekly).ShouldBe(Today.AddDays(-14));
        Unseen([], [.. weekly, Today.AddDays(-13)]).ShouldBeNull("not long enough");
        Unseen([], [Today.AddDays(-28), Today.AddDays(-14)]).ShouldBeNull("twice in four weeks is not usually");
    }

    [Fact]
    public void Nothing_counts_from_before_the_person_agreed_or_wished_a_pause()
    {
        DateOnly[] weekly = [Today.AddDays(-42), Today.AddDays(-35), Today.AddDays(-28)];
        Unseen([], weekly).ShouldBe(Today.AddDays(-28));
        CheckInRule.Unseen(Rule, [], weekly, Today.AddDays(-13), Today).ShouldBeNull();
        CheckInRule.Unseen(Rule, [], weekly, Today.AddDays(-14), Today).ShouldBe(Today.AddDays(-28));
        CheckInRule.Unseen(Rule, [], [], Today.AddDays(-100), Today).ShouldBeNull("who was never seen does not usually come");
    }

    [Fact]
    public void Whoever_was_seen_within_the_days_of_the_rule_is_never_looked_for_and_only_who_came_often_is()
    {
        var days = Gen.Int[1, 120].Select(d => Today.AddDays(-d)).Array[0, 20];
        var occasions = Gen.Select(Gen.Int[1, 120], Gen.Bool, Gen.Bool).Select((d, there, excused) => new Occasion(Today.AddDays(-d), there, excused)).Array[0, 20];
        Gen.Select(days, occasions, Gen.Int[1, 4], Gen.Int[4, 6], Gen.Int[7, 30]).Sample((seen, meetings, attended, of, quiet) =>
        {
            CheckInSettings rule = new() { Attended = attended, Of = of, QuietDays = quiet };
            DateOnly[] all = [.. seen, .. meetings.Where(m => m.There).Select(m => m.Day)];
            if (CheckInRule.Unseen(rule, meetings, all, Today.AddDays(-300), Today) is not { } last) return;
            last.ShouldBe(all.Max());
            Today.DayNumber.ShouldBeGreaterThanOrEqualTo(last.DayNumber + quiet);
            (all.Distinct().Count() + meetings.Count(m => m.There)).ShouldBeGreaterThanOrEqualTo(attended);
            CheckInRule.Unseen(rule, meetings, [.. all, Today], Today.AddDays(-300), Today).ShouldBeNull();
        });
        new CheckInSettings { Attended = 5, Of = 4 }.Problems().ShouldHaveSingleItem().Key.ShouldBe("attended");
    }

    private static DateOnly? Unseen(IReadOnlyCollection<Occasion> meetings, IReadOnlyCollection<DateOnly> others) =>
        CheckInRule.Unseen(Rule, meetings, [.. others, .. meetings.Where(m => m.There).Select(m => m.Day)], Today.AddDays(-300), Today);

    private static Occasion Was(int days) => new(Today.AddDays(days), true, false);

    private static Occasion Missed(int days) => new(Today.AddDays(days), false, false);
}
