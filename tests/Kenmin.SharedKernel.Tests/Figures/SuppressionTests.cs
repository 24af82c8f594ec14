using CsCheck;

namespace Kenmin.SharedKernel.Tests.Figures;

/// <summary>Small figures stay hidden, also from those who subtract.</summary>
public sealed class SuppressionTests
{
    private static readonly Gen<List<FigureCell>> Trees =
        from parents in Gen.Int[0, 1000].List[1, 14]
        from values in Gen.OneOf(Gen.Int[0, 6], Gen.Int[0, 60]).List[parents.Count]
        select Tree(parents, values);

    private static readonly Gen<List<List<int>>> Divisions = Gen.OneOf(Gen.Int[0, 6], Gen.Int[0, 60]).List[1, 6].List[1, 4];

    [Fact]
    public void A_single_small_settlement_takes_the_next_smallest_with_it() =>
        Hidden(Cells((0, null, 100), (1, 0, 3), (2, 0, 40), (3, 0, 57))).ShouldBe([1, 2], ignoreOrder: true);

    [Fact]
    public void Two_small_ones_that_are_many_together_hide_nothing_more() =>
        Hidden(Cells((0, null, 100), (1, 0, 3), (2, 0, 4), (3, 0, 93))).ShouldBe([1, 2], ignoreOrder: true);

    [Fact]
    public void Two_small_ones_that_are_few_together_take_a_third() =>
        Hidden(Cells((0, null, 101), (1, 0, 1), (2, 0, 2), (3, 0, 98))).ShouldBe([1, 2, 3], ignoreOrder: true);

    [Fact]
    public void As_many_people_as_hidden_ones_take_a_further_one_since_each_would_be_one() =>
        Hidden(Cells((0, null, 45), (1, 0, 1), (2, 0, 1), (3, 0, 1), (4, 0, 1), (5, 0, 1), (6, 0, 40))).ShouldBe([1, 2, 3, 4, 5, 6], ignoreOrder: true);

    [Fact]
    public void What_nobody_can_subtract_from_hides_itself_alone() => Hidden(Cells((0, null, 3), (1, null, 50))).ShouldBe([0]);

    [Fact]
    public void Nought_is_not_hidden() => Hidden(Cells((0, null, 40), (1, 0, 0), (2, 0, 40))).ShouldBeEmpty();

    [Fact]
    public void A_whole_that_is_hidden_is_not_given_away_by_its_parts() =>
        // District 1 hides with its neighbour 2; then its own settlements must not add up to it either.
        Hidden(Cells((0, null, 50), (1, 0, 4), (2, 0, 46), (3, 1, 4), (4, 1, 0), (5, 2, 20), (6, 2, 26))).ShouldSatisfyAllConditions(
            h => h.ShouldContain(1), h => h.ShouldContain(2), h => h.ShouldContain(3), h => (h.Contains(5) || h.Contains(6)).ShouldBeTrue());

    [Fact]
    public void Whatever_the_tree_no_hidden_figure_can_be_found_out_from_those_that_are_shown() => Trees.Sample(cells =>
    {
        var hidden = Suppression.Hide(cells, cells.Where(c => Suppression.IsSmall(c.Value)).Select(c => c.Id).ToHashSet());
        cells.Where(c => Suppression.IsSmall(c.Value)).ShouldAllBe(c => hidden.Contains(c.Id));
        foreach (var cell in cells.Where(c => hidden.Contains(c.Id))) HasAnotherAnswer(cells, hidden, cell.Id).ShouldBeTrue($"{cell} is given away by those around it");
    });

    [Fact]
    public void Whatever_the_divisions_of_a_whole_no_hidden_part_can_be_found_out() => Divisions.Sample(parts =>
    {
        // Each division adds up to the same whole: what is missing stands in its last part.
        var whole = parts.Max(p => p.Sum());
        Dictionary<Guid, int> figures = new() { [Id(0)] = whole };
        List<FigureSum> sums = [];
        var next = 1;
        foreach (var division in parts)
        {
            List<Guid> ids = [];
            foreach (var value in division.Append(whole - division.Sum()))
            {
                figures[Id(next)] = value;
                ids.Add(Id(next++));
            }

            sums.Add(new(Id(0), ids));
        }

        var small = figures.Where(f => Suppression.IsSmall(f.Value)).Select(f => f.Key).ToHashSet();
        var hidden = Suppression.Hide(figures, sums, small);
        small.ShouldAllBe(s => hidden.Contains(s));
        foreach (var asked in hidden) HasAnotherAnswer(figures.Keys.ToList(), sums, hidden, asked).ShouldBeTrue($"{asked} is given away by those around it");
    });

    private static bool HasAnotherAnswer(List<FigureCell> cells, HashSet<Guid> hidden, Guid asked) => HasAnotherAnswer(
        [.. cells.Select(c => c.Id)], [.. cells.Where(c => c.ParentId is not null).GroupBy(c => c.ParentId!.Value).Select(g => new FigureSum(g.Key, [.. g.Select(c => c.Id)]))], hidden, asked);

    // Whether the equations allow another value: exact, by elimination over fractions. The hidden figures are the unknowns.
    private static bool HasAnotherAnswer(List<Guid> cells, List<FigureSum> sums, HashSet<Guid> hidden, Guid asked)
    {
        var unknowns = cells.Where(hidden.Contains).ToList();
        List<decimal[]> rows = [];
        foreach (var sum in sums)
        {
            var row = new decimal[unknowns.Count];
            foreach (var part in sum.Parts.Where(hidden.Contains)) row[unknowns.IndexOf(part)] += 1;
            if (hidden.Contains(sum.Whole)) row[unknowns.IndexOf(sum.Whole)] -= 1;
            rows.Add(row);
        }

        // A value is known exactly when its own unit vector is a combination of the equations.
        var unit = new decimal[unknowns.Count];
        unit[unknowns.IndexOf(asked)] = 1;
        return Rank([.. rows, unit]) > Rank(rows);
    }

    private static int Rank(List<decimal[]> matrix)
    {
        List<decimal[]> rows = [.. matrix.Select(r => (decimal[])r.Clone())];
        var rank = 0;
        for (var column = 0; rows.Count > 0 && column < rows[0].Length; column++)
        {
            if (rows.FindIndex(rank, r => Math.Abs(r[column]) > 0.000001m) is not (>= 0 and var pivot)) continue;
            (rows[rank], rows[pivot]) = (rows[pivot], rows[rank]);
            for (var i = 0; i < rows.Count; i++)
            {
                if (i == rank || rows[i][column] == 0) continue;
                var factor = rows[i][column] / rows[rank][column];
                for (var j = 0; j < rows[i].Length; j++) rows[i][j] -= factor * rows[rank][j];
            }

            rank++;
            if (rank == rows.Count) break;
        }

        return rank;
    }

    // Leaves have the given values; a whole is the sum of its parts.
    private static List<FigureCell> Tree(List<int> parents, List<int> values)
    {
        var parent = Enumerable.Range(0, parents.Count).Select(i => i == 0 || parents[i] % 5 == 0 ? (int?)null : parents[i] % i).ToArray();
        var sums = new int[parents.Count];
        for (var i = parents.Count - 1; i >= 0; i--)
        {
            if (!parent.Contains(i)) sums[i] = values[i];
            if (parent[i] is { } p) sums[p] += sums[i];
        }

        return [.. Enumerable.Range(0, parents.Count).Select(i => new FigureCell(Id(i), parent[i] is { } p ? Id(p) : null, sums[i]))];
    }

    private static List<FigureCell> Cells(params (int Id, int? Parent, int Value)[] cells) => [.. cells.Select(c => new FigureCell(Id(c.Id), c.Parent is { } p ? Id(p) : null, c.Value))];

    private static IEnumerable<int> Hidden(List<FigureCell> cells) =>
        Suppression.Hide(cells, cells.Where(c => Suppression.IsSmall(c.Value)).Select(c => c.Id).ToHashSet()).Select(h => Enumerable.Range(0, 20).First(i => Id(i) == h));

    private static Guid Id(int number) => new(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
}
