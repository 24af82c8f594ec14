namespace Kenmin.SharedKernel.Tests;

public sealed class MunicipalityTests
{
    [Fact]
    public void There_are_nineteen_with_all_residents_of_the_census()
    {
        Municipality.All.Count.ShouldBe(19);
        Municipality.All.Sum(x => x.Population).ShouldBe(1_342_059);
        Municipality.All.Count(x => x.HillyRural == HillyRural.Whole).ShouldBe(8);
        Municipality.All.ShouldAllBe(x => x.Kana.Length > 0 && x.English.Length > 0 && x.Code6.StartsWith(x.Code));
    }

    [Theory]
    [InlineData("山口市")]
    [InlineData("山口県山口市")]
    [InlineData("山口県 山口市")]
    [InlineData("ヤマグチシ")]
    [InlineData("ﾔﾏｸﾞﾁｼ")]
    [InlineData("Yamaguchi City")]
    public void It_is_found_by_name(string name) => Municipality.ByName(name)!.Code.ShouldBe("35203");

    [Theory]
    [InlineData("田布施町")]
    [InlineData("熊毛郡田布施町")]
    [InlineData("山口県熊毛郡田布施町")]
    [InlineData("山口県田布施町")]
    public void A_town_is_found_with_and_without_its_county(string name) => Municipality.ByName(name)!.Code6.ShouldBe("353434");

    [Fact]
    public void It_is_found_by_both_codes_and_not_by_a_wrong_check_digit()
    {
        Municipality.ByCode("35203")!.Name.ShouldBe("山口市");
        Municipality.ByCode("３５２０３９")!.Name.ShouldBe("山口市");
        Municipality.ByCode("352038").ShouldBeNull();
        Municipality.ByCode(null).ShouldBeNull();
        Municipality.ByName("広島市").ShouldBeNull();
    }

    [Fact]
    public void Every_code_ends_in_its_check_digit_and_in_no_other()
    {
        foreach (var municipality in Municipality.All)
        {
            var valid = Enumerable.Range(0, 10).Select(digit => $"{municipality.Code}{digit}").Where(Municipality.HasValidCheckDigit);
            valid.ShouldBe([municipality.Code6]);
        }
        Municipality.HasValidCheckDigit("35203x").ShouldBeFalse();
        Municipality.HasValidCheckDigit("35203").ShouldBeFalse();
    }
}

public sealed class PostalAddressTests
{
    [Theory]
    [InlineData("山口県宇部市南8丁目29-4", "宇部市", "南8丁目29-4")]
    [InlineData("宇部市南8丁目29-4", "宇部市", "南8丁目29-4")]
    [InlineData("山口県　宇部市　南8丁目", "宇部市", "南8丁目")]
    [InlineData("〒753-8501 山口県山口市滝町1-1", "山口市", "滝町1-1")]
    [InlineData("山口県熊毛郡田布施町西4丁目", "田布施町", "西4丁目")]
    [InlineData("山口県田布施町西4丁目", "田布施町", "西4丁目")]
    [InlineData("阿武郡阿武町奈古", "阿武町", "奈古")]
    [InlineData("広島県広島市中区1-1", null, "広島県広島市中区1-1")]
    [InlineData("福岡県観光市場1", null, "福岡県観光市場1")]
    public void An_address_is_divided_after_its_municipality(string text, string? municipality, string rest)
    {
        var address = PostalAddress.Parse(text).Value;
        address.Municipality?.Name.ShouldBe(municipality);
        (address.Municipality is null).ShouldBe(municipality is null);
        address.Rest.ShouldBe(rest);
        address.Original.ShouldBe(text);
    }

    [Fact]
    public void Blank_and_overlong_addresses_are_refused()
    {
        PostalAddress.Parse(" ").IsOk.ShouldBeFalse();
        PostalAddress.Parse(new string('市', 201)).IsOk.ShouldBeFalse();
    }
}

public sealed class PostalCodeTests
{
    [Theory]
    [InlineData("755-0088")]
    [InlineData("7550088")]
    [InlineData("〒755-0088")]
    [InlineData("〒 ７５５－００８８")]
    [InlineData("755 0088")]
    public void A_postal_code_is_seven_digits_shown_three_and_four(string text) => PostalCode.Parse(text).Value.ToString().ShouldBe("755-0088");

    [Theory]
    [InlineData("75-000")]
    [InlineData("75500888")]
    [InlineData("七五五")]
    [InlineData("")]
    public void Anything_else_is_refused(string text) => PostalCode.Parse(text).IsOk.ShouldBeFalse();
}

public sealed class GeoPointTests
{
    [Fact]
    public void The_city_halls_of_Yamaguchi_and_Hagi_are_27_kilometres_apart()
    {
        var metres = Municipality.ByName("山口市")!.Office.DistanceTo(Municipality.ByName("萩市")!.Office);
        metres.ShouldBeInRange(26_000, 27_500);
        Municipality.ByName("萩市")!.Office.DistanceTo(Municipality.ByName("山口市")!.Office).ShouldBe(metres, 0.001);
    }

    [Fact]
    public void One_degree_of_latitude_is_111_kilometres() =>
        new GeoPoint(34, 131).DistanceTo(new GeoPoint(35, 131)).ShouldBe(111_195, 5);

    [Theory]
    [InlineData("91", "131")]
    [InlineData("34", "181")]
    [InlineData("NaN", "131")]
    [InlineData("北緯34", "131")]
    [InlineData("", "")]
    public void Coordinates_out_of_range_are_refused(string lat, string lon) => GeoPoint.Parse(lat, lon).IsOk.ShouldBeFalse();

    [Fact]
    public void No_point_exists_out_of_range() => Should.Throw<ArgumentOutOfRangeException>(() => new GeoPoint(double.NaN, 0));
}
