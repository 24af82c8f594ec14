using CsCheck;
using Kenmin.Passport.Contracts;
using Kenmin.SeniorEngagement.Points;
using Kenmin.SeniorEngagement.Tests.Support;

namespace Kenmin.SeniorEngagement.Tests.Points;

/// <summary>What a rule makes of activities.</summary>
public sealed class PointRuleTests
{
    private static readonly DateOnly Joined = new(2026, 4, 1);

    private static readonly Gen<PointTerms> Rules =
        from minutes in Gen.Int[5, 180]
        from stamps in Gen.Int[1, 5]
        from points in Gen.Int[1, 300]
        from cap in Gen.Int[1, 6000]
        from proof in Generators.Of(Enum.GetValues<ProofLevel>())
        from excluded in Gen.Bool
        select new PointTerms { MinutesPerStamp = minutes, StampsPerDay = stamps, PointsPerStamp = points, YearlyCap = cap, LowestProof = proof, ExcludedModules = excluded ? ["b"] : [] };

    private static readonly Gen<PointActivity> Activities =
        from id in Gen.Guid
        from day in Gen.Int[-2, 20]
        from minutes in Gen.OneOf(Gen.Int[0, 300].Select(m => (int?)m), Gen.Bool.Select(_ => (int?)null))
        from module in Generators.Of("a", "b")
        from proof in Generators.Of(Enum.GetValues<ProofLevel>())
        from year in Generators.Of(2026, 2025)
        from whose in Gen.Bool
        select new PointActivity { Id = id, AccountId = whose ? Guid.Empty : null, Day = Joined.AddDays(day), Minutes = minutes, Module = module, Proof = proof, Year = year };

    [Fact]
    public void Points_are_what_counting_day_by_day_on_paper_gives() => Gen.Select(Rules, Activities.List[0, 40]).Sample((rule, activities) =>
    {
        var total = 0L;
        for (var day = Joined.AddDays(1); day <= Joined.AddDays(40); day = day.AddDays(1))
        {
            var minutes = 0;
            foreach (var a in activities)
            {
                if (a.AccountId is null || a.Year != 2026 || a.Day != day || a.Minutes is not { } m) continue;
                if ((int)a.Proof > (int)rule.LowestProof || rule.ExcludedModules.Contains(a.Module)) continue;
                minutes += m;
            }

            var stamps = 0;
            for (minutes = Math.Min(minutes, 1440); minutes >= rule.MinutesPerStamp && stamps < rule.StampsPerDay; minutes -= rule.MinutesPerStamp) stamps++;
            total += stamps * rule.PointsPerStamp;
        }

        PointReckoning.Earned(rule, 2026, Joined, activities).ShouldBe((int)Math.Min(total, rule.YearlyCap));
        PointReckoning.Earned(rule, 2026, Joined, activities.AsEnumerable().Reverse()).ShouldBe((int)Math.Min(total, rule.YearlyCap));
    });

    [Fact]
    public void A_milder_rule_never_costs_less() => Gen.Select(Rules, Activities.List[0, 40], Gen.Int[0, 1000]).Sample((rule, activities, more) =>
    {
        PointCost Cost(PointTerms of) => PointReckoning.Cost(of, 2026, [(1950, Joined, activities)]);
        var now = Cost(rule with { MinimumAge = 0 });
        Cost(rule with { MinimumAge = 0, YearlyCap = rule.YearlyCap + more }).Points.ShouldBeGreaterThanOrEqualTo(now.Points);
        Cost(rule with { MinimumAge = 0, StampsPerDay = rule.StampsPerDay + 1 }).Points.ShouldBeGreaterThanOrEqualTo(now.Points);
        Cost(rule with { MinimumAge = 0, LowestProof = ProofLevel.Stated, ExcludedModules = [] }).Points.ShouldBeGreaterThanOrEqualTo(now.Points);
        Cost(rule with { MinimumAge = 77 }).Points.ShouldBe(0, "76 in 2026");
        now.Yen.ShouldBe(now.Points * rule.YenPerPoint);
    });

    [Theory]
    [InlineData(1961, true)]
    [InlineData(1962, false)]
    [InlineData(null, false)]
    public void Who_reaches_the_age_in_the_year_in_which_the_fiscal_year_starts_may_take_part(int? born, bool may) => PointReckoning.IsOfAge(new() { MinimumAge = 65 }, 2026, born).ShouldBe(may);
}
