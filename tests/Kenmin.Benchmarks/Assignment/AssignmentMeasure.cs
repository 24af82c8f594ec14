using System.Diagnostics;
using System.Globalization;
using System.Text;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Assignment.Solving;

namespace Kenmin.Benchmarks.Assignment;

/// <summary>
/// 50,000 people and 2,000 shifts of an invented festival: the plain flow, which is also the bound, and the whole proposal with all
/// rules. Needs no database.
/// </summary>
internal sealed class AssignmentMeasure : IMeasure
{
    private const int People = 50_000, Shifts = 2_000, Days = 12;

    public string Name => "assignment";

    public string Description => "50,000 people to 2,000 shifts: the plain flow, and with all rules, with the gap to the bound";

    public Task<string> RunAsync(string connectionString, int rounds)
    {
        var table = new StringBuilder("| people × shifts | what | s | places | filled | worth | gap to the bound | memory (MiB) |\n|---|---|---|---|---|---|---|---|\n");
        var problem = Make(People, Shifts, new Random(1));
        var places = problem.Shifts.Sum(s => s.Places);
        var plan = new Plan(problem);
        var clock = Stopwatch.StartNew();
        var pairs = Pairing.Of(plan, CancellationToken.None);
        var (pairing, count) = (clock.Elapsed.TotalSeconds, pairs.Sum(p => p.Length));
        clock.Restart();
        var (bound, _) = Flow.Bound(plan, pairs);
        table.AppendLine(CultureInfo.InvariantCulture, $"| {People:N0} × {Shifts:N0} | who could have what ({count:N0} pairs) | {pairing:0.0} | {places:N0} | | | | |");
        table.AppendLine(CultureInfo.InvariantCulture, $"| | plain flow (the bound) | {clock.Elapsed.TotalSeconds:0.0} | {places:N0} | | {bound:N0} | 0 | |");

        var last = TimeSpan.Zero;
        var steps = new StringBuilder();
        clock.Restart();
        SolvingStep? before = null;
        var proposal = Solver.Solve(problem, progress: (step, _) =>
        {
            if (step == before) return;
            if (before is { } ended) steps.Append(CultureInfo.InvariantCulture, $"{ended} {(clock.Elapsed - last).TotalSeconds:0.0} s, ");
            (before, last) = (step, clock.Elapsed);
        });
        steps.Append(CultureInfo.InvariantCulture, $"{before} {(clock.Elapsed - last).TotalSeconds:0.0} s");
        table.AppendLine(CultureInfo.InvariantCulture,
            $"| | all rules | {clock.Elapsed.TotalSeconds:0.0} | {places:N0} | {proposal.Placements.Count:N0} | {proposal.Worth:N0} | {proposal.GapToBound:P2} | {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576:N0} |");
        table.AppendLine(CultureInfo.InvariantCulture, $"\nSteps: {steps}. Processors: {Environment.ProcessorCount}.");
        return Task.FromResult(table.ToString());
    }

    private static Taken Morning(int day) => new(day, (day * 1440) + 540, (day * 1440) + 720);

    private static Problem Make(int people, int shifts, Random random)
    {
        var towns = Municipality.All;
        var kilometres = towns.Select(a => towns.Select(b => (int)(a.Office.DistanceTo(b.Office) / 1000)).ToArray()).ToArray();
        int Town() => Math.Min(random.Next(towns.Count), random.Next(towns.Count));
        (int Start, int End)[] hours = [(8, 12), (8, 17), (12, 17), (9, 15), (13, 18), (17, 21)];
        var needed = Enumerable.Range(0, shifts).Select(_ =>
        {
            var (day, time) = (random.Next(Days), hours[random.Next(hours.Length)]);
            var places = random.Next(10, 50);
            return new SolvingShift
            {
                Time = new(day, (day * 1440) + (time.Start * 60), (day * 1440) + (time.End * 60)), Clock = (time.Start * 60, time.End * 60), DayKind = day % 7 == 5 ? 1 : day % 7 == 6 ? 2 : 0,
                Places = places, Role = random.Next(13), Venue = random.Next(60), Municipality = Town(), Required = random.Next(12) == 0 ? 1UL << random.Next(7) : 0,
                BornBy = random.Next(3) == 0 ? 735_000 : null, AdultBornBy = 734_000, Mix = random.Next(4) == 0 ? [new(random.Next(7), places - 2), new(62, places - 3)] : [],
            };
        }).ToList();
        var all = Enumerable.Range(0, people).Select(_ =>
        {
            ulong skills = random.Next(2) == 0 ? 1UL << 62 : 0;
            for (var skill = 0; skill < 7; skill++)
                if (random.Next(6) == 0) skills |= 1UL << skill;
            return new SolvingPerson
            {
                Skills = skills, Born = random.Next(25) == 0 ? 734_500 : 705_000 + random.Next(28_000), Kilometres = kilometres[Town()], Roles = [random.Next(13), random.Next(13)],
                Municipalities = random.Next(2) == 0 ? 1u << Town() : 0, DayKinds = random.Next(3) == 0 ? 6 : 0, Hours = random.Next(5) == 0 ? (9 * 60, 17 * 60) : (0, 1440),
                NotOn = random.Next(3) == 0 ? [random.Next(Days)] : [], Most = random.Next(1, 4), HoursThisYear = random.Next(40),
                Busy = random.Next(10) == 0 ? [Morning(random.Next(Days))] : [],
            };
        }).ToList();
        List<int[]> units = [];
        for (var next = 0; next < people;)
        {
            var size = Math.Min(people - next, random.Next(20) == 0 ? random.Next(2, 7) : 1);
            units.Add([.. Enumerable.Range(next, size)]);
            next += size;
        }

        return new(needed, all, units, [], new());
    }
}
