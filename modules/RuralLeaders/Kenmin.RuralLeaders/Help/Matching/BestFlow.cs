using Google.OrTools.Graph;

namespace Kenmin.RuralLeaders.Help.Matching;

/// <summary>Who could have which place.</summary>
/// <param name="Hand">Who: the number of the offer.</param>
/// <param name="Slot">The place, by number.</param>
/// <param name="Most">How many people at most.</param>
/// <param name="Worth">What each of them is worth there; more than nought.</param>
internal readonly record struct Arc(int Hand, int Slot, int Most, int Worth);

/// <summary>The best distribution of people and things over all places at once, as a flow of least cost. What it finds is the optimum.</summary>
internal static class BestFlow
{
    /// <summary>Distributes.</summary>
    /// <param name="hands">How many people each has to give.</param>
    /// <param name="slots">How many each place takes.</param>
    /// <param name="arcs">Who could have what.</param>
    /// <returns>How many go along each arc.</returns>
    public static int[] Solve(IReadOnlyList<int> hands, IReadOnlyList<int> slots, IReadOnlyList<Arc> arcs)
    {
        var flows = new int[arcs.Count];
        if (arcs.Count == 0) return flows;
        using var flow = new MinCostFlow();
        var sink = hands.Count + slots.Count;
        // To stay at home costs as much as the best place is worth: then no place costs less than nothing.
        var best = arcs.Max(a => a.Worth);
        var supplied = 0L;
        var gives = new bool[hands.Count];
        foreach (var arc in arcs) gives[arc.Hand] = true;
        var numbers = new int[arcs.Count];
        for (var i = 0; i < arcs.Count; i++)
            numbers[i] = flow.AddArcWithCapacityAndUnitCost(arcs[i].Hand, hands.Count + arcs[i].Slot, Math.Min(arcs[i].Most, hands[arcs[i].Hand]), best - arcs[i].Worth);
        for (var s = 0; s < slots.Count; s++) flow.AddArcWithCapacityAndUnitCost(hands.Count + s, sink, slots[s], 0);
        for (var h = 0; h < hands.Count; h++)
        {
            if (!gives[h] || hands[h] <= 0) continue;
            flow.AddArcWithCapacityAndUnitCost(h, sink, hands[h], best);
            flow.SetNodeSupply(h, hands[h]);
            supplied += hands[h];
        }

        flow.SetNodeSupply(sink, -supplied);
        if (supplied == 0) return flows;
        var status = flow.Solve();
        if (status != MinCostFlowBase.Status.OPTIMAL) throw new InvalidOperationException($"The flow has no solution: {status}.");
        for (var i = 0; i < arcs.Count; i++) flows[i] = (int)flow.Flow(numbers[i]);
        return flows;
    }

    /// <summary>One after the other, the best first: what somebody would do by hand. Kept to measure by.</summary>
    public static int[] Greedy(IReadOnlyList<int> hands, IReadOnlyList<int> slots, IReadOnlyList<Arc> arcs)
    {
        int[] left = [.. hands], free = [.. slots], flows = new int[arcs.Count];
        foreach (var i in Enumerable.Range(0, arcs.Count).OrderByDescending(i => arcs[i].Worth).ThenBy(i => i))
        {
            var moved = Math.Min(arcs[i].Most, Math.Min(left[arcs[i].Hand], free[arcs[i].Slot]));
            (left[arcs[i].Hand], free[arcs[i].Slot], flows[i]) = (left[arcs[i].Hand] - moved, free[arcs[i].Slot] - moved, moved);
        }

        return flows;
    }

    /// <summary>What a distribution is worth.</summary>
    public static long Worth(IReadOnlyList<Arc> arcs, IReadOnlyList<int> flows)
    {
        var sum = 0L;
        for (var i = 0; i < arcs.Count; i++) sum += (long)arcs[i].Worth * flows[i];
        return sum;
    }
}
