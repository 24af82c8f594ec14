using System.Globalization;
using CsCheck;
using Kenmin.SharedKernel;

namespace Kenmin.Pages.Tests;

public sealed class FormattingTests
{
    [Fact]
    public void A_day_is_read_with_its_era_in_Japanese_and_the_Western_year_in_English()
    {
        var day = new DateOnly(2026, 11, 1);
        using (In.Japanese()) Dates.Long(day).ShouldBe("令和8年11月1日（日）");
        using (In.English()) Dates.Long(day).ShouldBe("1 November 2026 (Sun)");
    }

    [Theory]
    [InlineData("2019-04-30", "平成31年4月30日（火）")]
    [InlineData("2019-05-01", "令和元年5月1日（水）")]
    [InlineData("1989-01-07", "昭和64年1月7日（土）")]
    [InlineData("1989-01-08", "平成元年1月8日（日）")]
    [InlineData("1900-01-01", "1900年1月1日（月）")]
    public void Eras_change_on_their_day(string day, string expected)
    {
        using var _ = In.Japanese();
        Dates.Long(DateOnly.Parse(day, CultureInfo.InvariantCulture)).ShouldBe(expected);
    }

    [Fact]
    public void A_time_is_that_of_the_clock_in_Japan()
    {
        using var _ = In.Japanese();
        Dates.DayTime(new DateTimeOffset(2026, 10, 31, 16, 5, 0, TimeSpan.Zero)).ShouldBe("令和8年11月1日（日） 1:05");
    }

    [Fact]
    public void A_span_names_the_second_day_only_where_it_ends_on_another()
    {
        using var _ = In.Japanese();
        var start = JapanTime.At(new DateOnly(2026, 11, 1), new TimeOnly(22, 0));
        Times.Range(start, start.AddHours(1)).ShouldBe("令和8年11月1日（日） 22:00～23:00");
        Times.Range(start, start.AddHours(3)).ShouldBe("令和8年11月1日（日） 22:00～令和8年11月2日（月） 1:00");
    }

    [Theory]
    [InlineData(45, "45分", "45 min")]
    [InlineData(120, "2時間", "2 h")]
    [InlineData(150, "2時間30分", "2 h 30 min")]
    public void A_length_of_time_is_said_in_hours_and_minutes(int minutes, string ja, string en)
    {
        using (In.Japanese()) Times.Duration(TimeSpan.FromMinutes(minutes)).ShouldBe(ja);
        using (In.English()) Times.Duration(TimeSpan.FromMinutes(minutes)).ShouldBe(en);
    }

    [Fact]
    public void Numbers_have_separators_and_units()
    {
        using (In.Japanese()) Numbers.People(1021).ShouldBe("1,021人");
        using (In.English()) Numbers.People(1).ShouldBe("1 person");
        Numbers.Share(1, 8).ShouldBe("12.5%");
        Numbers.Share(0, 0).ShouldBe("–");
    }

    [Fact]
    public void A_fiscal_year_is_said_with_its_months()
    {
        using var _ = In.Japanese();
        FiscalYearText.WithMonths(new FiscalYear(2026)).ShouldBe("令和8年度（2026年4月～2027年3月）");
    }

    [Fact]
    public void A_day_of_any_calendar_year_can_be_read_back_from_its_English_words() =>
        Gen.Int[new DateOnly(1873, 1, 1).DayNumber, new DateOnly(2199, 12, 31).DayNumber].Sample(number =>
        {
            var day = DateOnly.FromDayNumber(number);
            DateOnly.ParseExact(Dates.LongText(day).En.Split(" (")[0], "d MMMM yyyy", CultureInfo.InvariantCulture).ShouldBe(day);
        });

    [Fact]
    public void Fields_are_named_as_they_are_bound()
    {
        var Input = new { Name = "", Rows = new List<Tuple<string>>() };
        var at = 3;
        FieldNames.Of((System.Linq.Expressions.Expression<Func<string>>)(() => Input.Name)).ShouldBe("Input.Name");
        FieldNames.Of((System.Linq.Expressions.Expression<Func<string>>)(() => Input.Rows[at].Item1)).ShouldBe("Input.Rows[3].Item1");
        FieldNames.IdOf("Input.Rows[3].Item1").ShouldBe("f-Input-Rows-3--Item1");
    }
}
