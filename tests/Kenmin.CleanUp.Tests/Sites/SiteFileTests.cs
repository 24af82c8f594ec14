using System.Text;
using CsCheck;
using Kenmin.CleanUp.Sites;
using Kenmin.CleanUp.Sites.Import;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Kenmin.Testing;

namespace Kenmin.CleanUp.Tests.Sites;

/// <summary>What files of sites say, without a database.</summary>
public sealed class SiteFileTests
{
    private const string Header = "市区町村コード,市町名,場所名,種別,緯度,経度,延長m,収集の決まり\n";

    [Fact]
    public async Task The_list_of_the_nineteen_municipalities_is_read_without_an_error()
    {
        await using var file = File.OpenRead(Path.Combine(RepositoryRoot.Path, "tests", "Data", "cleanup-sites.csv"));

        var read = await SiteTable.ReadAsync(file, "cleanup-sites.csv", null, default);

        read.Errors.Kept.ShouldBeEmpty();
        read.Rows.Count.ShouldBe(281);
        read.Rows.Select(r => r.MunicipalityCode).Distinct().Count().ShouldBe(19);
        read.Rows[0].ShouldBe(new SiteRow(2, "352012", "下関道路1", SiteKind.Road, SiteShape.At(new(33.97352, 130.92877)), 530, ""));
        read.Rows.ShouldAllBe(r => r.LengthMetres > 0);
    }

    [Theory]
    [InlineData("352039,山口市,見本川,河川敷,131.47,34.18,100,", "緯度", "swapped")]
    [InlineData("352039,山口市,見本川,河川敷,北緯34度,131.47,100,", "緯度", "latitude")]
    [InlineData("352039,山口市,見本川,河川敷,34.18,,100,", "経度", "longitude")]
    [InlineData("352039,山口市,見本川,河川敷,35.68,139.76,100,", "緯度", "km from the office")]
    [InlineData("352039,下関市,見本川,河川敷,34.18,131.47,100,", "市区町村コード", "Correct one of them")]
    [InlineData("352030,山口市,見本川,河川敷,34.18,131.47,100,", "市区町村コード", "352039")]
    [InlineData(",東京都,見本川,河川敷,34.18,131.47,100,", "市区町村コード", "山口市")]
    [InlineData("352039,山口市,,河川敷,34.18,131.47,100,", "場所名", "Fill this in")]
    [InlineData("352039,山口市,見本川,山,34.18,131.47,100,", "種別", "Coast")]
    [InlineData("352039,山口市,見本川,河川敷,34.18,131.47,約100,", "延長m", "metres")]
    [InlineData("352039,山口市,見本川,河川敷,34.18,131.47,0,", "延長m", "metres")]
    public async Task A_wrong_cell_is_named_with_its_row_its_column_and_what_is_expected(string row, string column, string expected)
    {
        var read = await TableAsync(Header + "352039,山口市,正しい川,河川敷,34.18,131.47,100,\n" + row);

        read.Errors.Kept.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            e => e.Line.ShouldBe(3), e => e.Column.Ja.ShouldBe(column), e => e.Reason.En.ShouldContain(expected), e => e.Reason.Ja.ShouldNotBeNullOrWhiteSpace());
    }

    [Fact]
    public async Task What_people_type_in_a_hurry_is_understood()
    {
        var read = await TableAsync("市町名,場所名,種別,緯度,経度\n山口県山口市,　見本川　,河川,３４．１８,１３１．４７");

        read.Errors.Kept.ShouldBeEmpty();
        read.Rows.ShouldHaveSingleItem().ShouldBe(new SiteRow(2, "352039", "見本川", SiteKind.River, SiteShape.At(new(34.18, 131.47)), null, null));
    }

    [Fact]
    public async Task The_same_site_twice_in_a_file_is_refused_however_it_is_written()
    {
        var read = await TableAsync(Header + "352039,山口市,ミホン川,河川敷,34.18,131.47,100,\n35203,山口市,ﾐﾎﾝ川,公園,34.19,131.48,,");

        read.Errors.Kept.ShouldHaveSingleItem().Reason.En.ShouldContain("row 2");
    }

    [Fact]
    public async Task Staff_of_a_municipality_import_its_own_sites_only()
    {
        var read = await SiteTable.ReadAsync(Bytes(Header + "352039,山口市,見本川,河川敷,34.18,131.47,100,"), "a.csv", new HashSet<string> { "352047" }, default);

        read.Errors.Kept.ShouldHaveSingleItem().Reason.En.ShouldContain("Yamaguchi");
    }

    [Fact]
    public async Task A_table_without_a_needed_column_is_refused_as_a_whole() =>
        (await Should.ThrowAsync<SpreadsheetException>(() => TableAsync("場所名,種別\n見本川,河川敷"))).Reason.Ja.ShouldContain("緯度");

    [Fact]
    public async Task Points_stretches_and_areas_come_from_a_map()
    {
        var read = await GeoAsync(
            Feature("""{"type":"Point","coordinates":[131.47,34.18,12.5]}""", "点の浜", "coast"),
            Feature("""{"type":"LineString","coordinates":[[131.47,34.18],[131.48,34.18]]}""", "線の川", "河川敷"),
            Feature("""{"type":"Polygon","coordinates":[[[131.47,34.18],[131.48,34.18],[131.48,34.19],[131.47,34.18]]]}""", "面の公園", "Park"));

        read.Errors.Kept.ShouldBeEmpty();
        read.Rows.Select(r => r.Shape.Kind).ShouldBe([ShapeKind.Point, ShapeKind.Line, ShapeKind.Area]);
        read.Rows[1].LengthMetres.ShouldBe(920, "0.01 degrees along the parallel of 34.18");
        read.Rows[2].Shape.Positions.Count.ShouldBe(3, "the ring's end is its beginning");
    }

    [Theory]
    [InlineData("""{"type":"Point","coordinates":[34.18,131.47]}""", "swapped")]
    [InlineData("""{"type":"Point","coordinates":["131.47",34.18]}""", "cannot be read")]
    [InlineData("""{"type":"LineString","coordinates":[[131.47,34.18],[131.47,34.18]]}""", "two different")]
    [InlineData("""{"type":"Polygon","coordinates":[[[131.47,34.18],[131.48,34.18],[131.48,34.19]]]}""", "ends where it begins")]
    [InlineData("""{"type":"Polygon","coordinates":[[[131.4,34.1],[131.5,34.1],[131.5,34.2],[131.4,34.1]],[[131.45,34.12],[131.46,34.12],[131.46,34.13],[131.45,34.12]]]}""", "holes")]
    [InlineData("""{"type":"MultiPoint","coordinates":[[131.47,34.18]]}""", "MultiPoint")]
    [InlineData("""{"type":"LineString","coordinates":[[131.47,34.18],[139.76,35.68]]}""", "km from the office")]
    [InlineData("null", "no geometry")]
    public async Task A_wrong_geometry_is_refused_with_what_is_expected(string geometry, string expected)
    {
        var read = await GeoAsync(Feature(geometry, "見本川", "River"));

        read.Errors.Kept.ShouldHaveSingleItem().ShouldSatisfyAllConditions(e => e.Line.ShouldBe(1), e => e.ColumnKey.ShouldBe("geometry"), e => e.Reason.En.ShouldContain(expected));
    }

    [Theory]
    [InlineData("{", "cannot be read as JSON")]
    [InlineData("""{"type":"Feature"}""", "FeatureCollection")]
    [InlineData("[1]", "FeatureCollection")]
    [InlineData("""{"type":"FeatureCollection","features":[],"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::2445"}}}""", "WGS 84")]
    public async Task What_is_no_collection_in_degrees_is_refused_as_a_whole(string text, string expected) =>
        (await Should.ThrowAsync<SpreadsheetException>(() => SiteGeoJson.ReadAsync(Bytes(text), null, default))).Reason.En.ShouldContain(expected);

    [Fact]
    public void The_pin_of_a_stretch_stands_at_the_middle_of_its_length()
    {
        GeoPoint a = new(34, 131), b = new(34, 131.01), c = new(34, 131.04);

        new SiteShape(ShapeKind.Line, [a, b, c]).Pin.Longitude.ShouldBe(131.02, 0.0001);
    }

    [Fact]
    public void A_point_of_a_table_does_not_take_the_place_of_a_drawn_stretch()
    {
        var drawn = new SiteShape(ShapeKind.Line, [new(34.18, 131.47), new(34.18, 131.48)]);
        var site = new Site { MunicipalityCode = "352039", Name = "川", Kind = SiteKind.River, Shape = drawn, LengthMetres = 920, CollectionNote = "", Key = Site.KeyOf("352039", "川") };
        var row = new SiteRow(2, "352039", "川", SiteKind.River, SiteShape.At(new(34.2, 131.5)), null, null);

        row.Changes(site).ShouldBeFalse();
        row.WriteTo(site);
        (site.Shape, site.LengthMetres).ShouldBe((drawn, 920));
    }

    [Fact]
    public void A_row_that_was_taken_over_changes_nothing_a_second_time() =>
        (from kind in Gen.Enum<SiteKind>()
         from length in Gen.Int[0, 100_000]
         from note in Gen.Int[0, 2].Select(i => i switch { 0 => null, 1 => "", _ => "指定袋のみ" })
         from latitude in Gen.Double[33.8, 34.7]
         from closed in Gen.Bool
         select (new SiteRow(2, "352039", "川", kind, SiteShape.At(new(latitude, 131.4)), length == 0 ? null : length, note), closed)).Sample((row, closed) =>
        {
            var site = new Site { Name = "川", Shape = SiteShape.At(new(34, 131)), Closed = closed };
            row.WriteTo(site);
            return !row.Changes(site);
        });

    private static Task<SiteFile> TableAsync(string text) => SiteTable.ReadAsync(Bytes(text), "sites.csv", null, default);

    private static Task<SiteFile> GeoAsync(params string[] features) =>
        SiteGeoJson.ReadAsync(Bytes($$"""{"type":"FeatureCollection","features":[{{string.Join(',', features)}}]}"""), null, default);

    private static string Feature(string geometry, string name, string kind) =>
        $$"""{"type":"Feature","geometry":{{geometry}},"properties":{"municipalityCode":"352039","name":"{{name}}","kind":"{{kind}}"} }""";

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(text)).ToArray());
}
