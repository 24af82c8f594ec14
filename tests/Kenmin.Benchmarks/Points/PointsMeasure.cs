using System.Diagnostics;
using System.Globalization;
using System.Text;
using Kenmin.Passport.Contracts;
using Kenmin.SeniorEngagement.Points;

namespace Kenmin.Benchmarks.Points;

/// <summary>What other rules for activity points would cost over an invented year of 10,000 people. Needs no database.</summary>
internal sealed class PointsMeasure : IMeasure
{
    private const int People = 10_000, Year = 2026;

    public string Name => "points";

    public string Description => "what five rules for activity points cost over a year of 10,000 people";

    public Task<string> RunAsync(string connectionString, int rounds)
    {
        var members = Make(new Random(1));
        var activities = members.Sum(m => m.Activities.Count);
        PointTerms now = new();
        (string Name, PointTerms Terms)[] rules =
        [
            ("the rule as it is", now), ("a stamp for 30 minutes", now with { MinutesPerStamp = 30 }), ("four stamps a day", now with { StampsPerDay = 4 }), ("up to 8,000 points", now with { YearlyCap = 8000 }),
            ("also what people state", now with { LowestProof = ProofLevel.Stated }),
        ];
        var table = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{People:N0} people, {activities:N0} activities, best and worst of {rounds} rounds\n\n| rule | people | points | yen | at the most | ms, best | ms, worst |\n|---|---|---|---|---|---|---|\n"));
        foreach (var (name, terms) in rules)
        {
            List<double> times = [];
            PointCost cost = new(0, 0, 0, 0);
            for (var round = 0; round < rounds; round++)
            {
                var clock = Stopwatch.StartNew();
                cost = PointReckoning.Cost(terms, Year, members);
                times.Add(clock.Elapsed.TotalMilliseconds);
            }

            table.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {cost.People:N0} | {cost.Points:N0} | {cost.Yen:N0} | {cost.Capped:N0} | {times.Min():0.0} | {times.Max():0.0} |");
        }

        table.AppendLine(CultureInfo.InvariantCulture, $"\nProcessors: {Environment.ProcessorCount}.");
        return Task.FromResult(table.ToString());
    }

    // Some come every week, many a few times.
    private static List<(int? Born, DateOnly Joined, IReadOnlyList<PointActivity> Activities)> Make(Random random) =>
    [
        .. Enumerable.Range(0, People).Select(_ =>
        {
            var times = random.Next(5) == 0 ? random.Next(40, 90) : random.Next(0, 20);
            var account = Guid.CreateVersion7();
            List<PointActivity> activities =
            [
                .. Enumerable.Range(0, times).Select(_ => new PointActivity
                {
                    Id = Guid.CreateVersion7(), AccountId = account, Module = random.Next(3) == 0 ? "sports-volunteers" : "clean-up", Day = new DateOnly(Year, 4, 2).AddDays(random.Next(360)),
                    Minutes = random.Next(12) == 0 ? null : random.Next(20, 300), Year = Year, Proof = (ProofLevel)random.Next(4),
                }),
            ];
            return ((int?)random.Next(1925, 1970), new DateOnly(Year, 4, 1), (IReadOnlyList<PointActivity>)activities);
        }),
    ];
}
