using CsCheck;
using Kenmin.RuralLeaders.Plans;

namespace Kenmin.RuralLeaders.Tests.Plans;

/// <summary>Versions beside each other, and actions that go from state to state.</summary>
public sealed class PlanRuleTests
{
    // Few different lines, so that much is the same.
    private static readonly Gen<string> Text = Gen.OneOf(Gen.Const("草刈り"), Gen.Const("祭り"), Gen.Const("空き家"), Gen.Const(""), Gen.Const("雪かき")).List[0, 25].Select(l => string.Join('\n', l));

    [Fact]
    public void Compared_lines_give_back_both_versions_whatever_they_say() =>
        Gen.Select(Text, Text).Sample((former, later) =>
        {
            var lines = PlanComparison.Of(former, later);
            string.Join('\n', lines.Where(l => l.Change != LineChange.New).Select(l => l.Text)).ShouldBe(former);
            string.Join('\n', lines.Where(l => l.Change != LineChange.Gone).Select(l => l.Text)).ShouldBe(later);
            if (former == later) lines.ShouldAllBe(l => l.Change == LineChange.Same);
        });

    [Fact]
    public void As_many_lines_as_possible_are_found_in_both() =>
        Gen.Select(Gen.OneOf(Gen.Const("あ"), Gen.Const("い"), Gen.Const("う")).List[1, 7], Gen.OneOf(Gen.Const("あ"), Gen.Const("い"), Gen.Const("う")).List[1, 7]).Sample((former, later) =>
            PlanComparison.Of(string.Join('\n', former), string.Join('\n', later)).Count(l => l.Change == LineChange.Same).ShouldBe(Longest(former, later)));

    [Fact]
    public void Line_ends_of_another_system_are_no_change() => PlanComparison.Of("一\r\n二", "一\n二").ShouldAllBe(l => l.Change == LineChange.Same);

    [Fact]
    public void However_an_action_goes_from_state_to_state_every_step_stays_and_the_last_is_where_it_stands() =>
        Gen.Enum<ActionState>().List[0, 40].Sample(states =>
        {
            var day = new DateOnly(2026, 6, 1);
            PlanAction action = new(Guid.CreateVersion7(), "すること", null, "", day, ActionState.Open, [new(ActionState.Open, day, "", new(null, ""))], DueReminder.None);
            foreach (var (to, i) in states.Select((s, i) => (s, i)))
            {
                var before = action.Steps;
                action = action.Move(to, day.AddDays(i), "", new(null, ""));
                action.Steps.Take(before.Count).ShouldBe(before);
                (action.Steps.Count, action.State, action.Steps[^1].To).ShouldBe((before.Count + 1, to, to));
            }

            action.IsOverdue(day.AddDays(1)).ShouldBe(action.State is ActionState.Open or ActionState.UnderWay, "what is done or dropped is not overdue");
            action.IsOverdue(day).ShouldBeFalse("on its day it is not overdue yet");
        });

    [Fact]
    public void A_look_back_is_due_a_year_after_the_latest_adoption_or_look_back()
    {
        VillagePlan plan = new();
        plan.SetReviewDue();
        plan.ReviewDueOn.ShouldBeNull("nothing was adopted");
        plan.AdoptedOn = new(2024, 2, 29);
        plan.SetReviewDue();
        plan.ReviewDueOn.ShouldBe(new(2025, 2, 28));
        plan.Reviews.Add(new(2024, "", "", new(2025, 3, 10), new(null, "")));
        plan.SetReviewDue();
        plan.ReviewDueOn.ShouldBe(new(2026, 3, 10));
    }

    // All ways to leave lines out, tried one by one.
    private static int Longest(IReadOnlyList<string> a, IReadOnlyList<string> b) =>
        Enumerable.Range(0, 1 << a.Count).Select(chosen => a.Where((_, i) => (chosen >> i & 1) == 1).ToList()).Where(part => IsIn(part, b)).Max(part => part.Count);

    private static bool IsIn(List<string> part, IReadOnlyList<string> all)
    {
        var at = 0;
        foreach (var line in all)
            if (at < part.Count && part[at] == line) at++;
        return at == part.Count;
    }
}
