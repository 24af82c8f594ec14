namespace Kenmin.SportsVolunteers.Assignment.Solving;

/// <summary>Fills free places by two moves: somebody comes over from another shift, and a third takes that place.</summary>
internal static class Chains
{
    private const int MostSeekers = 300;

    public static void Fill(Plan plan, Candidate[][] pairs, int[][] seekers, CancellationToken stop)
    {
        for (var shift = 0; shift < seekers.Length && !stop.IsCancellationRequested; shift++)
        {
            var found = true;
            while (found && plan.FreeOf(shift) > 0) found = seekers[shift].Take(MostSeekers).Any(unit => ComeOver(plan, seekers, unit, shift));
        }
    }

    private static bool ComeOver(Plan plan, int[][] seekers, int unit, int shift)
    {
        if (plan.SizeOf(unit) != 1) return false;
        if (plan.CanAdd(unit, shift))
        {
            plan.Add(unit, shift);
            return true;
        }

        foreach (var other in plan.ShiftsOf(unit).ToArray())
        {
            if (plan.IsPinned(unit, other) || other == shift || !plan.CanAdd(unit, shift, except: other)) continue;
            var before = plan.TotalOf(unit);
            plan.Remove(unit, other);
            plan.Add(unit, shift);
            foreach (var third in seekers[other].Take(MostSeekers))
            {
                if (third == unit || plan.SizeOf(third) != 1 || !plan.CanAdd(third, other)) continue;
                var gain = plan.TotalOf(unit) - before - plan.TotalOf(third);
                plan.Add(third, other);
                if (gain + plan.TotalOf(third) > 0) return true;
                plan.Remove(third, other);
            }

            plan.Remove(unit, shift);
            plan.Add(unit, other);
        }

        return false;
    }
}
