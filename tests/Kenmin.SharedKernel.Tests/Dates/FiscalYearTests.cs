using System.Text.Json;
using CsCheck;

namespace Kenmin.SharedKernel.Tests;

public sealed class FiscalYearTests
{
    [Theory]
    [InlineData("2026-03-31", 2025)]
    [InlineData("2026-04-01", 2026)]
    [InlineData("2027-03-31", 2026)]
    public void A_fiscal_year_runs_from_April_to_March(string day, int year) =>
        FiscalYear.Of(DateOnly.Parse(day)).StartYear.ShouldBe(year);

    [Theory]
    [InlineData("2026-03-31T14:59:59Z", 2025)]
    [InlineData("2026-03-31T15:00:00Z", 2026)]
    [InlineData("2026-03-31T23:59:59-10:00", 2026)]
    public void It_turns_at_midnight_in_Japan(string instant, int year) =>
        FiscalYear.Of(DateTimeOffset.Parse(instant)).StartYear.ShouldBe(year);

    [Theory]
    [InlineData(2026, "令和8年度")]
    [InlineData(2020, "令和2年度")]
    [InlineData(2019, "令和元年度")]
    [InlineData(2018, "平成30年度")]
    [InlineData(1989, "平成元年度")]
    [InlineData(1988, "昭和63年度")]
    [InlineData(1927, "昭和2年度")]
    [InlineData(1926, "大正15年度")]
    [InlineData(1913, "大正2年度")]
    public void It_is_named_by_era(int year, string name) => new FiscalYear(year).ToJapanese().ShouldBe(name);

    [Theory]
    [InlineData("2026", 2026)]
    [InlineData("FY2026", 2026)]
    [InlineData("fy2026", 2026)]
    [InlineData("2026年度", 2026)]
    [InlineData("２０２６ 年度", 2026)]
    [InlineData("ＦＹ２０２６", 2026)]
    [InlineData("令和8年度", 2026)]
    [InlineData("令和　８　年度", 2026)]
    [InlineData("㋿8年度", 2026)]
    [InlineData("R8", 2026)]
    [InlineData("r8", 2026)]
    [InlineData("令和元年度", 2019)]
    [InlineData("令和1年度", 2019)]
    [InlineData("平成31年度", 2019)]
    [InlineData("H30", 2018)]
    [InlineData("昭和63年度", 1988)]
    public void It_is_read_in_all_usual_styles(string text, int year) => FiscalYear.Parse(text).Value.StartYear.ShouldBe(year);

    [Theory]
    [InlineData("昭和64年度", "平成元年度")]
    [InlineData("平成32年度", "令和2年度")]
    public void A_year_the_era_never_had_is_refused_with_the_right_name(string text, string right) =>
        FiscalYear.Parse(text).Error.Ja.ShouldContain(right);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("来年度")]
    [InlineData("20266")]
    [InlineData("0026")]
    [InlineData("令和0年度")]
    [InlineData("令和999年度")]
    public void What_is_no_fiscal_year_is_refused_in_both_languages(string? text)
    {
        var error = FiscalYear.Parse(text).Error;
        error.Ja.ShouldNotBeNullOrWhiteSpace();
        error.En.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Every_year_is_read_back_from_both_of_its_names() => Gen.Int[FiscalYear.EarliestYear, FiscalYear.LatestYear].Sample(year =>
    {
        var fiscal = new FiscalYear(year);
        FiscalYear.Parse(fiscal.ToString()).Value.ShouldBe(fiscal);
        FiscalYear.Parse(fiscal.ToJapanese()).Value.ShouldBe(fiscal);
    });

    [Fact]
    public void Its_days_and_instants_are_its_own() => Gen.Int[1950, 2100].Sample(year =>
    {
        var fiscal = new FiscalYear(year);
        FiscalYear.Of(fiscal.StartsOn).ShouldBe(fiscal);
        FiscalYear.Of(fiscal.EndsOn).ShouldBe(fiscal);
        FiscalYear.Of(fiscal.Start).ShouldBe(fiscal);
        FiscalYear.Of(fiscal.Start.AddTicks(-1)).ShouldBe(fiscal.Previous);
        FiscalYear.Of(fiscal.End).ShouldBe(fiscal.Next);
        (fiscal < fiscal.Next && fiscal > fiscal.Previous).ShouldBeTrue();
    });

    [Fact]
    public void In_JSON_it_is_a_number()
    {
        JsonSerializer.Serialize(new { Year = new FiscalYear(2026) }).ShouldBe("""{"Year":2026}""");
        JsonSerializer.Deserialize<FiscalYear>("2026").ShouldBe(new FiscalYear(2026));
        var byYear = new Dictionary<FiscalYear, int> { [new FiscalYear(2026)] = 3 };
        JsonSerializer.Serialize(byYear).ShouldBe("""{"2026":3}""");
        JsonSerializer.Deserialize<Dictionary<FiscalYear, int>>("""{"2026":3}""").ShouldBe(byYear);
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<FiscalYear>("12"));
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<FiscalYear>("\"2026\""));
    }

    [Fact]
    public void It_binds_from_routes_and_refuses_nonsense_there()
    {
        FiscalYear.TryParse("R8", null, out var year).ShouldBeTrue();
        year.StartYear.ShouldBe(2026);
        FiscalYear.TryParse("next", null, out _).ShouldBeFalse();
    }
}
