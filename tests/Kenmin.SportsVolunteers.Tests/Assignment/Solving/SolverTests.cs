using CsCheck;
using Kenmin.SportsVolunteers.Assignment.Solving;

namespace Kenmin.SportsVolunteers.Tests.Assignment.Solving;

public sealed class SolverTests
{
    private static List<(int, int)> Placed(Proposal proposal) => [.. proposal.Placements.Select(p => (p.Person, p.Shift))];

    [Fact]
    public void Every_proposal_obeys_every_rule_and_is_worth_no_more_than_the_bound() => Cases.Of(people: 40, shifts: 20, days: 6).Sample(
        problem =>
        {
            var proposal = Solver.Solve(problem);
            Cases.Broken(problem, Placed(proposal)).ShouldBeEmpty();
            proposal.Worth.ShouldBe(Cases.WorthOf(problem, Placed(proposal)));
            proposal.Worth.ShouldBeLessThanOrEqualTo(proposal.Bound);
            foreach (var (person, shift) in problem.Pinned)
                (Placed(proposal).Contains((person, shift)) || proposal.PinsNotKept.Any(p => (p.Person, p.Shift) == (person, shift))).ShouldBeTrue();
            foreach (var gap in proposal.Gaps)
                gap.Missing.ShouldBe(problem.Shifts[gap.Shift].Places - proposal.Placements.Count(p => p.Shift == gap.Shift));
            proposal.Unplaced.Select(u => u.Person).ShouldBe(Enumerable.Range(0, problem.People.Count).Except(proposal.Placements.Select(p => p.Person)), ignoreOrder: true);
        },
        iter: 60, threads: 1);

    [Fact]
    public void On_small_events_it_is_as_good_as_trying_everything() => Cases.Of(people: 4, shifts: 4, days: 3).Sample(
        problem =>
        {
            var proposal = Solver.Solve(problem);
            var pinned = problem.Pinned.Where(p => proposal.PinsNotKept.All(n => (n.Person, n.Shift) != p)).ToList();
            proposal.Proved.ShouldBeTrue();
            proposal.Worth.ShouldBe(Cases.Best(problem, pinned));
        },
        iter: 80, threads: 1);

    [Fact]
    public void A_large_event_obeys_every_rule_and_the_same_problem_gives_the_same_proposal()
    {
        var problem = Cases.Make(3_000, 150, 8, new Random(7));
        problem = problem with { Shifts = [.. problem.Shifts.Select(s => s with { Places = s.Places * 10, Mix = [.. s.Mix.Select(m => m with { Without = m.Without * 10 })] })], Pinned = [] };
        var (one, other) = (Solver.Solve(problem, effort: 5), Solver.Solve(problem, effort: 5));
        Cases.Broken(problem, Placed(one)).ShouldBeEmpty();
        Placed(other).ShouldBe(Placed(one));
        one.GapToBound.ShouldBeLessThan(0.1);
        one.Proved.ShouldBeFalse();
    }

    [Fact]
    public void Those_who_serve_together_take_no_places_that_are_worth_more_to_others()
    {
        // As many places as people who serve alone and have had few hours; beside them teams who have had more.
        var shifts = Enumerable.Range(0, 40).Select(i => new SolvingShift { Time = new(i, (i * 1440) + 540, (i * 1440) + 720), Clock = (540, 720), Places = 10 }).ToList();
        var people = Enumerable.Range(0, 640).Select(i => new SolvingPerson { Born = 5_000, Most = 2, HoursThisYear = i < 400 ? 0 : 10 }).ToList();
        int[][] units = [.. Enumerable.Range(0, 400).Select(i => new[] { i }), .. Enumerable.Range(100, 60).Select(i => Enumerable.Range(i * 4, 4).ToArray())];
        var proposal = Solver.Solve(new(shifts, people, units, [], new()), effort: 1);
        proposal.Placements.Count.ShouldBe(400);
        proposal.GapToBound.ShouldBeLessThan(0.005);

        // With twice the places there is room for all, and a team is together wherever it is.
        var roomy = Solver.Solve(new([.. shifts.Select(s => s with { Places = 20 })], people, units, [], new()), effort: 1);
        roomy.Placements.Select(p => p.Person).Distinct().Count().ShouldBe(640);
        units.ShouldAllBe(u => u.Select(person => string.Join(' ', roomy.Placements.Where(p => p.Person == person).Select(p => p.Shift).Order())).Distinct().Count() == 1);
        roomy.GapToBound.ShouldBeLessThan(0.005);
    }

    [Fact]
    public void A_second_run_moves_few_where_little_changed()
    {
        var problem = Cases.Make(400, 40, 6, new Random(3)) with { Pinned = [] };
        var first = Solver.Solve(problem, effort: 3);
        var before = first.Placements.ToLookup(p => p.Person, p => p.Shift);
        var (person, shift) = (first.Placements[0].Person, first.Placements[0].Shift);
        var again = problem with
        {
            People = [.. problem.People.Select((p, i) => p with { Before = [.. before[i]], Forbidden = i == person ? [.. p.Forbidden, shift] : p.Forbidden })],
        };
        var second = Solver.Solve(again, effort: 3);
        Placed(second).ShouldNotContain((person, shift));
        var moved = Placed(first).Except(Placed(second)).Count();
        moved.ShouldBeLessThanOrEqualTo(Math.Max(6, first.Placements.Count / 20));
    }

    [Fact]
    public void Stopped_at_once_it_still_gives_a_proposal_that_obeys_the_rules()
    {
        var problem = Cases.Make(3_000, 60, 6, new Random(5)) with { Pinned = [] };
        using var stop = new CancellationTokenSource();
        var proposal = Solver.Solve(problem, progress: (step, _) =>
        {
            if (step == SolvingStep.Improving) stop.Cancel();
        }, stop: stop.Token);
        Cases.Broken(problem, Placed(proposal)).ShouldBeEmpty();
        proposal.Stopped.ShouldBeTrue();
        proposal.Placements.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_place_that_is_kept_for_a_skill_stays_free_and_says_why()
    {
        var shift = new SolvingShift { Time = new(0, 540, 720), Places = 3, Clock = (540, 720), Mix = [new(0, 1)] };
        var people = Enumerable.Range(0, 4).Select(i => new SolvingPerson { Skills = i == 0 ? 1UL : 0, Born = 5_000 }).ToList();
        var proposal = Solver.Solve(new([shift], people, [[0], [1], [2], [3]], [], new()));
        proposal.Placements.Count.ShouldBe(2);
        proposal.Placements.Single(p => p.Person == 0).Why.HasFlag(Merits.Skill).ShouldBeTrue();
        var gap = proposal.Gaps.Single();
        (gap.Missing, gap.People.Single()).ShouldBe((1, (Obstacle.MixKept, 2)));
    }
}
