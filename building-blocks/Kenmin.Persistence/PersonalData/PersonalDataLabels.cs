using Kenmin.SharedKernel;

namespace Kenmin.Persistence.PersonalData;

/// <summary>Names of fields as people read them; others keep the name that the store has.</summary>
internal static class PersonalDataLabels
{
    private static readonly Dictionary<string, LocalizedText> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["id"] = new("番号", "Id"), ["familyName"] = new("姓", "Family name"), ["givenName"] = new("名", "Given name"), ["fullName"] = new("氏名", "Name"),
        ["displayName"] = new("お名前", "Name"), ["kana"] = new("フリガナ", "Reading"), ["birthDate"] = new("生年月日", "Date of birth"),
        ["gender"] = new("性別", "Gender"), ["postalCode"] = new("郵便番号", "Postal code"), ["address"] = new("住所", "Address"), ["phone"] = new("電話番号", "Telephone"),
        ["phoneNumber"] = new("電話番号", "Telephone"), ["email"] = new("メールアドレス", "E-mail"), ["otherPhones"] = new("ほかの電話番号", "Other telephones"),
        ["otherEmails"] = new("ほかのメールアドレス", "Other e-mail addresses"), ["otherAddresses"] = new("ほかの住所", "Other addresses"),
        ["municipalityCode"] = new("市町コード", "Municipality"), ["municipalities"] = new("担当市町", "Municipalities"), ["roles"] = new("役割", "Roles"),
        ["wishes"] = new("希望活動", "Wished activities"), ["qualifications"] = new("資格", "Qualifications"), ["remarks"] = new("備考", "Remarks"),
        ["state"] = new("状態", "State"), ["at"] = new("日時", "When"), ["createdAt"] = new("登録日時", "Since"), ["lastSignInAt"] = new("最後のサインイン", "Last sign-in"),
        ["subject.ja"] = new("件名", "Subject (Ja)"), ["subject.en"] = new("件名（英語）", "Subject"), ["body.ja"] = new("本文", "Text (Ja)"), ["body.en"] = new("本文（英語）", "Text"),
        ["purpose"] = new("目的", "Purpose"), ["textVersion"] = new("文章の版", "Text"), ["channel"] = new("方法", "How"), ["givenAt"] = new("同意した日時", "Given"),
        ["until"] = new("期限", "Until"), ["endedAt"] = new("終わった日時", "Ended"), ["event"] = new("できごと", "What happened"), ["action"] = new("内容", "What"),
        ["festivals"] = new("大会", "Festivals"), ["guardianName"] = new("保護者の氏名", "Guardian"), ["relation"] = new("続柄", "Relation"), ["reason"] = new("理由", "Reason"),
        ["signedAt"] = new("申込日時", "Signed up"), ["minutes"] = new("活動時間（分）", "Minutes"), ["presence"] = new("出席", "Attendance"), ["kind"] = new("種類", "Kind"),
    };

    public static LocalizedText Of(string name)
    {
        var key = name.Replace("_", "", StringComparison.Ordinal);
        return Known.TryGetValue(key, out var label) || Known.TryGetValue(key.Split('.')[^1], out label) ? label : LocalizedText.Same(name);
    }
}
