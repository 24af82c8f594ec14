using CsCheck;
using Kenmin.SportsVolunteers.Assignment.Solving;

namespace Kenmin.SportsVolunteers.Tests.Assignment.Solving;

/// <summary>Random events, and the rules said once more in the plainest way, so that the solver is not judged by itself.</summary>
internal static class Cases
{
    private const int Adult = 10_000;

    public static Gen<Problem> Of(int people, int shifts, int days) =>
        Gen.Select(Gen.Int[1, people], Gen.Int[1, shifts], Gen.Int[0, int.MaxValue]).Select(x => Make(x.Item1, x.Item2, days, new Random(x.Item3)));

    public static Problem Make(int people, int shifts, int days, Random random)
    {
        var times = Enumerable.Range(0, shifts).Select(_ =>
        {
            var (day, start) = (random.Next(days), 60 * random.Next(8, 19));
            return new SolvingShift
            {
                Time = new(day, (day * 1440) + start, (day * 1440) + start + (60 * random.Next(2, 6))), Clock = (start, start + 120), Places = random.Next(0, 4), DayKind = random.Next(3),
                Role = random.Next(3), Venue = random.Next(3), Municipality = random.Next(-1, 3), Required = random.Next(4) == 0 ? 1UL : 0, AdultBornBy = Adult,
                BornBy = random.Next(5) == 0 ? Adult - 100 : null, Mix = random.Next(3) == 0 ? [new(random.Next(1, 3), random.Next(0, 3))] : [],
            };
        }).ToList();
        var everybody = Enumerable.Range(0, people).Select(_ => new SolvingPerson
        {
            Skills = (ulong)random.Next(8), Born = random.Next(6) == 0 ? Adult + 5 : random.Next(9) == 0 ? null : 5_000, Kilometres = [random.Next(90), random.Next(90), random.Next(90)],
            Roles = [random.Next(3)], Municipalities = (uint)random.Next(8), Venues = random.Next(2) == 0 ? [random.Next(3)] : [], DayKinds = random.Next(3) == 0 ? random.Next(8) : 0,
            Hours = random.Next(4) == 0 ? (9 * 60, 18 * 60) : (0, 1440), NotOn = random.Next(4) == 0 ? [random.Next(days)] : [], Most = random.Next(3) == 0 ? 1 : 4,
            HoursThisYear = random.Next(30), Busy = random.Next(5) == 0 ? [new(0, 600, 700)] : [], Forbidden = random.Next(4) == 0 ? [random.Next(shifts)] : [],
            WaitsFor = random.Next(4) == 0 ? [random.Next(shifts)] : [], Before = random.Next(3) == 0 ? [random.Next(shifts)] : [],
        }).ToList();
        List<int[]> units = [];
        for (var next = 0; next < people;)
        {
            var size = Math.Min(people - next, random.Next(4) == 0 ? random.Next(2, 4) : 1);
            units.Add([.. Enumerable.Range(next, size)]);
            next += size;
        }

        (int, int)[] pins = random.Next(3) == 0 ? [(random.Next(people), random.Next(shifts))] : [];
        return new(times, everybody, units, pins, new() { Rest = 60, NightRest = 600, MostPerDay = random.Next(1, 3), MostDaysInARow = random.Next(1, 4), MostShifts = random.Next(1, 5) });
    }

    /// <summary>What is wrong with a proposal; empty when every hard rule is obeyed.</summary>
    public static IReadOnlyList<string> Broken(Problem problem, IReadOnlyList<(int Person, int Shift)> placed)
    {
        List<string> broken = [];
        if (placed.Distinct().Count() != placed.Count) broken.Add("somebody is on a shift twice");
        foreach (var (shift, number) in problem.Shifts.Select((s, i) => (s, i)))
        {
            var there = placed.Where(p => p.Shift == number).Select(p => p.Person).ToList();
            if (there.Count > shift.Places) broken.Add($"shift {number} is overfull");
            foreach (var mix in shift.Mix)
                if (there.Count(p => (problem.People[p].Skills >> mix.Skill & 1) == 0) > mix.Without) broken.Add($"shift {number} lacks skill {mix.Skill}");
            foreach (var unit in problem.Units)
            {
                var came = unit.Count(there.Contains);
                if (came != 0 && came != unit.Length) broken.Add($"a team is torn on shift {number}");
                if (came > 0 && unit.Any(p => problem.People[p].Born > shift.AdultBornBy) && !unit.Any(p => problem.People[p].Born <= shift.AdultBornBy)) broken.Add($"a minor is alone on {number}");
            }
        }

        foreach (var group in placed.GroupBy(p => p.Person))
        {
            var person = problem.People[group.Key];
            var own = group.Select(p => problem.Shifts[p.Shift]).ToList();
            if (own.Count > Math.Min(person.Most, problem.Rules.MostShifts)) broken.Add($"{group.Key} has too many");
            foreach (var (shift, number) in group.Select(p => (problem.Shifts[p.Shift], p.Shift)))
            {
                if ((shift.Required & ~person.Skills) != 0) broken.Add($"{group.Key} is not qualified for {number}");
                if (shift.BornBy is { } by && (person.Born is not { } born || born > by)) broken.Add($"{group.Key} is too young for {number}");
                if (person.DayKinds != 0 && (person.DayKinds >> shift.DayKind & 1) == 0) broken.Add($"{group.Key} cannot come on that kind of day");
                if (shift.Clock.Start < person.Hours.From || shift.Clock.End > person.Hours.Until) broken.Add($"{group.Key} cannot come at that time");
                if (person.NotOn.Contains(shift.Time.Day)) broken.Add($"{group.Key} cannot come on that day");
                if (person.Forbidden.Contains(number)) broken.Add($"{group.Key} is forbidden on {number}");
            }

            var taken = own.Select(s => s.Time).Concat(person.Busy).OrderBy(t => t.Start).ToList();
            for (var i = 0; i < taken.Count; i++)
                for (var j = i + 1; j < taken.Count; j++)
                {
                    var rest = taken[i].Day == taken[j].Day ? problem.Rules.Rest : taken[j].Day - taken[i].Day == 1 ? problem.Rules.NightRest : 0;
                    if (taken[j].Start < taken[i].End + rest) broken.Add($"{group.Key} has no rest");
                }

            if (taken.GroupBy(t => t.Day).Any(d => d.Count() > problem.Rules.MostPerDay)) broken.Add($"{group.Key} has too many on a day");
            var days = taken.Select(t => t.Day).Distinct().Order().ToList();
            var (run, longest) = (0, 0);
            for (var i = 0; i < days.Count; i++) longest = Math.Max(longest, run = i > 0 && days[i] == days[i - 1] + 1 ? run + 1 : 1);
            if (longest > problem.Rules.MostDaysInARow) broken.Add($"{group.Key} has too many days in a row");
        }

        return broken;
    }

    public static long WorthOf(Problem problem, IReadOnlyList<(int Person, int Shift)> placed) => placed.GroupBy(p => p.Person).Sum(g =>
        g.Sum(p => (long)Scoring.Worth(problem.People[g.Key], problem.Shifts[p.Shift], p.Shift)) - (Scoring.Fairness * g.Count() * (g.Count() - 1) / 2));

    /// <summary>The best of all proposals, by trying each: unit after unit, every set of shifts.</summary>
    public static long Best(Problem problem, IReadOnlyList<(int Person, int Shift)> pinned)
    {
        var best = long.MinValue;
        void Try(int unit, List<(int Person, int Shift)> placed)
        {
            if (Broken(problem, placed).Count > 0) return;
            if (unit == problem.Units.Count)
            {
                if (pinned.All(placed.Contains)) best = Math.Max(best, WorthOf(problem, placed));
                return;
            }

            for (var set = 0; set < 1 << problem.Shifts.Count; set++)
            {
                List<(int, int)> more = [.. placed];
                for (var shift = 0; shift < problem.Shifts.Count; shift++)
                    if ((set >> shift & 1) != 0) more.AddRange(problem.Units[unit].Select(p => (p, shift)));
                Try(unit + 1, more);
            }
        }

        Try(0, []);
        return best;
    }
}
