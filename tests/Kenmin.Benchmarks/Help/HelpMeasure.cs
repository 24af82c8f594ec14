using System.Diagnostics;
using System.Globalization;
using System.Text;
using Kenmin.RuralLeaders.Help;
using Kenmin.RuralLeaders.Help.Matching;
using Kenmin.RuralLeaders.Outlook;
using Kenmin.SharedKernel;
using Microsoft.Extensions.Options;

namespace Kenmin.Benchmarks.Help;

/// <summary>
/// Invented requests for help and offers in villages: who fits where, the best over all at once, and what one after the other would give.
/// That the best is the best is checked by another way: no exchange of any length is worth anything. Needs no database.
/// </summary>
internal sealed class HelpMeasure : IMeasure
{
    private static readonly DateOnly Today = new(2026, 6, 10);

    public string Name => "help";

    public string Description => "5,000 requests for help and offers: the best matching over all at once, with the gap to the optimum";

    public Task<string> RunAsync(string connectionString, int rounds)
    {
        var table = new StringBuilder("| requests + offers | what | s | hands needed | found | worth | gap to the optimum |\n|---|---|---|---|---|---|---|\n");
        var travel = new TravelTimes(Options.Create(new TravelSettings()));
        foreach (var (requests, offers) in new[] { (2_500, 2_500), (5_000, 5_000) })
        {
            var random = new Random(1);
            var (needs, hands) = (Needs(requests, random), Hands(offers, random));
            List<double> pairing = [], solving = [], checking = [], greedy = [];
            List<HelpPair> pairs = [];
            (List<int> Hands, List<int> Slots, List<Arc> Arcs, List<(int Pair, HelpSkill? Skill)> Of) problem = ([], [], [], []);
            int[] best = [], simple = [];
            var optimal = false;
            for (var round = 0; round < rounds; round++)
            {
                var clock = Stopwatch.StartNew();
                pairs = HelpPairing.Pairs(needs, hands, new HashSet<string>(), Today, travel);
                problem = HelpPairing.Problem(needs, hands, pairs);
                pairing.Add(Lap(clock));
                best = BestFlow.Solve(problem.Hands, problem.Slots, problem.Arcs);
                solving.Add(Lap(clock));
                simple = BestFlow.Greedy(problem.Hands, problem.Slots, problem.Arcs);
                greedy.Add(Lap(clock));
                optimal = NothingIsBetter(problem.Hands, problem.Slots, problem.Arcs, best);
                checking.Add(Lap(clock));
            }

            var (worth, poorer) = (BestFlow.Worth(problem.Arcs, best), BestFlow.Worth(problem.Arcs, simple));
            table.AppendLine(CultureInfo.InvariantCulture, $"| {requests:N0} + {offers:N0} | who fits where ({pairs.Count:N0} pairs) | {Median(pairing):0.00} | {problem.Slots.Sum():N0} | | | |");
            table.AppendLine(CultureInfo.InvariantCulture, $"| | the best at once | {Median(solving):0.00} | | {best.Sum():N0} | {worth:N0} | {(optimal ? "0.00 %" : "NOT OPTIMAL")} |");
            table.AppendLine(CultureInfo.InvariantCulture, $"| | one after the other, the best first | {Median(greedy):0.00} | | {simple.Sum():N0} | {poorer:N0} | {(double)(worth - poorer) / worth:P2} |");
            table.AppendLine(CultureInfo.InvariantCulture, $"| | check that no exchange is worth anything | {Median(checking):0.00} | | | | |");
        }

        table.AppendLine(CultureInfo.InvariantCulture, $"\nProcessors: {Environment.ProcessorCount}.");
        return Task.FromResult(table.ToString());
    }

    private static double Lap(Stopwatch clock)
    {
        var seconds = clock.Elapsed.TotalSeconds;
        clock.Restart();
        return seconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static HelpPlace Place(Random random)
    {
        // Villages lie around the offices of the municipalities, up to some fifteen kilometres away.
        var office = Municipality.All[random.Next(Municipality.All.Count)].Office;
        return new(new(office.Latitude + ((random.NextDouble() - 0.5) * 0.26), office.Longitude + ((random.NextDouble() - 0.5) * 0.32)), false);
    }

    private static T Any<T>(Random random)
        where T : struct, Enum => Enum.GetValues<T>()[random.Next(Enum.GetValues<T>().Length)];

    private static List<Need> Needs(int count, Random random) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        var people = random.Next(4) == 0 ? random.Next(2, 8) : 1;
        var from = Today.AddDays(random.Next(1, 45));
        var request = new HelpRequest
        {
            Id = Guid.CreateVersion7(), PersonId = Guid.CreateVersion7(), Kind = Any<HelpKind>(random), From = from, Until = people > 1 ? from : from.AddDays(random.Next(0, 14)), Start = new(random.Next(8, 14), 0), End = new(random.Next(15, 18), 0),
            People = people, Skills = random.Next(3) == 0 ? [Any<HelpSkill>(random)] : [], Tools = random.Next(6) == 0 ? [Any<HelpTool>(random)] : [],
        };
        return new Need(request, Place(random), people, request.Skills, request.Tools, random.Next(4));
    })];

    private static List<Hand> Hands(int count, Random random) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        var kind = random.Next(12) switch { 0 => HelpOfferKind.Group, 1 => HelpOfferKind.Tool, _ => HelpOfferKind.Person };
        var offer = new HelpOffer
        {
            Id = Guid.CreateVersion7(), PersonId = Guid.CreateVersion7(), Kind = kind, People = kind == HelpOfferKind.Group ? random.Next(2, 9) : 1, Tool = kind == HelpOfferKind.Tool ? Any<HelpTool>(random) : null,
            Jobs = kind == HelpOfferKind.Tool ? [] : [.. Enumerable.Range(0, 3).Select(_ => Any<HelpKind>(random)).Distinct()],
            Skills = kind == HelpOfferKind.Tool ? [] : [.. Enumerable.Range(0, random.Next(3)).Select(_ => Any<HelpSkill>(random)).Distinct()],
            Days = random.Next(2) == 0 ? [DayOfWeek.Saturday, DayOfWeek.Sunday] : [.. Enum.GetValues<DayOfWeek>()], Minutes = new[] { 10, 20, 30, 45, 60 }[random.Next(5)], TimesAYear = 6, Until = Today.AddDays(random.Next(30, 300)),
        };
        return new Hand(offer, Place(random), offer.People, random.Next(6), []);
    })];

    /// <summary>
    /// Whether no exchange is worth anything: in the graph of what could still change there is no circle with a gain. Longest ways from
    /// everywhere, until nothing grows any more; where it does not end there is such a circle.
    /// </summary>
    private static bool NothingIsBetter(List<int> hands, List<int> slots, List<Arc> arcs, int[] flows)
    {
        var (given, taken) = (new int[hands.Count], new int[slots.Count]);
        for (var i = 0; i < arcs.Count; i++)
        {
            given[arcs[i].Hand] += flows[i];
            taken[arcs[i].Slot] += flows[i];
        }

        var home = hands.Count + slots.Count;
        var gain = new long[home + 1];
        for (var round = 0; round <= home + 1; round++)
        {
            var grown = false;
            for (var i = 0; i < arcs.Count; i++)
            {
                if (flows[i] < arcs[i].Most) Step(arcs[i].Hand, hands.Count + arcs[i].Slot, arcs[i].Worth);
                if (flows[i] > 0) Step(hands.Count + arcs[i].Slot, arcs[i].Hand, -arcs[i].Worth);
            }

            for (var h = 0; h < hands.Count; h++)
            {
                if (given[h] < hands[h]) Step(home, h, 0);
                if (given[h] > 0) Step(h, home, 0);
            }

            for (var s = 0; s < slots.Count; s++)
            {
                if (taken[s] < slots[s]) Step(hands.Count + s, home, 0);
                if (taken[s] > 0) Step(home, hands.Count + s, 0);
            }

            if (!grown) return true;

            void Step(int from, int to, long worth)
            {
                if (gain[from] + worth <= gain[to]) return;
                gain[to] = gain[from] + worth;
                grown = true;
            }
        }

        return false;
    }
}
