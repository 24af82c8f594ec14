namespace Kenmin.SportsVolunteers.Assignment.Solving;

/// <summary>Why places stay free, and people without a shift.</summary>
internal static class Reasons
{
    /// <summary>For each shift with free places what keeps everybody from it.</summary>
    public static IReadOnlyList<Gap> OfGaps(Plan plan)
    {
        var open = Enumerable.Range(0, plan.Problem.Shifts.Count).Where(s => plan.FreeOf(s) > 0).ToArray();
        var gaps = new Gap[open.Length];
        Parallel.For(0, open.Length, i =>
        {
            var counts = new int[Enum.GetValues<Obstacle>().Length];
            for (var unit = 0; unit < plan.Problem.Units.Count; unit++)
            {
                if (plan.ShiftsOf(unit).Contains(open[i])) continue;
                counts[(int)Of(plan, unit, open[i])] += plan.SizeOf(unit);
            }

            gaps[i] = new(open[i], plan.FreeOf(open[i]), [.. counts.Select((n, o) => ((Obstacle)o, n)).Where(c => c.n > 0).OrderByDescending(c => c.n).ThenBy(c => c.Item1)]);
        });
        return gaps;
    }

    /// <summary>For each person without a shift what keeps them from most shifts.</summary>
    public static IReadOnlyList<(int Person, Obstacle Obstacle)> OfUnplaced(Plan plan)
    {
        var free = Enumerable.Range(0, plan.Problem.Units.Count).Where(u => plan.ShiftsOf(u).Count == 0).ToArray();
        var most = new Obstacle[free.Length];
        Parallel.For(0, free.Length, i =>
        {
            var counts = new int[Enum.GetValues<Obstacle>().Length];
            for (var shift = 0; shift < plan.Problem.Shifts.Count; shift++) counts[(int)Of(plan, free[i], shift)]++;
            // Who could have had a shift that was full was only one too many.
            most[i] = counts[(int)Obstacle.Full] > 0 ? Obstacle.Full : counts.Length > 0 && counts.Any(c => c > 0) ? (Obstacle)Array.IndexOf(counts, counts.Max()) : Obstacle.Full;
        });
        return [.. free.SelectMany((unit, i) => plan.Problem.Units[unit].Select(person => (person, most[i])))];
    }

    private static Obstacle Of(Plan plan, int unit, int shift) =>
        plan.Against(unit, shift) is not Obstacle.None and var alone ? alone : plan.AgainstNow(unit, shift);
}
