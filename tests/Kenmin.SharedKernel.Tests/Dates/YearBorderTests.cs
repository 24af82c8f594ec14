using CsCheck;

namespace Kenmin.SharedKernel.Tests;

/// <summary>Fiscal years and eras at the borders where a calendar goes wrong.</summary>
public sealed class YearBorderTests
{
    [Theory]
    [InlineData("2027-03-31T23:59:59+09:00", 2026)]
    [InlineData("2027-03-31T23:59:59.9999999+09:00", 2026)]
    [InlineData("2027-04-01T00:00:00+09:00", 2027)]
    [InlineData("2028-02-29T23:59:59+09:00", 2027)]
    [InlineData("2028-03-01T00:00:00+09:00", 2027)]
    [InlineData("2019-03-31T23:59:59+09:00", 2018)]
    [InlineData("2019-04-01T00:00:00+09:00", 2019)]
    [InlineData("1989-03-31T23:59:59+09:00", 1988)]
    [InlineData("1949-03-31T14:59:59Z", 1948)]
    public void An_instant_belongs_to_the_year_of_the_calendar_in_Japan(string instant, int year) =>
        FiscalYear.Of(DateTimeOffset.Parse(instant)).StartYear.ShouldBe(year);

    [Theory]
    [InlineData(2018, "平成30年度")]
    [InlineData(2019, "令和元年度")]
    [InlineData(2020, "令和2年度")]
    [InlineData(1988, "昭和63年度")]
    [InlineData(1989, "平成元年度")]
    [InlineData(1990, "平成2年度")]
    [InlineData(1925, "大正14年度")]
    [InlineData(1926, "大正15年度")]
    [InlineData(1927, "昭和2年度")]
    public void Names_at_the_changes_of_era_are_written_and_read(int year, string name)
    {
        new FiscalYear(year).ToJapanese().ShouldBe(name);
        FiscalYear.Parse(name).Value.StartYear.ShouldBe(year);
        FiscalYear.Parse(name.Replace("年度", "年", StringComparison.Ordinal)).Value.StartYear.ShouldBe(year);
    }

    [Theory]
    [InlineData("2019-04-01", "平成31年4月1日", "令和元年度")]
    [InlineData("2019-04-30", "平成31年4月30日", "令和元年度")]
    [InlineData("2019-05-01", "令和元年5月1日", "令和元年度")]
    [InlineData("2020-03-31", "令和2年3月31日", "令和元年度")]
    [InlineData("2020-04-01", "令和2年4月1日", "令和2年度")]
    [InlineData("1989-01-07", "昭和64年1月7日", "昭和63年度")]
    [InlineData("1989-01-08", "平成元年1月8日", "昭和63年度")]
    [InlineData("1989-04-01", "平成元年4月1日", "平成元年度")]
    [InlineData("1926-12-25", "昭和元年12月25日", "大正15年度")]
    [InlineData("2028-02-29", "令和10年2月29日", "令和9年度")]
    public void A_day_has_its_era_and_its_fiscal_year_has_its_own(string day, string japanese, string fiscalYear)
    {
        var date = DateOnly.Parse(day);
        JapaneseDate.Of(date)!.Value.ToString().ShouldBe(japanese);
        FiscalYear.Of(date).ToJapanese().ShouldBe(fiscalYear);
        LenientDate.Parse(japanese).Value.ShouldBe(date);
    }

    [Theory]
    [InlineData("令和7年2月29日")]
    [InlineData("2027-02-29")]
    [InlineData("平成12年2月30日")]
    [InlineData("1900/2/29")]
    public void A_leap_day_that_never_was_is_refused(string day) => LenientDate.Parse(day).IsOk.ShouldBeFalse();

    [Theory]
    [InlineData("令和6年2月29日")]
    [InlineData("2000-02-29")]
    [InlineData("R10.2.29")]
    public void A_leap_day_that_was_is_read(string day) => LenientDate.Parse(day).IsOk.ShouldBeTrue();

    [Fact]
    public void Every_fiscal_year_has_as_many_days_as_the_calendar_gives_it_and_leaves_none_out() => Gen.Int[FiscalYear.EarliestYear, FiscalYear.LatestYear - 1].Sample(year =>
    {
        var fiscal = new FiscalYear(year);
        (fiscal.EndsOn.DayNumber - fiscal.StartsOn.DayNumber + 1).ShouldBe(DateTime.IsLeapYear(year + 1) ? 366 : 365);
        fiscal.Next.StartsOn.ShouldBe(fiscal.EndsOn.AddDays(1));
        fiscal.End.ShouldBe(fiscal.Next.Start);
    });

    [Fact]
    public void The_first_and_the_last_year_have_no_neighbour_outside()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new FiscalYear(FiscalYear.EarliestYear).Previous);
        Should.Throw<ArgumentOutOfRangeException>(() => new FiscalYear(FiscalYear.LatestYear).Next);
    }
}
