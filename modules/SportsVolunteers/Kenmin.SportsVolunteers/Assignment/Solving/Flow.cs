using Google.OrTools.Graph;

namespace Kenmin.SportsVolunteers.Assignment.Solving;

/// <summary>The assignment as a flow of least cost: people flow through their shifts into the places.</summary>
internal static class Flow
{
    /// <summary>
    /// Lets go of all rules but the places of a shift and the shifts of a person: no proposal of these pairs can be worth more, so
    /// this is the bound against which proposals are measured.
    /// </summary>
    /// <returns>The bound, and what those who serve together have in it: the shifts that at least half of the unit flows to.</returns>
    public static (long Worth, IReadOnlyList<(int Unit, int Shift)> Together) Bound(Plan plan, Candidate[][] pairs)
    {
        using var flow = new MinCostFlow();
        var shifts = plan.Problem.Shifts.Count;
        var (sink, next) = (shifts, shifts + 1);
        for (var s = 0; s < shifts; s++)
            if (plan.Problem.Shifts[s].Places > 0) flow.AddArcWithCapacityAndUnitCost(s, sink, plan.Problem.Shifts[s].Places, 0);
        var (supplied, unfair, raised) = (0L, 0L, 0L);
        List<(int Arc, int Unit, int Shift)> together = [];
        for (var unit = 0; unit < pairs.Length; unit++)
        {
            var size = plan.SizeOf(unit);
            var most = Math.Min(plan.MostOf(unit), pairs[unit].Length);
            if (most <= 0) continue;
            var node = next++;
            // All costs of a unit are raised by its best: the flow is the same, and the solver begins without arcs that it would fill at once.
            var best = pairs[unit].Max(p => (p.Worth + size - 1) / size);
            unfair += PassBy(flow, node, sink, most, had: 0, size, best);
            raised += (long)size * most * best;
            supplied += (long)size * most;
            foreach (var (shift, worth) in pairs[unit])
            {
                var arc = flow.AddArcWithCapacityAndUnitCost(node, shift, size, best - ((worth + size - 1) / size));
                if (size > 1) together.Add((arc, unit, shift));
            }
        }

        flow.SetNodeSupply(sink, -supplied);
        if (supplied == 0) return (0, []);
        var status = flow.Solve();
        if (status != MinCostFlowBase.Status.OPTIMAL) throw new InvalidOperationException($"The flow has no solution: {status}.");
        return (raised - unfair - flow.OptimalCost(), [.. together.Where(t => flow.Flow(t.Arc) * 2 >= plan.SizeOf(t.Unit)).Select(t => (t.Unit, t.Shift))]);
    }

    /// <summary>
    /// Lets a unit have fewer shifts than it may. Each further shift of a unit is worth less; said of the shifts it does not have, this
    /// needs no node of its own: all are charged first, and each one less gives back what it cost, the dearest first.
    /// </summary>
    /// <param name="flow">The flow.</param>
    /// <param name="node">The unit's node.</param>
    /// <param name="sink">Where all ends.</param>
    /// <param name="most">How many shifts it may have more.</param>
    /// <param name="had">How many it has.</param>
    /// <param name="size">How many people it is.</param>
    /// <param name="raised">By how much all costs of the unit are raised.</param>
    /// <returns>What is charged.</returns>
    private static long PassBy(MinCostFlow flow, int node, int sink, int most, int had, int size, int raised)
    {
        var charged = 0L;
        for (var nth = most - 1; nth >= 0; nth--)
        {
            flow.AddArcWithCapacityAndUnitCost(node, sink, size, raised - (Scoring.Fairness * (had + nth)));
            charged += (long)size * Scoring.Fairness * (had + nth);
        }

        flow.SetNodeSupply(node, (long)size * most);
        return charged;
    }

    /// <summary>
    /// Adds to the plan, for people who serve alone, the best set of shifts with at most one a day for each; what a flow cannot say
    /// (rest at night, days in a row) is asked when each is added. Called again, it adds second shifts of a day.
    /// </summary>
    /// <returns>How many were added.</returns>
    public static int AddLayer(Plan plan, Candidate[][] pairs)
    {
        using var flow = new MinCostFlow();
        var shifts = plan.Problem.Shifts;
        var (sink, next) = (shifts.Count, shifts.Count + 1);
        // Who lacks a skill enters a shift by a gate of its own, as narrow as the places that are not kept.
        var gates = new int[shifts.Count][];
        var order = new int[shifts.Count][];
        for (var s = 0; s < shifts.Count; s++)
        {
            if (plan.FreeOf(s) > 0) flow.AddArcWithCapacityAndUnitCost(s, sink, plan.FreeOf(s), 0);
            order[s] = [.. Enumerable.Range(0, shifts[s].Mix.Count).OrderBy(i => plan.RoomWithout(s, i))];
            gates[s] = new int[order[s].Length];
            for (var i = 0; i < order[s].Length; i++) gates[s][i] = next++;
            for (var i = 0; i < order[s].Length; i++)
                flow.AddArcWithCapacityAndUnitCost(gates[s][i], i + 1 < order[s].Length ? gates[s][i + 1] : s, Math.Max(0, plan.RoomWithout(s, order[s][i])), 0);
        }

        List<(int Arc, int Unit, int Shift, int Worth)> arcs = [];
        long supplied = 0;
        var days = new Dictionary<int, int>();
        for (var unit = 0; unit < pairs.Length; unit++)
        {
            if (plan.SizeOf(unit) != 1) continue;
            var had = plan.ShiftsOf(unit).Count;
            var most = plan.MostOf(unit) - had;
            if (most <= 0) continue;
            days.Clear();
            var node = -1;
            var best = pairs[unit].Length == 0 ? 0 : pairs[unit].Max(p => p.Worth);
            foreach (var (shift, worth) in pairs[unit])
            {
                if (!plan.CanAdd(unit, shift)) continue;
                if (node < 0) node = next++;
                if (!days.TryGetValue(shifts[shift].Time.Day, out var day))
                {
                    days[shifts[shift].Time.Day] = day = next++;
                    flow.AddArcWithCapacityAndUnitCost(node, day, 1, 0);
                }

                var entry = shift;
                for (var i = 0; i < order[shift].Length; i++)
                {
                    if (plan.Lacking(unit, shift, order[shift][i]) == 0) continue;
                    entry = gates[shift][i];
                    break;
                }

                arcs.Add((flow.AddArcWithCapacityAndUnitCost(day, entry, 1, best - worth), unit, shift, worth));
            }

            if (node < 0) continue;
            most = Math.Min(most, days.Count);
            PassBy(flow, node, sink, most, had, size: 1, best);
            supplied += most;
        }

        if (supplied == 0) return 0;
        flow.SetNodeSupply(sink, -supplied);
        if (flow.Solve() != MinCostFlowBase.Status.OPTIMAL) return 0;
        var added = 0;
        foreach (var (arc, unit, shift, worth) in arcs)
        {
            if (flow.Flow(arc) == 0 || !plan.CanAdd(unit, shift)) continue;
            plan.Add(unit, shift);
            added++;
        }

        return added;
    }
}
