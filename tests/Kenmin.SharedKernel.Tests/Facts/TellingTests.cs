using CsCheck;

namespace Kenmin.SharedKernel.Tests.Facts;

/// <summary>What is told so that the order in which others hear does not matter.</summary>
public sealed class TellingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 10, 12, 0, 0, TimeSpan.FromHours(9));

    [Fact]
    public void What_did_not_change_is_not_told_unless_it_is_asked_for_again_with_the_version_that_it_has()
    {
        var (key, told) = (Guid.CreateVersion7(), new Dictionary<Guid, ToldFact>());
        Dictionary<Guid, object> facts = new() { [key] = new Fact("a") };

        Telling.Next(told, facts, false, Noon).ShouldHaveSingleItem().Version.ShouldBe(1);
        Telling.Next(told, facts, false, Noon.AddHours(1)).ShouldBeEmpty();
        Telling.Next(told, facts, true, Noon.AddHours(1)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(t => t.Version.ShouldBe(1), t => t.At.ShouldBe(Noon));
        facts.Remove(key);
        Telling.Next(told, facts, false, Noon).ShouldHaveSingleItem().ShouldSatisfyAllConditions(t => t.Fact.ShouldBeNull(), t => t.Version.ShouldBe(2));
        Telling.Next(told, facts, true, Noon).ShouldHaveSingleItem().Version.ShouldBe(2);
    }

    [Fact]
    public void Who_keeps_the_highest_version_of_all_that_was_told_knows_what_there_is() => Gen.Int[0, 3].Array[4].Array[1, 12].Sample(history =>
    {
        Guid[] keys = [.. Enumerable.Range(0, 4).Select(i => FactId.Of($"key {i}"))];
        Dictionary<Guid, ToldFact> told = [];
        List<ToTell> heard = [];
        Dictionary<Guid, object> facts = [];
        foreach (var state in history)
        {
            // 0 means that there is no such fact.
            facts = keys.Zip(state).Where(f => f.Second > 0).ToDictionary(f => f.First, f => (object)new Fact($"{f.Second}"));
            heard.AddRange(Telling.Next(told, facts, state[0] == 1, Noon));
        }

        heard.GroupBy(h => (h.Key, h.Version)).ShouldAllBe(g => g.Select(h => h.Fact).Distinct().Count() == 1, "a version says one thing");
        var known = heard.GroupBy(h => h.Key).Select(g => g.MaxBy(h => h.Version)).Where(h => h.Fact is not null).ToDictionary(h => h.Key, h => h.Fact!);
        known.ShouldBe(facts, ignoreOrder: true);
    });

    private sealed record Fact(string What);
}
