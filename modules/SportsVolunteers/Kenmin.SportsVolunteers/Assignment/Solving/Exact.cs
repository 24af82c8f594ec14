using Google.OrTools.Sat;

namespace Kenmin.SportsVolunteers.Assignment.Solving;

/// <summary>The assignment with all rules as a constraint problem: whole for small events, piece by piece to improve large ones.</summary>
internal static class Exact
{
    /// <summary>Assigns some units anew, all others staying as they are, and keeps what is better.</summary>
    /// <param name="plan">The proposal.</param>
    /// <param name="pairs">What each unit could have.</param>
    /// <param name="units">The units that may change.</param>
    /// <param name="effort">How long to look, in the solver's own measure, which is the same on every machine.</param>
    /// <param name="stop">Ends the search.</param>
    /// <returns>Whether it is better now, and whether nothing better exists for these units.</returns>
    public static (bool Better, bool Proved) Improve(Plan plan, Candidate[][] pairs, IReadOnlyList<int> units, double effort, CancellationToken stop)
    {
        var model = new CpModel();
        var rules = plan.Problem.Rules;
        var choices = new Dictionary<(int Unit, int Shift), BoolVar>();
        var objective = LinearExpr.NewBuilder();
        var onShift = new Dictionary<int, List<(int Unit, BoolVar Choice)>>();
        long before = 0;
        foreach (var unit in units)
        {
            before += plan.TotalOf(unit);
            var own = new List<(int Shift, BoolVar Choice)>();
            foreach (var (shift, worth) in pairs[unit])
            {
                var choice = model.NewBoolVar("");
                own.Add((shift, choice));
                choices[(unit, shift)] = choice;
                objective.AddTerm(choice, worth);
                if (!onShift.TryGetValue(shift, out var others)) onShift[shift] = others = [];
                others.Add((unit, choice));
                var had = plan.ShiftsOf(unit).Contains(shift);
                if (plan.IsPinned(unit, shift)) model.Add(choice == 1);
                model.AddHint(choice, had ? 1 : 0);
            }

            AddOwnRules(model, plan, unit, own, rules, objective);
        }

        foreach (var (shift, choosers) in onShift) AddPlaces(model, plan, shift, choosers);
        model.Maximize(objective);

        var solver = new CpSolver { StringParameters = FormattableString.Invariant($"num_workers:1,random_seed:1,max_deterministic_time:{effort},log_search_progress:false") };
        using var cancel = stop.Register(solver.StopSearch);
        var status = solver.Solve(model);
        if (status is not (CpSolverStatus.Optimal or CpSolverStatus.Feasible)) return (false, false);
        var better = (long)Math.Round(solver.ObjectiveValue) > before;
        if (better)
        {
            foreach (var unit in units)
                foreach (var shift in plan.ShiftsOf(unit).ToArray())
                    if (!plan.IsPinned(unit, shift)) plan.Remove(unit, shift);
            foreach (var ((unit, shift), choice) in choices)
                if (solver.BooleanValue(choice) && !plan.IsPinned(unit, shift)) plan.Add(unit, shift);
        }

        return (better, status == CpSolverStatus.Optimal);
    }

    private static void AddOwnRules(
        CpModel model, Plan plan, int unit, List<(int Shift, BoolVar Choice)> own, SolvingRules rules, LinearExprBuilder objective)
    {
        if (own.Count == 0) return;
        var shifts = plan.Problem.Shifts;
        for (var i = 0; i < own.Count; i++)
            for (var j = i + 1; j < own.Count; j++)
                if (Scoring.Clash(shifts[own[i].Shift].Time, shifts[own[j].Shift].Time, rules)) model.AddAtMostOne([own[i].Choice, own[j].Choice]);

        var busy = plan.BusyOf(unit);
        var byDay = own.GroupBy(o => shifts[o.Shift].Time.Day).ToDictionary(g => g.Key, g => g.Select(o => o.Choice).ToList());
        foreach (var (day, choices) in byDay)
            model.Add(LinearExpr.Sum(choices) <= Math.Max(0, rules.MostPerDay - busy.Count(b => b.Day == day)));

        var most = Math.Min(plan.MostOf(unit), own.Count);
        // Each further shift is worth less; the bits are taken in order because the cheap ones come first.
        var steps = Enumerable.Range(0, Math.Max(0, most)).Select(_ => model.NewBoolVar("")).ToArray();
        model.Add(LinearExpr.Sum(own.Select(o => o.Choice)) == (steps.Length == 0 ? LinearExpr.Constant(0) : LinearExpr.Sum(steps)));
        for (var nth = 1; nth < steps.Length; nth++) objective.AddTerm(steps[nth], -Scoring.Fairness * plan.SizeOf(unit) * nth);

        var all = byDay.Keys.Concat(busy.Select(b => b.Day)).Distinct().Order().ToArray();
        if (all.Length <= rules.MostDaysInARow) return;
        var taken = busy.Select(b => b.Day).ToHashSet();
        var there = new Dictionary<int, BoolVar>();
        foreach (var (day, choices) in byDay)
        {
            there[day] = model.NewBoolVar("");
            foreach (var choice in choices) model.AddImplication(choice, there[day]);
        }

        foreach (var first in all)
        {
            var window = Enumerable.Range(first, rules.MostDaysInARow + 1).ToArray();
            if (!window.All(d => taken.Contains(d) || there.ContainsKey(d)) || window.All(taken.Contains)) continue;
            model.Add(LinearExpr.Sum(window.Where(d => !taken.Contains(d)).Select(d => there[d])) <= window.Count(d => !taken.Contains(d)) - 1);
        }
    }

    private static void AddPlaces(CpModel model, Plan plan, int shift, List<(int Unit, BoolVar Choice)> choosers)
    {
        // What these units have now is theirs to give away.
        var held = choosers.Where(c => plan.ShiftsOf(c.Unit).Contains(shift)).Select(c => c.Unit).ToList();
        model.Add(LinearExpr.WeightedSum(choosers.Select(c => c.Choice), choosers.Select(c => (long)plan.SizeOf(c.Unit)))
            <= plan.FreeOf(shift) + held.Sum(plan.SizeOf));
        for (var i = 0; i < plan.Problem.Shifts[shift].Mix.Count; i++)
        {
            var limit = i;
            model.Add(LinearExpr.WeightedSum(choosers.Select(c => c.Choice), choosers.Select(c => (long)plan.Lacking(c.Unit, shift, limit)))
                <= Math.Max(0, plan.RoomWithout(shift, limit) + held.Sum(u => plan.Lacking(u, shift, limit))));
        }
    }
}
