using CsCheck;
using Kenmin.CommunityBusiness.Organisations;

namespace Kenmin.CommunityBusiness.Tests.Organisations;

/// <summary>A corporate number is thirteen digits, of which the first checks the others; who types a wrong one is told which rule it breaks.</summary>
public sealed class CorporateNumberTests
{
    [Theory]
    [InlineData("7000012050002")] // The National Tax Agency's own.
    [InlineData("3250005999901")]
    [InlineData("７０００-０１２０５０００２")]
    [InlineData(" 7 0000 1205 0002 ")]
    public void What_is_right_is_read_in_any_width(string typed) => CorporateNumber.Parse(typed).Value.ShouldBe(Digits(typed));

    [Theory]
    [InlineData("", "入力してください")]
    [InlineData(null, "入力してください")]
    [InlineData("000012050002", "先頭に 1 けた付いた番号")]
    [InlineData("70000120500021", "今は 14 けた")]
    [InlineData("70000120500O2", "数字だけ")]
    [InlineData("8000012050002", "先頭の 1 けた（検査用数字）")]
    [InlineData("7000012050020", "先頭の 1 けた（検査用数字）")]
    [InlineData("0000012050002", "先頭の 1 けた（検査用数字）")]
    [InlineData("\ud800", "数字だけ")]
    public void What_is_wrong_is_told_by_the_rule_it_breaks(string? typed, string told)
    {
        var parsed = CorporateNumber.Parse(typed);
        parsed.IsOk.ShouldBeFalse();
        parsed.Error.Ja.ShouldContain(told);
        parsed.Error.En.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Of_ten_first_digits_exactly_one_fits_and_a_digit_that_is_wrong_is_found_but_for_nought_and_nine() =>
        Gen.Select(Gen.Int[0, 9].Array[12], Gen.Int[0, 11], Gen.Int[1, 9]).Sample((digits, at, by) =>
        {
            var twelve = string.Concat(digits);
            var fitting = Enumerable.Range(0, 10).Where(d => CorporateNumber.Parse($"{d}{twelve}").IsOk).ToList();
            if (fitting is not [var check]) return false;
            var other = (digits[at] + by) % 10;
            var wrong = string.Concat(digits.Select((d, i) => i == at ? other : d));
            // Both are the same modulo nine.
            return CorporateNumber.Parse($"{check}{wrong}").IsOk == ((digits[at], other) is (0, 9) or (9, 0));
        });

    private static string Digits(string typed) => string.Concat(typed.Normalize(System.Text.NormalizationForm.FormKC).Where(char.IsAsciiDigit));
}
