using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Volunteers;

namespace Kenmin.SportsVolunteers.Registrations.SelfRegistration;

/// <summary>What a person enters about themselves, as typed: the page and the interface take the same.</summary>
internal sealed class RegistrationInput
{
    /// <summary>Family and given name with a space between them.</summary>
    public string? Name { get; set; }

    /// <summary>The reading in kana of any kind.</summary>
    public string? Kana { get; set; }

    /// <summary>Date of birth in any style.</summary>
    public string? BirthDate { get; set; }

    /// <summary>女性, 男性, その他 or nothing.</summary>
    public string? Gender { get; set; }

    /// <summary>A telephone number in any style.</summary>
    public string? Phone { get; set; }

    /// <summary>An e-mail address, or nothing.</summary>
    public string? Email { get; set; }

    /// <summary>Seven digits, or nothing.</summary>
    public string? PostalCode { get; set; }

    /// <summary>The address; the municipality is read from it.</summary>
    public string? Address { get; set; }

    /// <summary>Keys from <see cref="VolunteerChoices.Wishes"/>.</summary>
    public List<string> Wishes { get; set; } = [];

    /// <summary>Keys from <see cref="VolunteerChoices.Qualifications"/>.</summary>
    public List<string> Qualifications { get; set; } = [];

    /// <summary>Availability and needs for support, up to 500 characters.</summary>
    public string? Remarks { get; set; }

    /// <summary>Under 18: the guardian's name.</summary>
    public string? GuardianName { get; set; }

    /// <summary>Under 18: the guardian's relation to the person.</summary>
    public string? GuardianRelation { get; set; }

    /// <summary>Under 18: whether the guardian agrees.</summary>
    public bool GuardianAgrees { get; set; }

    /// <summary>Whether the person agrees to the purpose of use; asked when registering.</summary>
    public bool AgreesToPurpose { get; set; }

    /// <summary>What is kept of a person, as they would enter it.</summary>
    internal static RegistrationInput Of(Volunteer v) => new()
    {
        Name = v.FullName,
        Kana = v.Kana,
        BirthDate = v.BirthDate is { } birth ? Pages.Dates.Iso(birth) : null,
        Gender = v.Gender == SharedKernel.Gender.NotStated ? "" : v.Gender.ToString(),
        Phone = v.Phone is { } phone && PhoneNumber.Parse(phone).TryGet(out var number) ? number.ToString() : v.Phone,
        Email = v.Email,
        PostalCode = v.PostalCode is { } code && SharedKernel.PostalCode.Parse(code).TryGet(out var postal) ? postal.ToString() : v.PostalCode,
        Address = v.Address,
        Wishes = [.. v.Wishes],
        Qualifications = [.. v.Qualifications],
        Remarks = v.Remarks,
    };

    /// <summary>Reads what was entered. Every field that cannot be taken is named with the reason.</summary>
    /// <param name="today">Today in Japan.</param>
    /// <param name="registering">Whether it is the first time, when the purpose must be agreed to.</param>
    /// <param name="guardianKnown">Whether a guardian's consent is there already.</param>
    /// <param name="errors">Field (in camel case) and reason.</param>
    internal VolunteerDetails? Read(DateOnly today, bool registering, bool guardianKnown, out IReadOnlyList<(string Field, LocalizedText Reason)> errors)
    {
        var found = new List<(string, LocalizedText)>();
        errors = found;
        var name = Take("name", PersonName.Parse(Name));
        var kana = Take("kana", KanaName.Parse(Kana));
        var birth = Take("birthDate", SharedKernel.BirthDate.Parse(BirthDate, today));
        var gender = Take("gender", GenderText.Parse(Gender));
        var phone = Take("phone", PhoneNumber.Parse(Phone));
        var email = Blank(Email) ? null : Take("email", EmailAddress.Parse(Email));
        var postal = Blank(PostalCode) ? null : Take("postalCode", SharedKernel.PostalCode.Parse(PostalCode));
        var address = Take("address", PostalAddress.Parse(Address));
        if (Remarks?.Length > 500) found.Add(("remarks", new("備考は500文字までで入力してください。", "Enter at most 500 characters of remarks.")));
        Known("wishes", Wishes, VolunteerChoices.Wishes);
        Known("qualifications", Qualifications, VolunteerChoices.Qualifications);
        if (registering && !AgreesToPurpose)
            found.Add(("agreesToPurpose", new("登録するには、利用目的への同意が必要です。", "To register you need to agree to the purpose of use.")));
        var minor = birth != default && birth <= today && !Age.IsAtLeast(birth, Age.Majority, today);
        if (minor && !guardianKnown)
        {
            if (Blank(GuardianName)) found.Add(("guardianName", new("18歳未満の方は、保護者の氏名を入力してください。", "Under 18, please enter your guardian's name.")));
            if (Blank(GuardianRelation)) found.Add(("guardianRelation", new("保護者との続柄を入力してください。", "Enter your guardian's relation to you.")));
            if (GuardianName?.Length > 100) found.Add(("guardianName", new("100文字までで入力してください。", "Enter at most 100 characters.")));
            if (GuardianRelation?.Length > 20) found.Add(("guardianRelation", new("20文字までで入力してください。", "Enter at most 20 characters.")));
            if (!GuardianAgrees) found.Add(("guardianAgrees", new("18歳未満の方の登録には、保護者の同意が必要です。", "Under 18, your guardian's consent is needed.")));
        }

        return found.Count > 0 ? null : new VolunteerDetails(
            name!, kana!, birth, gender, phone!.Digits, email?.Address, postal?.Digits, address!.Original, address.Municipality?.Code6,
            [.. Wishes.Distinct(StringComparer.Ordinal)], [.. Qualifications.Distinct(StringComparer.Ordinal)], Remarks?.Trim() ?? "",
            minor && !guardianKnown ? new(GuardianName!.Trim(), GuardianRelation!.Trim()) : null);

        T? Take<T>(string field, Parsed<T> parsed)
        {
            if (parsed.TryGet(out var value)) return value;
            found.Add((field, parsed.Error));
            return default;
        }

        void Known(string field, List<string> chosen, IReadOnlyList<(string Key, LocalizedText Name)> choices)
        {
            // What came with a roster in other words is kept.
            if (chosen.FirstOrDefault(c => c.Length > 40 || c.Any(char.IsControl)) is not null || chosen.Count > choices.Count + 20)
                found.Add((field, new("選択肢から選んでください。", "Choose from the list.")));
        }
    }

    private static bool Blank(string? text) => string.IsNullOrWhiteSpace(text);
}

/// <summary>What was entered, once it could be read.</summary>
/// <param name="Name">The name as entered.</param>
/// <param name="Kana">Its reading.</param>
/// <param name="BirthDate">Date of birth.</param>
/// <param name="Gender">Gender as stated.</param>
/// <param name="Phone">Digits of the telephone number.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="PostalCode">Seven digits.</param>
/// <param name="Address">The address as entered.</param>
/// <param name="MunicipalityCode">Six digits; null outside the prefecture.</param>
/// <param name="Wishes">Wished activities.</param>
/// <param name="Qualifications">Qualifications.</param>
/// <param name="Remarks">Remarks.</param>
/// <param name="Guardian">The guardian's declaration, for a person under 18 who had none.</param>
public sealed record VolunteerDetails(
    PersonName Name, KanaName Kana, DateOnly BirthDate, Gender Gender, string Phone, string? Email, string? PostalCode, string Address,
    string? MunicipalityCode, string[] Wishes, string[] Qualifications, string Remarks, Guardian? Guardian)
{
    /// <summary>Says nothing: a command that fails is logged, and logs hold no personal data.</summary>
    public override string ToString() => nameof(VolunteerDetails);

    /// <summary>Writes the details into a volunteer's document, and names the fields that changed.</summary>
    internal string[] WriteTo(Volunteer v)
    {
        List<string> changed = [];
        Set("name", v.FullName, Name.Full);
        Set("kana", v.Kana, Kana.Full);
        Set("birthDate", v.BirthDate, (DateOnly?)BirthDate);
        Set("gender", v.Gender, Gender);
        Set("phone", v.Phone, Phone);
        Set("email", v.Email, Email);
        Set("postalCode", v.PostalCode, PostalCode);
        Set("address", v.Address, Address);
        if (!v.Wishes.ToHashSet(StringComparer.Ordinal).SetEquals(Wishes)) changed.Add("wishes");
        if (!v.Qualifications.ToHashSet(StringComparer.Ordinal).SetEquals(Qualifications)) changed.Add("qualifications");
        Set("remarks", v.Remarks, Remarks);

        (v.FamilyName, v.GivenName, v.Kana) = (Name.Family, Name.Given, Kana.Full);
        (v.BirthDate, v.Gender, v.Phone, v.Email, v.PostalCode) = (BirthDate, Gender, Phone, Email, PostalCode);
        (v.Address, v.MunicipalityCode, v.Wishes, v.Qualifications, v.Remarks) = (Address, MunicipalityCode, Wishes, Qualifications, Remarks);
        v.Reindex();
        return [.. changed];

        void Set<T>(string field, T before, T after)
        {
            if (!EqualityComparer<T>.Default.Equals(before, after)) changed.Add(field);
        }
    }
}

/// <summary>A guardian as declared.</summary>
/// <param name="Name">The name.</param>
/// <param name="Relation">The relation to the person.</param>
public sealed record Guardian(string Name, string Relation)
{
    /// <summary>Says nothing, for logs.</summary>
    public override string ToString() => nameof(Guardian);
}

/// <summary>What can be chosen; the words are those of rosters and shift plans.</summary>
internal static class VolunteerChoices
{
    public static IReadOnlyList<(string Key, LocalizedText Name)> Wishes { get; } =
    [
        ("受付・案内", new("受付・案内", "Reception and information")),
        ("会場整理", new("会場整理", "Marshalling at the venue")),
        ("競技補助", new("競技補助", "Helping at competitions")),
        ("式典補助", new("式典補助", "Helping at ceremonies")),
        ("救護補助", new("救護補助", "Helping with first aid")),
        ("弁当・休憩所", new("弁当・休憩所", "Meals and rest areas")),
        ("輸送・駐車場", new("輸送・駐車場", "Transport and parking")),
        ("環境美化", new("環境美化", "Keeping the place clean")),
        ("情報支援(手話)", new("情報支援（手話）", "Sign language")),
        ("情報支援(要約筆記)", new("情報支援（要約筆記）", "Written summaries for deaf people")),
        ("通訳(英語)", new("通訳（英語）", "Interpreting (English)")),
    ];

    public static IReadOnlyList<(string Key, LocalizedText Name)> Qualifications { get; } =
    [
        ("手話", new("手話", "Sign language")),
        ("要約筆記", new("要約筆記", "Written summaries")),
        ("英語", new("英語", "English")),
        ("救命講習", new("救命講習", "First-aid course")),
    ];
}
