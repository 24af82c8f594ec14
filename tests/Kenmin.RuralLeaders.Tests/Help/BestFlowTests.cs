using CsCheck;
using Kenmin.RuralLeaders.Help.Matching;

namespace Kenmin.RuralLeaders.Tests.Help;

/// <summary>People and things are distributed in the best way there is, as trying everything shows.</summary>
public sealed class BestFlowTests
{
    private static readonly Gen<(int[] Hands, int[] Slots, Arc[] Arcs)> Small = Problems(5, 4, 9);
    private static readonly Gen<(int[] Hands, int[] Slots, Arc[] Arcs)> Large = Problems(60, 40, 400);

    [Fact]
    public void It_is_worth_as_much_as_the_best_of_all_that_could_be() => Small.Sample(
        p => BestFlow.Worth(p.Arcs, BestFlow.Solve(p.Hands, p.Slots, p.Arcs)).ShouldBe(ByTryingEverything(p.Hands, p.Slots, p.Arcs, 0)), iter: 400);

    [Fact]
    public void It_is_never_worth_less_than_one_after_the_other_and_often_more()
    {
        var better = 0;
        Large.Sample(
            p =>
            {
                var (best, greedy) = (BestFlow.Worth(p.Arcs, BestFlow.Solve(p.Hands, p.Slots, p.Arcs)), BestFlow.Worth(p.Arcs, BestFlow.Greedy(p.Hands, p.Slots, p.Arcs)));
                best.ShouldBeGreaterThanOrEqualTo(greedy);
                if (best > greedy) Interlocked.Increment(ref better);
            },
            iter: 100);
        better.ShouldBeGreaterThan(10, "or the comparison says nothing");
    }

    [Fact]
    public void Nobody_gives_more_than_they_have_and_no_place_takes_more_than_it_needs() => Large.Sample(
        p =>
        {
            foreach (var flows in new[] { BestFlow.Solve(p.Hands, p.Slots, p.Arcs), BestFlow.Greedy(p.Hands, p.Slots, p.Arcs) })
            {
                for (var i = 0; i < flows.Length; i++) flows[i].ShouldBeInRange(0, p.Arcs[i].Most);
                for (var h = 0; h < p.Hands.Length; h++) p.Arcs.Select((a, i) => a.Hand == h ? flows[i] : 0).Sum().ShouldBeLessThanOrEqualTo(p.Hands[h]);
                for (var s = 0; s < p.Slots.Length; s++) p.Arcs.Select((a, i) => a.Slot == s ? flows[i] : 0).Sum().ShouldBeLessThanOrEqualTo(p.Slots[s]);
            }
        },
        iter: 50);

    private static Gen<(int[] Hands, int[] Slots, Arc[] Arcs)> Problems(int hands, int slots, int arcs) =>
        from has in Gen.Int[0, 3].Array[1, hands]
        from takes in Gen.Int[0, 3].Array[1, slots]
        from could in Gen.Select(Gen.Int[0, has.Length - 1], Gen.Int[0, takes.Length - 1], Gen.Int[1, 3], Gen.Int[1, 1000]).Array[0, arcs]
        select (has, takes, could.Select(c => new Arc(c.Item1, c.Item2, c.Item3, c.Item4)).DistinctBy(a => (a.Hand, a.Slot)).ToArray());

    private static long ByTryingEverything(int[] hands, int[] slots, Arc[] arcs, int at)
    {
        if (at == arcs.Length) return 0;
        var (arc, best) = (arcs[at], 0L);
        for (var moved = 0; moved <= Math.Min(arc.Most, Math.Min(hands[arc.Hand], slots[arc.Slot])); moved++)
        {
            hands[arc.Hand] -= moved;
            slots[arc.Slot] -= moved;
            best = Math.Max(best, ((long)moved * arc.Worth) + ByTryingEverything(hands, slots, arcs, at + 1));
            hands[arc.Hand] += moved;
            slots[arc.Slot] += moved;
        }

        return best;
    }
}
