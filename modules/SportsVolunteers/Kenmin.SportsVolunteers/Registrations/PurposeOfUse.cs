using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Registrations;

/// <summary>
/// The purpose of use (利用目的) as it was shown before people agreed: named and said in writing, as articles 61 and 62 of the
/// Act on the Protection of Personal Information ask. A change is a new version; old ones stay, so that each consent can be read.
/// </summary>
internal static class PurposeOfUse
{
    /// <summary>The version that is shown now.</summary>
    public const string Current = "2026-11";

    private static readonly Dictionary<string, LocalizedText> Versions = new(StringComparer.Ordinal)
    {
        ["2026-11"] = new(
            "お預かりする氏名、フリガナ、生年月日、性別、住所、連絡先、希望する活動、資格などは、スポーツ大会やスポーツ行事のボランティア活動のご案内、"
            + "活動の受付と当日の連絡、活動記録、ボランティア保険の手続き、個人がわからない形での集計に使います。"
            + "ほかの目的には使いません。お住まいの市町と活動先の担当者が、必要な範囲で見ることがあります。"
            + "登録はいつでもやめられます。やめた方の個人情報は、保存期限が過ぎたら削除します。",
            "Your name and its reading, date of birth, gender, address, contacts, wished activities and qualifications are used to tell you "
            + "of volunteer activities at sports festivals and events, to take sign-ups and reach you on the day, to record activity, for volunteer "
            + "insurance, and for counts in which nobody can be recognized. They are used for nothing else. Staff of your municipality and of the event "
            + "see them as far as they need to. You can stop at any time; your personal data are removed after the retention date."),
    };

    /// <summary>All versions, oldest first.</summary>
    public static IEnumerable<(string Version, LocalizedText Text)> All => Versions.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => (v.Key, v.Value));

    /// <summary>The text of a version; null for one that is not known.</summary>
    public static LocalizedText? Text(string version) => Versions.TryGetValue(version, out var text) ? text : null;

    /// <summary>The text that is shown now.</summary>
    public static LocalizedText CurrentText => Versions[Current];
}
