using CsCheck;
using Kenmin.CommunityBusiness.Contests;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Tests.Contests;

/// <summary>The ranking is exact, has an order for any two, and does not depend on who comes first.</summary>
public sealed class RankingTests
{
    private static readonly IReadOnlyList<ScoreCriterion> Criteria = [new("c1", LocalizedText.Same("効果"), "", 3), new("c2", LocalizedText.Same("続くか"), "", 1)];

    private static readonly IReadOnlyList<TieStep> Ties = [new(TieRule.HigherInCriterion, "c1"), new(TieRule.EarlierSubmission)];

    private static readonly DateTimeOffset Start = new(2099, 6, 1, 9, 0, 0, TimeSpan.Zero);

    private static readonly Gen<IReadOnlyList<ScoredCase>> Cases =
        from sheets in Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5]).Array[0, 4].Array[1, 8]
        from minutes in Gen.Int[0, 2].Array[8]
        select (IReadOnlyList<ScoredCase>)[.. sheets.Select((s, i) => new ScoredCase(new Guid(i + 1, 0, 0, new byte[8]), Start.AddMinutes(minutes[i]), [.. s.Select(p => Sheet(p.Item1, p.Item2))]))];

    [Fact]
    public void Any_two_have_an_order_and_it_does_not_matter_in_which_order_they_or_their_judges_come() => Cases.Sample(cases =>
    {
        var ranked = Ranking.Of(cases, Criteria, Ties, "seed");
        var turned = Ranking.Of(cases.Reverse().Select(c => c with { Sheets = [.. c.Sheets.Reverse()] }), Criteria, Ties, "seed");
        var twice = Ranking.Of(cases.Select(c => c with { Sheets = [.. c.Sheets, .. c.Sheets] }), Criteria, Ties, "seed");
        return ranked.Select(r => r.Id).Distinct().Count() == cases.Count
            && ranked.Select(r => (r.Id, r.Place)).SequenceEqual(turned.Select(r => (r.Id, r.Place)))
            && ranked.Select(r => (r.Id, r.Place)).SequenceEqual(twice.Select(r => (r.Id, r.Place)))
            && ranked.Zip(ranked.Skip(1)).All(p => p.First.Total.CompareTo(p.Second.Total) >= 0)
            && ranked.All(r => (r.Place is null) == (r.Judges == 0));
    });

    [Fact]
    public void Equals_are_told_apart_by_criterion_then_by_time_then_by_a_lot_that_anybody_can_draw_again()
    {
        // 3×4+1×0 = 12 = 3×3+1×3: the first has more in the criterion.
        ScoredCase strong = new(new(1, 0, 0, new byte[8]), Start.AddDays(1), [Sheet(4, 0)]), even = new(new(2, 0, 0, new byte[8]), Start, [Sheet(3, 3)]), late = new(new(3, 0, 0, new byte[8]), Start.AddDays(2), [Sheet(3, 3)]), same = new(new(4, 0, 0, new byte[8]), Start.AddDays(2), [Sheet(3, 3)]);
        var ranked = Ranking.Of([late, even, same, strong], Criteria, Ties, "seed");
        ranked.Take(2).Select(r => (r.Id, r.Against)).ShouldBe([(strong.Id, DecidedBy.Score), (even.Id, DecidedBy.Criterion)]);
        ranked.Skip(2).Select(r => r.Against).ShouldBe([DecidedBy.Earlier, DecidedBy.Lot]);
        ranked.Skip(2).Select(r => r.Id).ShouldBe(new[] { late.Id, same.Id }.OrderBy(i => Ranking.LotOf("seed", i)));
        Enumerable.Range(0, 50).Select(i => Ranking.Of([late, same], Criteria, Ties, $"seed {i}")[0].Id).Distinct().Count().ShouldBe(2, "another seed may draw another");
    }

    [Fact]
    public void Thirds_are_compared_without_rounding()
    {
        new Average(1, 3).CompareTo(new(33, 100)).ShouldBe(1);
        new Average(2, 6).CompareTo(new(1, 3)).ShouldBe(0);
        (new Average(0, 1) > new Average(0, 0)).ShouldBeTrue("who was not judged is last");
        (new Average(2, 3).ToText(), new Average(1, 200).ToText(), new Average(0, 0).ToText()).ShouldBe(("0.67", "0.01", "—"));
        Ranking.Follows([], new HashSet<Guid>()).ShouldBeTrue();
    }

    private static IReadOnlyDictionary<string, int> Sheet(int effect, int lasting) => new Dictionary<string, int> { ["c1"] = effect, ["c2"] = lasting };
}
