using System.Globalization;
using System.Text;
using CsCheck;

namespace Kenmin.SharedKernel.Tests;

public sealed class LocalizedTextTests
{
    [Theory]
    [InlineData("ja-JP", "申し込む")]
    [InlineData("en-US", "Sign up")]
    [InlineData("en", "Sign up")]
    [InlineData("fr-FR", "申し込む")]
    public void A_text_speaks_the_language_of_the_user(string culture, string expected)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            new LocalizedText("申し込む", "Sign up").ToString().ShouldBe(expected);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}

public sealed class FoldedTextTests
{
    [Theory]
    [InlineData("髙橋", "高橋")]
    [InlineData("山﨑", "山崎")]
    [InlineData("渡邉", "渡辺")]
    [InlineData("渡邊", "渡辺")]
    [InlineData("齋藤", "斉藤")]
    [InlineData("濵田", "浜田")]
    [InlineData("𠮷田", "吉田")]
    [InlineData("辻\U000E0100", "辻")]
    [InlineData("ﾔﾏｸﾞﾁ", "やまぐち")]
    [InlineData("ヤマグチ", "やまぐち")]
    [InlineData("１−２－３", "1-2-3")]
    [InlineData("２８ー１４", "28-14")]
    [InlineData("ＡＢＣ", "abc")]
    [InlineData("いすゞ", "イスヾ")]
    [InlineData("大谷　愛", "大谷 愛")]
    [InlineData(" 大谷  愛 ", "大谷 愛")]
    public void The_same_written_differently_has_the_same_key(string left, string right) => FoldedText.Same(left, right).ShouldBeTrue();

    [Theory]
    [InlineData("佐々木", "佐佐木")]
    [InlineData("コーヒ", "コヒ")]
    [InlineData("ハハ", "パパ")]
    [InlineData("大谷愛", "大谷 愛")]
    public void What_differs_keeps_its_own_key(string left, string right) => FoldedText.Same(left, right).ShouldBeFalse();

    [Fact]
    public void The_key_of_a_name_forgets_how_it_was_divided() =>
        FoldedText.OfName("渡部　智子").ShouldBe(FoldedText.OfName("渡部智子"));

    [Fact]
    public void Blank_and_null_have_the_empty_key() => (FoldedText.Of(null) + FoldedText.Of(" 　 ")).ShouldBeEmpty();

    [Fact]
    public void A_key_is_its_own_key() => Gen.OneOf(Gen.String, Gen.String[Gen.Char["ぁあがゞァガﾞｶﾟ﨑髙ー-−々 　1Ａſ\u3099\uFE00ﾊゎ\u200BΣ"], 0, 12]).Sample(text =>
    {
        FoldedText.Of(FoldedText.Of(text)).ShouldBe(FoldedText.Of(text));
        FoldedText.OfName(FoldedText.OfName(text)).ShouldBe(FoldedText.OfName(text));
    });

    [Fact]
    public void The_short_way_for_usual_characters_gives_the_same_keys()
    {
        // A character that is not seen makes it go the long way.
        static void Same(string text)
        {
            FoldedText.Of(text).ShouldBe(FoldedText.Of(text + '\u200B'));
            FoldedText.OfName(text).ShouldBe(FoldedText.OfName(text + '\u200B'));
        }

        for (var c = ' '; c <= '\uA000'; c++) Same($"a{c}い");
        Gen.String[Gen.OneOf(Gen.Char[' ', '~'], Gen.Char['ぁ', 'ゖ'], Gen.Char['ァ', 'ヺ'], Gen.Char['一', '\u9FFF'], Gen.Char["  渡邊齋藤濵"]), 0, 14].Sample(Same);
    }

    [Fact]
    public void Bigrams_cover_every_pair_of_neighbours_and_do_not_reach_over_spaces()
    {
        FoldedText.Bigrams("山口県").ShouldBe(["山口", "口県"]);
        FoldedText.Bigrams("ab cd").ShouldBe(["ab", "cd"]);
        FoldedText.Bigrams("ababab").ShouldBe(["ab", "ba"]);
        FoldedText.Bigrams("林").ShouldBe(["林"]);
        FoldedText.Bigrams("").ShouldBeEmpty();
        FoldedText.Bigrams("𠀋田").ShouldBe(["𠀋田"]);
    }
}

public sealed class UnicodeSupportTests
{
    [Fact]
    public void This_machine_has_ICU() => Should.NotThrow(UnicodeSupport.EnsureIcu);

    [Fact]
    public void Without_normalization_it_refuses_to_run_and_says_what_to_install() =>
        Should.Throw<PlatformNotSupportedException>(() => UnicodeSupport.Ensure(text => text, () => "日曜日")).Message.ShouldContain("libicu");

    [Fact]
    public void Without_cultures_it_refuses_to_run()
    {
        static string Normalized(string text) => text.Normalize(NormalizationForm.FormKC);
        Should.Throw<PlatformNotSupportedException>(() => UnicodeSupport.Ensure(Normalized, () => "Sunday"));
        Should.Throw<PlatformNotSupportedException>(() => UnicodeSupport.Ensure(Normalized, () => throw new CultureNotFoundException()));
    }
}

public sealed class ParsedTests
{
    [Fact]
    public void A_refusal_has_a_reason_and_no_value()
    {
        var refused = Parsed<int>.Refuse("だめです", "No");
        refused.TryGet(out _).ShouldBeFalse();
        refused.Error.En.ShouldBe("No");
        Should.Throw<InvalidOperationException>(() => refused.Value);
        refused.Then<int>(x => x + 1).Error.ShouldBe(refused.Error);
    }

    [Fact]
    public void A_success_has_a_value_and_no_reason()
    {
        var ok = Parsed<int>.Ok(4);
        ok.Then<int>(x => x + 1).Value.ShouldBe(5);
        Should.Throw<InvalidOperationException>(() => ok.Error);
    }
}
