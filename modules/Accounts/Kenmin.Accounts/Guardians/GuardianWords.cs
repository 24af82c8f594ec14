using Kenmin.Accounts.Contracts;
using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.Accounts.Guardians;

/// <summary>Where a guardian's consent stands, in words.</summary>
internal static class GuardianWords
{
    public static LocalizedText Of(GuardianshipState state) => state switch
    {
        GuardianshipState.Asked => new("返事を待っています", "Waiting for an answer"),
        GuardianshipState.Agreed => new("同意しています", "Agrees"),
        GuardianshipState.Refused => new("同意していません", "Does not agree"),
        GuardianshipState.Revoked => new("撤回されました", "Withdrawn"),
        GuardianshipState.CameOfAge => new("18 歳になり終わりました", "Ended at 18"),
        _ => new("まだ確認していません", "Nobody has been asked"),
    };

    public static Tone ToneOf(GuardianshipState state) => state switch
    {
        GuardianshipState.Agreed => Tone.Success,
        GuardianshipState.Asked => Tone.Info,
        GuardianshipState.Refused or GuardianshipState.Revoked => Tone.Warning,
        _ => Tone.Neutral,
    };

    /// <summary>What a guardian agrees to.</summary>
    public static LocalizedText Matter => new(
        "県民活動プラットフォームに登録し、スポーツボランティアなどの活動に申し込んで参加すること。そのために、氏名・生年月日・連絡先などが、登録のときに示す利用目的の範囲で使われること。18 歳の誕生日まで有効で、いつでも撤回できます。",
        "Being registered here and signing up for activities such as sports volunteering; for that, name, date of birth, contact and the like are used for the purposes stated at registration. It holds until the 18th birthday and can be withdrawn at any time.");

    public const int LongestName = 100;
    public const int LongestRelation = 20;

    /// <summary>What is wrong with a name and a relation.</summary>
    public static IEnumerable<FieldRefusal> Check(string? name, string? relation)
    {
        if (string.IsNullOrWhiteSpace(name)) yield return new("Name", new("保護者の氏名を入力してください。", "Enter the guardian's name."));
        else if (name.Trim().Length > LongestName) yield return new("Name", new($"{LongestName} 文字までで入力してください。", $"At most {LongestName} characters."));
        if (string.IsNullOrWhiteSpace(relation)) yield return new("Relation", new("続柄を入力してください（父、母など）。", "Enter the relation (father, mother …)."));
        else if (relation.Trim().Length > LongestRelation) yield return new("Relation", new($"{LongestRelation} 文字までで入力してください。", $"At most {LongestRelation} characters."));
    }
}
