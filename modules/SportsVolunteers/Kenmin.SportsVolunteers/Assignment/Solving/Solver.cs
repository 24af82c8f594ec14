namespace Kenmin.SportsVolunteers.Assignment.Solving;

/// <summary>How far a run is.</summary>
internal enum SolvingStep
{
    /// <summary>Looks who could have what.</summary>
    Pairing,

    /// <summary>Asks for the bound.</summary>
    Bounding,

    /// <summary>Makes a first proposal.</summary>
    Building,

    /// <summary>Improves it.</summary>
    Improving,
}

/// <summary>A place of the proposal.</summary>
/// <param name="Person">The person.</param>
/// <param name="Shift">The shift.</param>
/// <param name="Why">Why this shift.</param>
internal readonly record struct Placement(int Person, int Shift, Merits Why);

/// <summary>Why a shift has places left.</summary>
/// <param name="Shift">The shift.</param>
/// <param name="Missing">How many places.</param>
/// <param name="People">For each obstacle, how many people it keeps from it, most frequent first.</param>
internal sealed record Gap(int Shift, int Missing, IReadOnlyList<(Obstacle Obstacle, int People)> People);

/// <summary>A proposal.</summary>
/// <param name="Placements">Who has which shift.</param>
/// <param name="Gaps">What stays unfilled and why.</param>
/// <param name="Unplaced">For people without any shift: what keeps them from most of those that could be had.</param>
/// <param name="PinsNotKept">Decisions of staff that break a rule, with the obstacle.</param>
/// <param name="Worth">What it is worth.</param>
/// <param name="Bound">No proposal of the pairs looked at can be worth more.</param>
/// <param name="Proved">Whether it was proved that there is no better one.</param>
/// <param name="Stopped">Whether it was stopped before the end: the best so far.</param>
internal sealed record Proposal(
    IReadOnlyList<Placement> Placements, IReadOnlyList<Gap> Gaps, IReadOnlyList<(int Person, Obstacle Obstacle)> Unplaced,
    IReadOnlyList<(int Person, int Shift, Obstacle Obstacle)> PinsNotKept, long Worth, long Bound, bool Proved, bool Stopped)
{
    /// <summary>How far it may be from the best at most, as a share of the bound.</summary>
    public double GapToBound => Bound <= 0 ? 0 : Math.Max(0, (Bound - Worth) / (double)Bound);
}

/// <summary>
/// Makes the best proposal it finds for all people and shifts at once. Pure: the same problem gives the same proposal on every
/// machine, unless it is stopped on the way.
/// </summary>
/// <remarks>
/// Small events are solved to proof. Large ones: a flow with one node for each person and day gives a proposal that is close to
/// the bound, chains of two moves fill what it left, and a constraint solver improves it around the places that are still free.
/// </remarks>
internal static class Solver
{
    private const int SmallPairs = 3_000;
    private const int Neighbourhood = 90;

    /// <summary>Solves.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="effort">How hard to improve a large proposal: rounds of the constraint solver.</param>
    /// <param name="progress">Told of each step with a share from 0 to 1.</param>
    /// <param name="stop">Ends it with the best so far.</param>
    public static Proposal Solve(Problem problem, int effort = 90, Action<SolvingStep, double>? progress = null, CancellationToken stop = default)
    {
        var plan = new Plan(problem);
        var notKept = Pin(plan);
        progress?.Invoke(SolvingStep.Pairing, 0);
        Candidate[][] pairs;
        try
        {
            pairs = Pairing.Of(plan, stop);
        }
        catch (OperationCanceledException)
        {
            return Report(plan, notKept, plan.Total(), proved: false, stopped: true);
        }

        progress?.Invoke(SolvingStep.Bounding, 0.15);
        AddPinned(plan, pairs);
        var (bound, together) = Flow.Bound(plan, pairs);
        progress?.Invoke(SolvingStep.Building, 0.25);
        Groups(plan, pairs, together);
        for (var layer = 0; layer < problem.Rules.MostPerDay && !stop.IsCancellationRequested; layer++)
        {
            if (Flow.AddLayer(plan, pairs) == 0) break;
            progress?.Invoke(SolvingStep.Building, 0.25 + (0.2 * (layer + 1) / problem.Rules.MostPerDay));
        }

        Greedy(plan, pairs);
        var proved = false;
        if (pairs.Sum(p => p.Length) <= SmallPairs)
        {
            (_, proved) = Exact.Improve(plan, pairs, [.. Enumerable.Range(0, pairs.Length)], 60, stop);
        }
        else
        {
            var seekers = SeekersOf(problem, pairs);
            Chains.Fill(plan, pairs, seekers, stop);
            bound += Late(plan, pairs, stop);
            Improve(plan, pairs, seekers, effort, progress, stop);
            Greedy(plan, pairs);
        }

        return Report(plan, notKept, Math.Max(bound, plan.Total()), proved, stop.IsCancellationRequested);
    }

    private static List<(int, int, Obstacle)> Pin(Plan plan)
    {
        List<(int, int, Obstacle)> notKept = [];
        foreach (var (person, shift) in plan.Problem.Pinned)
        {
            var unit = plan.UnitOf[person];
            if (plan.ShiftsOf(unit).Contains(shift)) continue;
            var obstacle = plan.Against(unit, shift);
            if (obstacle == Obstacle.None) obstacle = plan.AgainstNow(unit, shift);
            if (obstacle == Obstacle.None) plan.Add(unit, shift, pinned: true);
            else notKept.Add((person, shift, obstacle));
        }

        return notKept;
    }

    /// <summary>What staff decided is among the pairs, however many are better.</summary>
    private static void AddPinned(Plan plan, Candidate[][] pairs)
    {
        for (var unit = 0; unit < pairs.Length; unit++)
            foreach (var shift in plan.ShiftsOf(unit))
                if (pairs[unit].All(c => c.Shift != shift)) pairs[unit] = [.. pairs[unit], new(shift, plan.Worth(unit, shift))];
    }

    /// <summary>
    /// Those who serve together go first, the largest before the others: later there would be no room for them. They get what they have in the
    /// bound, and where a rule forbids that, as much of something else: what each would like best is not theirs where others like it better.
    /// </summary>
    private static void Groups(Plan plan, Candidate[][] pairs, IReadOnlyList<(int Unit, int Shift)> together)
    {
        foreach (var group in together.GroupBy(t => t.Unit).OrderByDescending(g => plan.SizeOf(g.Key)).ThenBy(g => g.Key))
        {
            var (unit, most) = (group.Key, group.Count());
            foreach (var shift in group.Select(t => t.Shift).Concat(pairs[unit].Select(c => c.Shift)))
                if (plan.ShiftsOf(unit).Count < most && plan.CanAdd(unit, shift)) plan.Add(unit, shift);
        }
    }

    private static void Greedy(Plan plan, Candidate[][] pairs)
    {
        for (var unit = 0; unit < pairs.Length; unit++)
            foreach (var (shift, worth) in pairs[unit])
                if (worth > Cost(plan, unit) && plan.CanAdd(unit, shift)) plan.Add(unit, shift);
    }

    private static long Cost(Plan plan, int unit) => (long)Scoring.Fairness * plan.SizeOf(unit) * plan.ShiftsOf(unit).Count;

    /// <summary>Fills places from pairs that were not looked at, where there were too many to look at all.</summary>
    /// <returns>What they are worth: the bound grows by it.</returns>
    private static long Late(Plan plan, Candidate[][] pairs, CancellationToken stop)
    {
        long worth = 0;
        for (var shift = 0; shift < plan.Problem.Shifts.Count && !stop.IsCancellationRequested; shift++)
        {
            for (var unit = 0; unit < pairs.Length && plan.FreeOf(shift) > 0; unit++)
            {
                if (!plan.CanAdd(unit, shift) || plan.Against(unit, shift) != Obstacle.None) continue;
                var own = plan.Worth(unit, shift);
                if (own <= Cost(plan, unit)) continue;
                plan.Add(unit, shift);
                if (pairs[unit].Any(c => c.Shift == shift)) continue;
                pairs[unit] = [.. pairs[unit], new(shift, own)];
                worth += own;
            }
        }

        return worth;
    }

    private static int[][] SeekersOf(Problem problem, Candidate[][] pairs)
    {
        var seekers = problem.Shifts.Select(_ => new List<(int Unit, int Worth)>()).ToArray();
        for (var unit = 0; unit < pairs.Length; unit++)
            foreach (var (shift, worth) in pairs[unit]) seekers[shift].Add((unit, worth));
        return [.. seekers.Select(s => s.OrderByDescending(x => x.Worth).ThenBy(x => x.Unit).Select(x => x.Unit).ToArray())];
    }

    /// <summary>Takes a shift, who has it and who would like it, and assigns these anew; shifts with free places first.</summary>
    private static void Improve(Plan plan, Candidate[][] pairs, int[][] seekers, int effort, Action<SolvingStep, double>? progress, CancellationToken stop)
    {
        var order = Enumerable.Range(0, seekers.Length).Where(s => seekers[s].Length > 0)
            .OrderBy(s => plan.FreeOf(s) > 0 ? 0 : 1).ThenByDescending(s => seekers[s].Length / (double)Math.Max(1, plan.Problem.Shifts[s].Places)).ThenBy(s => s).ToArray();
        for (var round = 0; round < Math.Min(effort, order.Length) && !stop.IsCancellationRequested; round++)
        {
            progress?.Invoke(SolvingStep.Improving, 0.5 + (0.5 * round / Math.Min(effort, order.Length)));
            var shift = order[round];
            var units = new List<int>();
            var known = new HashSet<int>();
            void Take(IEnumerable<int> some)
            {
                foreach (var unit in some)
                    if (units.Count < Neighbourhood && known.Add(unit)) units.Add(unit);
            }

            Take(plan.UnitsOn(shift).Order().Take(Neighbourhood / 3));
            Take(seekers[shift].Take(Neighbourhood / 3));
            foreach (var unit in units.ToArray())
                foreach (var other in plan.ShiftsOf(unit).ToArray()) Take(seekers[other].Take(6));
            units.Sort();
            Exact.Improve(plan, pairs, units, 0.3, stop);
        }
    }

    private static Proposal Report(Plan plan, List<(int, int, Obstacle)> notKept, long bound, bool proved, bool stopped)
    {
        List<Placement> placements = [];
        for (var unit = 0; unit < plan.Problem.Units.Count; unit++)
            foreach (var shift in plan.ShiftsOf(unit).Order())
                foreach (var person in plan.Problem.Units[unit])
                {
                    var why = Scoring.MeritsOf(plan.Problem.People[person], plan.Problem.Shifts[shift], shift);
                    if (plan.SizeOf(unit) > 1) why |= Merits.Together;
                    if (plan.IsPinned(unit, shift)) why |= Merits.Pinned;
                    placements.Add(new(person, shift, why));
                }

        return new(placements, Reasons.OfGaps(plan), Reasons.OfUnplaced(plan), notKept, plan.Total(), bound, proved, stopped);
    }
}
