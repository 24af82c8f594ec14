using CsCheck;

namespace Kenmin.SharedKernel.Tests;

public sealed class LenientTimeTests
{
    [Theory]
    [InlineData("9:00", "09:00")]
    [InlineData("９：００", "09:00")]
    [InlineData("9時30分", "09:30")]
    [InlineData("9時半", "09:30")]
    [InlineData("9時", "09:00")]
    [InlineData("0900", "09:00")]
    [InlineData("2130", "21:30")]
    [InlineData("午後1時30分", "13:30")]
    [InlineData("午前12時", "00:00")]
    [InlineData("午後0:15", "12:15")]
    [InlineData("17:00:00", "17:00")]
    public void A_time_is_read_in_the_usual_styles(string text, string time) => LenientTime.Parse(text).Value.ShouldBe(TimeOnly.Parse(time));

    [Theory]
    [InlineData("25:00", "24時を過ぎて")]
    [InlineData("24:30", "24時を過ぎて")]
    [InlineData("9:60", "60分")]
    [InlineData("午後13時", "読み取れません")]
    [InlineData("朝", "読み取れません")]
    [InlineData("", "入力してください")]
    public void What_is_no_time_is_refused_with_the_reason(string text, string reason) => LenientTime.Parse(text).Error.Ja.ShouldContain(reason);

    [Fact]
    public void Twenty_four_o_clock_ends_a_day_and_begins_none()
    {
        LenientTime.Parse("24:00").Error.Ja.ShouldContain("0:00");
        LenientTime.ParseEnd("24:00").Value.ShouldBe(TimeSpan.FromHours(24));
        LenientTime.ParseEnd("２１：３０").Value.ShouldBe(new TimeSpan(21, 30, 0));
    }

    [Fact]
    public void Every_minute_of_a_day_is_read_back() => Gen.Int[0, 1439].Sample(minute =>
    {
        var time = TimeOnly.MinValue.AddMinutes(minute);
        foreach (var style in new[] { "H:mm", "HHmm", "H時m分" }) LenientTime.Parse(time.ToString(style)).Value.ShouldBe(time);
    });
}

public sealed class AgeTests
{
    [Theory]
    [InlineData("2014-04-02", "2026-03-31", 11)]
    [InlineData("2014-04-02", "2026-04-01", 12)]
    [InlineData("2014-04-01", "2026-03-31", 12)]
    [InlineData("2012-02-29", "2025-02-27", 12)]
    [InlineData("2012-02-29", "2025-02-28", 13)]
    [InlineData("2012-02-29", "2024-02-27", 11)]
    [InlineData("2012-02-29", "2024-02-28", 12)]
    [InlineData("2012-03-01", "2024-02-28", 11)]
    [InlineData("2012-03-01", "2024-02-29", 12)]
    [InlineData("2008-01-01", "2025-12-31", 18)]
    [InlineData("2026-11-23", "2026-11-23", 0)]
    public void An_age_is_attained_at_the_end_of_the_day_before_the_birthday(string birth, string day, int age) =>
        Age.On(DateOnly.Parse(birth), DateOnly.Parse(day)).ShouldBe(age);

    [Fact]
    public void Nobody_has_an_age_before_birth()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Age.On(new DateOnly(2026, 1, 2), new DateOnly(2026, 1, 1)));
        Age.IsAtLeast(new DateOnly(2026, 1, 2), 0, new DateOnly(2026, 1, 1)).ShouldBeFalse();
    }

    [Fact]
    public void The_day_an_age_is_attained_is_the_first_day_of_that_age() =>
        Gen.Select(Gen.Int[new DateOnly(1920, 1, 1).DayNumber, new DateOnly(2026, 12, 31).DayNumber], Gen.Int[1, 120]).Sample((number, years) =>
        {
            var birth = DateOnly.FromDayNumber(number);
            var day = Age.AttainedOn(birth, years);
            Age.On(birth, day).ShouldBe(years);
            Age.On(birth, day.AddDays(-1)).ShouldBe(years - 1);
            Age.IsAtLeast(birth, years, day).ShouldBeTrue();
            Age.IsAtLeast(birth, years, day.AddDays(-1)).ShouldBeFalse();
        });
}

public sealed class HolidaysTests
{
    [Fact]
    public void A_holiday_has_a_name_in_both_languages() =>
        Holidays.NameOf(new DateOnly(2026, 11, 23)).ShouldBe(new LocalizedText("勤労感謝の日", "Labor Thanksgiving Day"));

    [Fact]
    public void Other_days_and_years_outside_the_data_have_none()
    {
        Holidays.NameOf(new DateOnly(2026, 11, 24)).ShouldBeNull();
        Holidays.NameOf(new DateOnly(Holidays.LastYear + 1, 1, 1)).ShouldBeNull();
        (Holidays.FirstYear, Holidays.LastYear).ShouldBe((2024, 2028));
    }
}
