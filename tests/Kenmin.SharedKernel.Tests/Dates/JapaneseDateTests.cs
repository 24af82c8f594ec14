using CsCheck;

namespace Kenmin.SharedKernel.Tests;

public sealed class JapaneseDateTests
{
    [Theory]
    [InlineData("1912-07-30", "大正元年7月30日")]
    [InlineData("1926-12-24", "大正15年12月24日")]
    [InlineData("1926-12-25", "昭和元年12月25日")]
    [InlineData("1989-01-07", "昭和64年1月7日")]
    [InlineData("1989-01-08", "平成元年1月8日")]
    [InlineData("2019-04-30", "平成31年4月30日")]
    [InlineData("2019-05-01", "令和元年5月1日")]
    [InlineData("2026-11-23", "令和8年11月23日")]
    public void At_every_border_a_day_has_the_era_in_force(string day, string japanese)
    {
        var date = DateOnly.Parse(day);
        JapaneseDate.Of(date)!.Value.ToString().ShouldBe(japanese);
        LenientDate.Parse(japanese).Value.ShouldBe(date);
    }

    [Fact]
    public void Before_Taisho_there_is_none() => JapaneseDate.Of(new DateOnly(1912, 7, 29)).ShouldBeNull();

    [Theory]
    [InlineData("平成31年5月1日", "令和元年5月1日")]
    [InlineData("昭和64年1月8日", "平成元年1月8日")]
    [InlineData("大正15年12月25日", "昭和元年12月25日")]
    [InlineData("令和元年4月30日", "平成31年4月30日")]
    [InlineData("平成元年1月7日", "昭和64年1月7日")]
    [InlineData("昭和元年12月24日", "大正15年12月24日")]
    [InlineData("S64.1.8", "平成元年1月8日")]
    [InlineData("H40.1.1", "令和10年1月1日")]
    public void A_day_outside_its_era_is_refused_with_its_right_name(string wrong, string right)
    {
        var parsed = LenientDate.Parse(wrong);
        parsed.IsOk.ShouldBeFalse();
        parsed.Error.Ja.ShouldContain($"正しくは{right}です");
        parsed.Error.En.ShouldContain(right);
    }

    [Fact]
    public void Every_day_since_Taisho_is_read_back_from_both_of_its_Japanese_forms() =>
        Gen.Int[new DateOnly(1912, 7, 30).DayNumber, new DateOnly(2099, 12, 31).DayNumber].Sample(number =>
        {
            var day = DateOnly.FromDayNumber(number);
            var japanese = JapaneseDate.Of(day)!.Value;
            LenientDate.Parse(japanese.ToString()).Value.ShouldBe(day);
            LenientDate.Parse(japanese.ToShortString()).Value.ShouldBe(day);
        });

    [Theory]
    [InlineData("令", "令和")]
    [InlineData("Ｓ", "昭和")]
    [InlineData("㍻", "平成")]
    [InlineData("taisho", "大正")]
    public void An_era_is_found_by_name_kanji_letter_or_sign(string name, string era) => JapaneseEra.Find(name)!.Name.ShouldBe(era);

    [Fact]
    public void Every_era_ends_the_day_before_the_next_begins()
    {
        foreach (var era in JapaneseEra.All.SkipLast(1)) era.EndsOn.ShouldBe(era.Following!.StartsOn.AddDays(-1));
        JapaneseEra.Reiwa.EndsOn.ShouldBeNull();
    }
}
