using Kenmin.RuralLeaders.Areas;

namespace Kenmin.RuralLeaders.Tests.Areas;

/// <summary>What is hidden of an area. That nothing hidden can be found by subtracting is looked at where it is hidden.</summary>
public sealed class AreaSuppressionTests
{
    [Fact]
    public void Few_below_65_hide_those_of_65_and_over_and_a_handful_of_people_hides_all()
    {
        Guid village = Id(1), handful = Id(2), other = Id(3);
        var shown = AreaSuppression.Of(
        [
            (village, null, new() { People = 30, Households = 12, Over65 = 28 }), (handful, null, new() { People = 4, Households = 2, Over65 = 4 }),
            (other, null, new() { People = 30, Households = 12, Over65 = 15 }),
        ]);
        (shown[village].People.Value, shown[village].Over65.Hidden).ShouldBe((30, true), "two people below 65 could be told");
        (shown[handful].People.Hidden, shown[handful].Households.Hidden, shown[handful].Over65.Hidden).ShouldBe((true, true, true));
        (shown[other].People.Value, shown[other].Over65.Value).ShouldBe((30, 15));
    }

    private static Guid Id(int number) => new(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
}
