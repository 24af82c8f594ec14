using CsCheck;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Volunteers;

namespace Kenmin.SportsVolunteers.Tests.Volunteers;

/// <summary>Who is taken for the same person, and who is not.</summary>
public sealed class WhoIsWhoTests
{
    private static Volunteer Hanako(Action<Volunteer>? change = null)
    {
        var person = new Volunteer
        {
            FamilyName = "髙橋", GivenName = "花子", Kana = "タカハシ　ハナコ", BirthDate = new(1960, 5, 11), Gender = Gender.Female,
            PostalCode = "7530072", Address = "山口県山口市大手町1丁目2-3", Phone = "09000001234", Email = "hanako@example.jp",
        };
        change?.Invoke(person);
        person.Reindex();
        return person;
    }

    private static bool Same(Action<Volunteer> change)
    {
        var (known, other) = (Hanako(), Hanako(change));
        var same = WhoIsWho.Compare(known, other).IsNearCertain;
        // Whoever is the same must also be found: at least one key in common.
        if (same) known.MatchKeys.Intersect(other.MatchKeys).ShouldNotBeEmpty();
        WhoIsWho.Compare(other, known).IsNearCertain.ShouldBe(same);
        return same;
    }

    [Fact]
    public void The_same_name_written_differently_with_another_phone_is_the_same_person() => Same(p =>
    {
        (p.FamilyName, p.GivenName, p.Kana, p.Phone, p.Email) = ("高橋花子", "", "", "08011112222", null);
        p.Address = "山口市大手町１－２－３";
    }).ShouldBeTrue();

    [Fact]
    public void A_namesake_of_the_same_birth_date_who_lives_elsewhere_is_another_person() => Same(p =>
        (p.PostalCode, p.Address, p.Phone, p.Email) = ("7500001", "山口県下関市本町9-9", "09099998888", "other@example.jp")).ShouldBeFalse();

    [Fact]
    public void A_namesake_of_another_birth_date_on_the_same_phone_is_another_person() => Same(p => p.BirthDate = new(1988, 1, 2)).ShouldBeFalse();

    [Fact]
    public void Twins_on_one_phone_are_two() => Same(p => (p.GivenName, p.Kana) = ("月子", "タカハシ　ツキコ")).ShouldBeFalse();

    [Fact]
    public void Husband_and_wife_on_one_phone_are_two() => Same(p =>
        (p.GivenName, p.Kana, p.BirthDate, p.Gender) = ("太郎", "タカハシ　タロウ", new(1958, 3, 3), Gender.Male)).ShouldBeFalse();

    [Fact]
    public void Other_characters_of_the_same_reading_need_a_phone_or_mail_address_in_common()
    {
        Same(p => p.GivenName = "華子").ShouldBeTrue();
        Same(p => (p.GivenName, p.Phone, p.Email) = ("華子", "08011112222", null)).ShouldBeFalse();
    }

    [Fact]
    public void Without_a_birth_date_name_phone_and_mail_address_must_agree()
    {
        Same(p => p.BirthDate = null).ShouldBeTrue();
        Same(p => (p.BirthDate, p.Email, p.Address, p.PostalCode) = (null, null, "", null)).ShouldBeFalse();
    }

    [Fact]
    public void Another_name_or_another_birth_date_is_never_the_same_person_whatever_else_agrees() =>
        Gen.Select(Gen.Bool, Gen.Int[1, 20000], Gen.Bool, Gen.Bool, Gen.Bool).Sample((otherName, days, phone, email, address) => Same(p =>
        {
            if (otherName) (p.GivenName, p.Kana) = ("次子", "タカハシ　ツギコ");
            else p.BirthDate = p.BirthDate!.Value.AddDays(-days);
            if (phone) p.Phone = null;
            if (email) p.Email = null;
            if (address) p.Address = "";
        }) == false);

    [Fact]
    public void An_erased_person_is_never_found_again_but_the_line_is()
    {
        var person = Hanako(p => p.Sources = [new(Guid.NewGuid(), "roster.csv", 12, "11") { Fingerprint = "abc" }]);
        person.Erase();
        person.MatchKeys.ShouldBe([PersonKeys.OfLine("abc")]);
        WhoIsWho.Compare(person, Hanako()).IsNearCertain.ShouldBeFalse();
        string.Concat(person.FamilyName, person.GivenName, person.Kana, person.Address, person.Phone, person.Email, person.Remarks, person.SortKey).ShouldBeEmpty();
        person.SearchBigrams.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("山口県宇部市桜５丁目１８番２０号", "宇部市桜5-18-20")]
    [InlineData("山口県岩国市西９丁目２８ー１４", "岩国市西9丁目28-14")]
    public void An_address_is_the_same_in_either_style(string left, string right) =>
        PersonKeys.OfAddress(left).ShouldBe(PersonKeys.OfAddress(right));

    [Fact]
    public void A_municipality_alone_is_no_address_in_common() => PersonKeys.OfAddress("山口県宇部市").ShouldBeEmpty();
}
