using CsCheck;
using Kenmin.CommunityBusiness.Resources;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Tests.Resources;

/// <summary>Where a home is, is nobody's to learn; that it lies in the prefecture, everybody's.</summary>
public sealed class CoarsePointTests
{
    // All over the prefecture and around it, as fine as people give it.
    private static readonly Gen<GeoPoint> Around = Gen.Select(Gen.Double[33.70, 34.82], Gen.Double[130.76, 132.51], (latitude, longitude) => new GeoPoint(Math.Round(latitude, 6), Math.Round(longitude, 6)));

    [Fact]
    public void The_public_point_says_nothing_of_where_in_its_cell_a_place_is()
    {
        var compared = 0;
        Gen.Select(Around, Gen.Double[0.001, 0.999], Gen.Double[0.001, 0.999]).Sample((point, x, y) =>
        {
            var (row, column) = CoarsePoint.CellOf(point);
            GeoPoint neighbour = new((row + y) * CoarsePoint.Height, (column + x) * CoarsePoint.Width);
            if (!Prefecture.Contains(point)) return;
            Interlocked.Increment(ref compared);
            CoarsePoint.Of(neighbour).ShouldBe(CoarsePoint.Of(point));
        }, iter: 400, threads: 1);
        compared.ShouldBeGreaterThan(50, "or nothing was compared");
    }

    [Fact]
    public void The_public_point_never_leaves_the_prefecture_and_stays_within_the_cell_where_that_has_land()
    {
        var seen = 0;
        Around.Sample(point =>
        {
            if (!Prefecture.Contains(point)) return;
            Interlocked.Increment(ref seen);
            var shown = CoarsePoint.Of(point);
            Prefecture.Contains(shown).ShouldBeTrue();
            if (CoarsePoint.CellOf(shown) != CoarsePoint.CellOf(point)) Municipality.All.Select(m => m.Office).ShouldContain(shown);
            else if (Prefecture.Covers(point)) shown.DistanceTo(point).ShouldBeLessThan(750);
        }, iter: 400, threads: 1);
        seen.ShouldBeGreaterThan(50, "or nothing was seen");
    }

    [Fact]
    public void A_place_in_the_sea_of_its_cell_is_shown_on_the_land_and_offices_lie_in_their_municipalities()
    {
        foreach (var municipality in Municipality.All)
        {
            Prefecture.Contains(municipality.Office, municipality).ShouldBeTrue(municipality.Name);
            Prefecture.Contains(CoarsePoint.Of(municipality.Office)).ShouldBeTrue(municipality.Name);
        }

        Prefecture.Contains(new(34.3963, 132.4594)).ShouldBeFalse("Hiroshima");
        Prefecture.Contains(new(33.8834, 130.8752)).ShouldBeFalse("Kokura");
        Prefecture.Contains(new(34.7703, 131.1458)).ShouldBeTrue("the island of Mishima belongs to Hagi");
        Prefecture.Contains(new(34.1785, 131.4737), Municipality.ByName("萩市")!).ShouldBeFalse("Yamaguchi is not Hagi");
    }

    [Theory]
    [InlineData(LocalKind.EmptyHouse, true)]
    [InlineData(LocalKind.Skill, true)]
    [InlineData(LocalKind.Care, true)]
    [InlineData(LocalKind.Produce, false)]
    [InlineData(LocalKind.ClosedSchool, false)]
    public void Homes_are_kept_coarse_and_what_all_know_is_shown_as_it_is(LocalKind kind, bool coarse)
    {
        LocalEntry entry = new();
        entry.Put(new(kind, "題名", "説明", "352039", "見本地区", "", "34.1785", "131.4737", null, null, "", "", ""));
        entry.Exact.ShouldBe(new GeoPoint(34.1785, 131.4737));
        entry.Shown.ShouldBe(coarse ? CoarsePoint.Of(new(34.1785, 131.4737)) : new GeoPoint(34.1785, 131.4737));
        (entry.Shown == entry.Exact).ShouldBe(!coarse);
    }
}
