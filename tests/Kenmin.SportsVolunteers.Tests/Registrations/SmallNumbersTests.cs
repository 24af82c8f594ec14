using CsCheck;
using Kenmin.SportsVolunteers.Registrations.Legacy;

namespace Kenmin.SportsVolunteers.Tests.Registrations;

public sealed class SmallNumbersTests
{
    [Fact]
    public void Figures_from_one_to_four_are_hidden_and_zero_is_not() =>
        new long?[] { 0, 1, 4, 5 }.Select(f => SmallNumbers.Hide(f, SmallNumbers.Least)).ShouldBe([0, null, null, 5]);

    [Fact]
    public void A_single_hidden_part_takes_the_next_smallest_with_it() =>
        SmallNumbers.Suppress([3, 40, 12, 0], SmallNumbers.Least).ShouldBe([null, 40, null, 0]);

    [Fact]
    public void The_sum_never_gives_a_hidden_figure_away() =>
        Gen.Long[0, 30].Array[1, 12].Sample(parts =>
        {
            var shown = SmallNumbers.Suppress([.. parts.Select(p => (long?)p)], SmallNumbers.Least);
            shown.ShouldAllBe(p => p == null || p == 0 || p >= SmallNumbers.Least);
            // One hidden part can be computed from the sum, unless all others are zero and the sum itself is small.
            if (shown.Count(p => p is null) == 1) parts.Count(p => p > 0).ShouldBe(1);
        });
}
