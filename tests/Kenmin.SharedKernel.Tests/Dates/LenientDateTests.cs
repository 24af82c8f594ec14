using CsCheck;

namespace Kenmin.SharedKernel.Tests;

public sealed class LenientDateTests
{
    [Theory]
    [InlineData("1949/1/18", "1949-01-18")]
    [InlineData("1952-02-28", "1952-02-28")]
    [InlineData("1952.2.28", "1952-02-28")]
    [InlineData("19500629", "1950-06-29")]
    [InlineData("１９５０／０６／２９", "1950-06-29")]
    [InlineData("1950年6月29日", "1950-06-29")]
    [InlineData("S55.5.11", "1980-05-11")]
    [InlineData("s55/5/11", "1980-05-11")]
    [InlineData("昭和25年7月4日", "1950-07-04")]
    [InlineData(" 昭和 25 年 7 月 4 日 ", "1950-07-04")]
    [InlineData("昭25.7.4", "1950-07-04")]
    [InlineData("平成元年2月1日", "1989-02-01")]
    [InlineData("R8.11.1", "2026-11-01")]
    [InlineData("令和8年11月1日", "2026-11-01")]
    [InlineData("令和８年１１月１日（日）", "2026-11-01")]
    [InlineData("2026/11/1(日曜)", "2026-11-01")]
    [InlineData("2026-11-01 00:00:00", "2026-11-01")]
    [InlineData("2026−11−01", "2026-11-01")]
    public void A_date_is_read_in_the_styles_of_paper_and_spreadsheets(string text, string day) =>
        LenientDate.Parse(text).Value.ShouldBe(DateOnly.Parse(day));

    [Theory]
    [InlineData("1960-02-30", "29日まで")]
    [InlineData("1985/13/40", "13月")]
    [InlineData("2026/11/31", "30日まで")]
    [InlineData("2026/2/0", "28日まで")]
    [InlineData("50/6/29", "西暦は4けた")]
    [InlineData("29/6/1950", "西暦は4けた")]
    [InlineData("1850/1/1", "1900年から")]
    [InlineData("令和0年1月1日", "元年")]
    [InlineData("2026/11/1(月)", "日曜日")]
    [InlineData("不明", "読み取れません")]
    [InlineData("2026/11/1 13:00", "読み取れません")]
    [InlineData("　", "入力してください")]
    public void What_is_no_date_is_refused_with_the_reason(string text, string reason) =>
        LenientDate.Parse(text).Error.Ja.ShouldContain(reason);

    [Fact]
    public void Every_day_is_read_back_from_its_Western_styles() =>
        Gen.Int[new DateOnly(1900, 1, 1).DayNumber, new DateOnly(2199, 12, 31).DayNumber].Sample(number =>
        {
            var day = DateOnly.FromDayNumber(number);
            foreach (var style in new[] { "yyyy'/'M'/'d", "yyyy-MM-dd", "yyyyMMdd", "yyyy年M月d日" })
                LenientDate.Parse(day.ToString(style)).Value.ShouldBe(day);
        });

    [Fact]
    public void Any_text_is_read_or_refused_but_never_breaks_a_parser() => Gen.String.Sample(text =>
    {
        _ = LenientDate.Parse(text);
        _ = LenientTime.Parse(text);
        _ = FiscalYear.Parse(text);
        _ = PhoneNumber.Parse(text);
        _ = PhoneNumber.Parse("+81" + text);
        _ = PostalCode.Parse(text);
        _ = EmailAddress.Parse(text);
        _ = PersonName.Parse(text);
        _ = KanaName.Parse(text);
        _ = PostalAddress.Parse(text);
        _ = GenderText.Parse(text);
        _ = GeoPoint.Parse(text, text);
    });

    [Theory]
    [InlineData(1, "1900-01-01")]
    [InlineData(59, "1900-02-28")]
    [InlineData(61, "1900-03-01")]
    [InlineData(18443.75, "1950-06-29")]
    [InlineData(46327, "2026-11-01")]
    public void A_serial_number_of_a_spreadsheet_is_a_day(double serial, string day) =>
        LenientDate.FromExcelSerial(serial).Value.ShouldBe(DateOnly.Parse(day));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(60)]
    [InlineData(9_999_999)]
    [InlineData(double.NaN)]
    public void A_number_that_is_no_day_is_refused(double serial) => LenientDate.FromExcelSerial(serial).IsOk.ShouldBeFalse();

    [Fact]
    public void A_birth_is_not_in_the_future_and_nobody_is_older_than_120()
    {
        var today = new DateOnly(2026, 11, 23);
        BirthDate.Parse("2026/11/23", today).IsOk.ShouldBeTrue();
        BirthDate.Parse("2026/11/24", today).Error.Ja.ShouldContain("今日より後");
        BirthDate.Parse("2099/1/1", today).Error.En.ShouldContain("future");
        BirthDate.Parse("1905/11/25", today).IsOk.ShouldBeTrue();
        BirthDate.Parse("1905/11/24", today).Error.Ja.ShouldContain("120歳");
        BirthDate.Parse("", today).Error.Ja.ShouldContain("生年月日");
    }
}
