using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Registrations.SelfRegistration;

namespace Kenmin.SportsVolunteers.Tests.Registrations;

public sealed class RegistrationInputTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Fact]
    public void People_write_as_they_are_used_to()
    {
        var details = Valid().Read(Today, registering: true, guardianKnown: false, out var errors);

        errors.ShouldBeEmpty();
        details.ShouldNotBeNull();
        (details.Kana.Full, details.BirthDate, details.Phone, details.PostalCode, details.MunicipalityCode)
            .ShouldBe(("ミホン\u3000ハナコ", new DateOnly(1985, 5, 11), "09000000001", "7530001", "352039"));
    }

    [Fact]
    public void Every_field_that_cannot_be_taken_is_named()
    {
        var input = new RegistrationInput { Email = "mail", PostalCode = "75", Gender = "?" };

        input.Read(Today, registering: true, guardianKnown: false, out var errors).ShouldBeNull();

        errors.Select(e => e.Field).ShouldBe(["name", "kana", "birthDate", "gender", "phone", "email", "postalCode", "address", "agreesToPurpose"]);
        errors.ShouldAllBe(e => e.Reason.Ja.Length > 0 && e.Reason.En.Length > 0);
    }

    [Theory]
    [InlineData("2008-11-24", false)]
    [InlineData("2008-11-25", true)]
    public void Who_is_under_18_by_the_law_on_ages_needs_a_guardian(string birth, bool needed)
    {
        // 18 is attained at the end of the day before the birthday: on the 23rd by who was born on the 24th.
        var input = Valid();
        input.BirthDate = birth;

        input.Read(Today, registering: true, guardianKnown: false, out var errors);

        errors.Any(e => e.Field == "guardianName").ShouldBe(needed);
    }

    [Fact]
    public void A_guardian_is_not_asked_for_twice()
    {
        var input = Valid();
        input.BirthDate = "2012-01-01";
        input.Read(Today, registering: false, guardianKnown: true, out var errors).ShouldNotBeNull().Guardian.ShouldBeNull();
        errors.ShouldBeEmpty();
    }

    private static RegistrationInput Valid() => new()
    {
        Name = "見本 花子", Kana = "みほん はなこ", BirthDate = "昭和60年5月11日", Gender = "女性", Phone = "０９０－００００－０００１",
        PostalCode = "〒753-0001", Address = "山口県山口市見本町1-1", AgreesToPurpose = true,
    };
}
