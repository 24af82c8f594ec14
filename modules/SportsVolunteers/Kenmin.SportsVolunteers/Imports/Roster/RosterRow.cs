using System.Security.Cryptography;
using System.Text;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Registrations.SelfRegistration;
using Kenmin.SportsVolunteers.Volunteers;

namespace Kenmin.SportsVolunteers.Imports.Roster;

/// <summary>A line of a festival's roster: an application of a person.</summary>
/// <param name="Person">The person as the line describes them, without id and sources.</param>
/// <param name="Answer">What the line says about staying registered.</param>
/// <param name="ApplicationNumber">The application number, if there is one.</param>
/// <param name="Fingerprint">A digest of all that the line says, the same in whatever encoding, width and order of columns.</param>
/// <param name="Guardian">The guardian who agreed for somebody under 18, where the list says so.</param>
internal sealed record RosterRow(
    Volunteer Person, ContinuationAnswer Answer, string? ApplicationNumber, string Fingerprint, Guardian? Guardian = null)
{
    public const string Number = "number", Name = "name", Kana = "kana", Birth = "birth-date", Sex = "gender", Postal = "postal-code",
        Address = "address", Phone = "phone", Email = "email", Wishes = "wishes", Remarks = "remarks", Continues = "continues";

    private const int LongestText = 1000;

    public static ColumnDefinition[] Columns { get; } =
    [
        new(Number, new("受付番号", "Application number"), ["番号", "No", "No.", "整理番号", "申込番号"]),
        new(Name, new("氏名", "Name"), ["名前", "お名前", "氏名（漢字）"], Required: true),
        new(Kana, new("フリガナ", "Reading"), ["ふりがな", "カナ", "氏名カナ", "氏名（カナ）", "カナ氏名"]),
        new(Birth, new("生年月日", "Date of birth"), ["誕生日", "birthday", "birth date"], Required: true),
        new(Sex, new("性別", "Gender"), ["sex"]),
        new(Postal, new("郵便番号", "Postal code"), ["〒", "zip"]),
        new(Address, new("住所", "Address"), ["現住所", "居住地"]),
        new(Phone, new("電話番号", "Telephone"), ["電話", "連絡先", "携帯電話", "TEL", "phone"]),
        new(Email, new("メールアドレス", "E-mail"), ["メール", "Eメール", "mail", "e-mail address"]),
        new(Wishes, new("希望活動", "Activities wished for"), ["希望する活動", "活動希望", "希望内容"]),
        new(Remarks, new("備考", "Remarks"), ["特記事項", "notes"]),
        new(Continues, new("大会後の継続登録", "Stays registered after the festival"), ["継続登録", "継続", "継続の意思"]),
    ];

    public static ReadRow Read(ImportRow row)
    {
        List<RowError> errors = [];
        var name = row.Take(Name, PersonName.Parse, errors);
        var kana = row.TakeUnlessBlank(Kana, KanaName.Parse, errors);
        var birth = row.TakeUnlessBlank(Birth, text => BirthDate.Parse(text, row.Import.Today).Then(Nullable), errors);
        var gender = row.Take(Sex, GenderText.Parse, errors);
        var postal = row.TakeUnlessBlank(Postal, PostalCode.Parse, errors);
        var address = row.TakeUnlessBlank(Address, PostalAddress.Parse, errors);
        var phone = row.TakeUnlessBlank(Phone, PhoneNumber.Parse, errors);
        var email = row.TakeUnlessBlank(Email, EmailAddress.Parse, errors);
        var remarks = row.Take(Remarks, Bounded, errors) ?? "";
        var wishes = Activities.Split(row.Take(Wishes, Bounded, errors) ?? "");
        var answer = row.Take(Continues, ContinuationAnswers.Parse, errors);
        if (errors.Count == 0 && phone is null && email is null && address is null)
            errors.Add(row.Refuse(Phone, new(
                "電話番号・メールアドレス・住所のどれもありません。連絡先を1つは入力してください。",
                "There is no telephone number, mail address or address. Enter at least one of them.")));
        if (errors.Count > 0) return ReadRow.Refused(errors);

        var person = new Volunteer
        {
            FamilyName = name!.Family,
            GivenName = name.Given,
            Kana = kana?.Full ?? "",
            BirthDate = birth,
            Gender = gender,
            PostalCode = postal?.Digits,
            Address = address?.Original ?? "",
            MunicipalityCode = address?.Municipality?.Code6,
            Phone = phone?.Digits,
            Email = email?.Address,
            Wishes = wishes,
            Remarks = remarks,
        };
        person.Reindex();
        var number = FoldedText.OfName(row[Number]) is { Length: > 0 } found ? found : null;
        var fingerprint = Digest(
            row.Import.Options[RosterTarget.Festival], row.Import.Options[RosterTarget.Year], number, person.NameKey, kana?.Key,
            birth?.ToString("yyyyMMdd"), gender.ToString(), person.PostalCode, FoldedText.OfName(person.Address), person.Phone, person.Email,
            string.Join('|', wishes.Select(FoldedText.OfName)), FoldedText.Of(remarks), answer.ToString());
        return new(new RosterRow(person, answer, number, fingerprint), [], new Dictionary<string, string>
        {
            [Number] = number ?? "",
            [Name] = person.FullName,
            [Kana] = person.Kana,
            [Birth] = birth is { } day ? $"{day:yyyy-MM-dd}" : "",
            [Sex] = gender.Name().ToString(),
            [Postal] = postal?.ToString() ?? "",
            [Address] = person.Address,
            [Phone] = phone?.ToString() ?? "",
            [Email] = person.Email ?? "",
            [Wishes] = string.Join('、', wishes),
            [Remarks] = remarks,
            [Continues] = answer.Name().ToString(),
        });
    }

    private static Parsed<DateOnly?> Nullable(DateOnly day) => Parsed<DateOnly?>.Ok(day);

    private static Parsed<string> Bounded(string text) => text.Length <= LongestText
        ? text.Trim()
        : new LocalizedText($"長すぎます。{LongestText}文字までにしてください。", $"This is too long. Keep it to {LongestText} characters.");

    private static string Digest(params string?[] parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts.Select(p => p ?? "")))).AsSpan(0, 16));
}
