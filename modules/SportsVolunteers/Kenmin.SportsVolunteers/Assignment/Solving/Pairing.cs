namespace Kenmin.SportsVolunteers.Assignment.Solving;

/// <summary>Chooses the pairs of unit and shift that are looked at: all of them where they are few, else for each unit the best.</summary>
internal static class Pairing
{
    private const int MostPairs = 1_000_000;
    private const int Fewest = 16;

    /// <summary>For each unit its possible shifts, best first.</summary>
    public static Candidate[][] Of(Plan plan, CancellationToken stop)
    {
        var units = plan.Problem.Units.Count;
        var each = Math.Max(Fewest, MostPairs / Math.Max(1, units));
        var pairs = new Candidate[units][];
        Parallel.For(0, units, new ParallelOptions { CancellationToken = stop }, unit =>
        {
            var found = new List<Candidate>();
            for (var shift = 0; shift < plan.Problem.Shifts.Count; shift++)
                if (plan.Problem.Shifts[shift].Places > 0 && plan.Against(unit, shift) == Obstacle.None) found.Add(new(shift, plan.Worth(unit, shift)));
            // Among equals each unit looks at others first, or all would look at the same few and leave the rest empty.
            found.Sort((a, b) => a.Worth != b.Worth ? b.Worth.CompareTo(a.Worth) : Spread(unit, a.Shift).CompareTo(Spread(unit, b.Shift)));
            if (found.Count > each)
            {
                // Three of four are the best; one of four is any other, so that shifts that nobody likes best are offered as well.
                var best = each * 3 / 4;
                var others = found.Skip(best).OrderBy(c => Spread(unit, c.Shift)).Take(each - best);
                found = [.. found.Take(best), .. others];
            }

            pairs[unit] = [.. found];
        });
        return pairs;
    }

    private static uint Spread(int unit, int shift)
    {
        var mixed = (uint)unit * 2654435761u ^ (uint)shift * 2246822519u;
        mixed ^= mixed >> 15;
        mixed *= 3266489917u;
        return mixed ^ (mixed >> 13);
    }
}
