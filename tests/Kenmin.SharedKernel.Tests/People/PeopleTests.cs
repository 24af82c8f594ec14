using System.Text.Json;

namespace Kenmin.SharedKernel.Tests;

public sealed class PersonNameTests
{
    [Theory]
    [InlineData("渡部　智子", "渡部", "智子")]
    [InlineData("大谷 愛", "大谷", "愛")]
    [InlineData(" 大谷 　 愛 ", "大谷", "愛")]
    [InlineData("国弘久美子", "国弘久美子", "")]
    [InlineData("髙橋　智子", "髙橋", "智子")]
    [InlineData("Maria da Silva", "Maria", "da Silva")]
    public void A_name_is_divided_at_its_first_space_and_kept_as_entered(string text, string family, string given)
    {
        var name = PersonName.Parse(text).Value;
        (name.Family, name.Given).ShouldBe((family, given));
    }

    [Fact]
    public void Two_writings_of_a_name_share_a_key_but_not_the_name()
    {
        var register = PersonName.Parse("髙橋　智子").Value;
        var typed = PersonName.Parse("高橋智子").Value;
        register.Key.ShouldBe(typed.Key);
        register.ShouldNotBe(typed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("　")]
    [InlineData("123")]
    [InlineData("山田\n太郎")]
    public void What_is_no_name_is_refused(string? text) => PersonName.Parse(text).IsOk.ShouldBeFalse();

    [Fact]
    public void An_overlong_name_is_refused() => PersonName.Parse(new string('あ', 101)).Error.Ja.ShouldContain("長すぎます");

    [Fact]
    public void Two_fields_make_one_name() => PersonName.Parse("渡部", "智子").Value.ShouldBe(PersonName.Parse("渡部　智子").Value);
}

public sealed class KanaNameTests
{
    [Theory]
    [InlineData("ワタナベ　トモコ", "ワタナベ　トモコ")]
    [InlineData("ｺﾊﾞﾔｼ ﾄﾓｺ", "コバヤシ　トモコ")]
    [InlineData("おおたに　きょうこ", "オオタニ　キョウコ")]
    [InlineData("イトウマコト", "イトウマコト")]
    [InlineData("ﾖｰｺ", "ヨーコ")]
    [InlineData("よ-こ", "ヨーコ")]
    [InlineData("ゔぃ", "ヴィ")]
    public void A_reading_becomes_full_width_katakana(string text, string kana) => KanaName.Parse(text).Value.Full.ShouldBe(kana);

    [Theory]
    [InlineData("渡部")]
    [InlineData("Watanabe")]
    [InlineData("")]
    [InlineData("ー")]
    public void What_is_no_kana_is_refused(string text) => KanaName.Parse(text).IsOk.ShouldBeFalse();
}

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("090-0000-5232", "090-0000-5232")]
    [InlineData("090 0000 4240", "090-0000-4240")]
    [InlineData("090(0000)3146", "090-0000-3146")]
    [InlineData("(090)0000-3146", "090-0000-3146")]
    [InlineData("09000005871", "090-0000-5871")]
    [InlineData("０８２７－９４－４３６９", "0827-94-4369")]
    [InlineData("０９０－００００－２０１１", "090-0000-2011")]
    [InlineData("0839333110", "083-933-3110")]
    [InlineData("0820222111", "0820-22-2111")]
    [InlineData("0838725511", "08387-2-5511")]
    [InlineData("0838825511", "08388-2-5511")]
    [InlineData("0839625511", "08396-2-5511")]
    [InlineData("0838251234", "0838-25-1234")]
    [InlineData("0312345678", "03-1234-5678")]
    [InlineData("0120444113", "0120-444-113")]
    [InlineData("08001234567", "0800-123-4567")]
    [InlineData("05012345678", "050-1234-5678")]
    [InlineData("+81 83 933 3110", "083-933-3110")]
    [InlineData("+81 (0)90-1234-5678", "090-1234-5678")]
    [InlineData("083-933-3110 内線２３", "083-933-3110 内線23")]
    [InlineData("083-933-3110(内線23)", "083-933-3110 内線23")]
    [InlineData("083−933ー3110", "083-933-3110")]
    public void A_number_is_read_in_every_style_and_shown_as_people_write_it(string text, string shown) =>
        PhoneNumber.Parse(text).Value.ToString().ShouldBe(shown);

    [Theory]
    [InlineData("12345")]
    [InlineData("")]
    [InlineData("0901234567")]
    [InlineData("08393331101")]
    [InlineData("0012345678")]
    [InlineData("9012345678")]
    [InlineData("+1 212 555 0100")]
    [InlineData("+81        ")]
    [InlineData("自宅 083-933-3110")]
    public void What_is_no_number_is_refused(string text) => PhoneNumber.Parse(text).IsOk.ShouldBeFalse();

    [Fact]
    public void The_same_number_in_two_styles_is_equal() => PhoneNumber.Parse("090(0000)3146").ShouldBe(PhoneNumber.Parse("09000003146"));

    [Fact]
    public void People_s_values_survive_JSON()
    {
        static void Survives<T>(Parsed<T> value) => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value.Value)).ShouldBe(value.Value);
        Survives(PhoneNumber.Parse("083-933-3110 内線23"));
        Survives(PersonName.Parse("髙橋　智子"));
        Survives(KanaName.Parse("タカハシ　トモコ"));
        Survives(EmailAddress.Parse("a@example.jp"));
        Survives(PostalCode.Parse("753-8501"));
        Survives(PostalAddress.Parse("山口県山口市滝町1-1"));
        Survives(GeoPoint.Parse("34.1", "131.4"));
    }
}

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("v2208@example.jp", "v2208@example.jp")]
    [InlineData(" V.Name+x@Example.JP ", "V.Name+x@example.jp")]
    [InlineData("ｖ１＠ｅｘａｍｐｌｅ．ｊｐ", "v1@example.jp")]
    [InlineData("a..b.@docomo.example.jp", "a..b.@docomo.example.jp")]
    public void An_address_is_read_with_its_domain_in_lower_case(string text, string address) =>
        EmailAddress.Parse(text).Value.Address.ShouldBe(address);

    [Theory]
    [InlineData("taro＠@example")]
    [InlineData("taro@example")]
    [InlineData("taro")]
    [InlineData("@example.jp")]
    [InlineData("a b@example.jp")]
    [InlineData("太郎@example.jp")]
    [InlineData("a@-example.jp")]
    [InlineData("a@example.jp\nBcc: b@example.jp")]
    [InlineData("")]
    public void What_cannot_be_written_to_is_refused(string text) => EmailAddress.Parse(text).IsOk.ShouldBeFalse();
}

public sealed class GenderTests
{
    [Theory]
    [InlineData("女", Gender.Female)]
    [InlineData("女性", Gender.Female)]
    [InlineData("Ｆ", Gender.Female)]
    [InlineData("男性", Gender.Male)]
    [InlineData("m", Gender.Male)]
    [InlineData("その他", Gender.Other)]
    [InlineData("", Gender.NotStated)]
    [InlineData(null, Gender.NotStated)]
    [InlineData("回答しない", Gender.NotStated)]
    public void A_gender_is_read_as_stated(string? text, Gender gender) => GenderText.Parse(text).Value.ShouldBe(gender);

    [Fact]
    public void Anything_else_is_refused() => GenderText.Parse("妻").Error.Ja.ShouldContain("妻");
}
