using Kenmin.Pages;
using Kenmin.SharedKernel;
using static Kenmin.Pages.Texts;

namespace Kenmin.SportsVolunteers.Registrations.Legacy;

/// <summary>The words of the legacy report, the same on the page and in the file.</summary>
internal static class LegacyWords
{
    public static LocalizedText AgesTitle { get; } = L("継続している人の年齢と性別", "Age and gender of those who stay");

    public static LocalizedText PlacesTitle { get; } = L("市町別", "By municipality");

    public static LocalizedText SkillsTitle { get; } = L("継続している人の資格", "Qualifications of those who stay");

    public static LocalizedText RetentionTitle { get; } = L("大会から何年後に残っているか", "Still here, years after the festival");

    public static LocalizedText Reached { get; } = L("大会に応募した人", "Came forward");

    public static LocalizedText Still { get; } = L("その年度に登録していた人", "Registered in that year");

    public static LocalizedText YearsTitle { get; } = L("年度ごとの加入と更新", "Intake and renewal by fiscal year");

    public static LocalizedText ByFestival { get; } = L("大会の応募で加入", "Came by a festival");

    public static LocalizedText Brought { get; } = L("チーム・学校・クラブの紹介で加入", "Brought by a team, school or club");

    public static LocalizedText Themselves { get; } = L("自分で登録", "Registered themselves");

    public static LocalizedText Registered { get; } = L("登録している人", "Registered");

    public static LocalizedText OfYearBefore { get; } = L("前年度に登録していた人", "Registered the year before");

    public static LocalizedText Renewed { get; } = L("うち更新した人", "Of these: renewed");

    public static LocalizedText ProjectionTitle { get; } = L("このまま推移した場合の見通し", "How it would go on at this rate");

    public static LocalizedText Here { get; } = L("今いる人のうち残る人", "Of those who are here now");

    public static LocalizedText Newcomers { get; } = L("これから加わる人", "Who would come");

    public static LocalizedText MissingTitle { get; } = L("5年後にいなくなる人（今の年齢別）", "Who would be missing in five years, by age today");

    public static LocalizedText Now { get; } = L("今いる人", "Now");

    public static LocalizedText Left { get; } = L("5年後に残る人", "Left in five years");

    public static LocalizedText Missing { get; } = L("いなくなる人", "Missing");

    public static IReadOnlyList<(LocalizedText Name, long? Figure)> Flow(YearFlow y) =>
    [
        (ByFestival, y.ByFestival), (Brought, y.Brought), (Themselves, y.Themselves), (Registered, y.Registered), (OfYearBefore, y.OfYearBefore), (Renewed, y.Renewed),
    ];

    public static LocalizedText After(int years) => L($"{years}年後", $"After {years} {(years == 1 ? "year" : "years")}");

    /// <summary>What the projection takes for granted.</summary>
    public static IReadOnlyList<LocalizedText> Assumptions(Projection p) =>
    [
        L($"年齢の区分ごとに、過去{Projection.YearsSeen}年度の「翌年度も登録した人の割合」が続くとみています。{Projection.FewestSeen}人に満たない区分には、全体の割合（{Numbers.Decimal(p.OverallShare)}%）を使います。",
            $"Each age class keeps the share of those who stayed for the next year, seen over {Projection.YearsSeen} fiscal years. Classes with fewer than {Projection.FewestSeen} persons take the share of all ({Numbers.Decimal(p.OverallShare)}%)."),
        L($"新しく加わって登録する人は、過去{Projection.YearsSeen}年度の平均（1年度に{Numbers.Decimal(p.IntakeEachYear)}人）と同じ年齢・人数が続くとみています。大会のある年度が入ると多めになります。",
            $"As many people of the same ages come in as on average of {Projection.YearsSeen} fiscal years ({Numbers.Decimal(p.IntakeEachYear)} a year). A year with a festival raises it."),
        L("加入した年度から最後に登録した年度まで、続けて登録していたものとして数えています。年齢は、年度の始まる年から生まれた年を引いたものです。",
            "Everybody counts as registered from the year they came to the last year of their registration. Ages are the starting year of the fiscal year less the year of birth."),
    ];

    public static LocalizedText CameForward { get; } = L("登録者（応募者を含む）", "In the register");

    public static LocalizedText Continuing { get; } = L("継続", "Continuing");

    public static LocalizedText OtherGender { get; } = L("その他・無回答", "Other or not stated");

    public static LocalizedText UnknownAge { get; } = L("年齢不明", "Age unknown");

    public static LocalizedText TooFew { get; } = L("少数", "few");

    public static IReadOnlyList<(LocalizedText Name, long? Figure)> Totals(LegacyTotals t) =>
    [
        (L("登録者の総数", "All in the register"), t.Persons),
        (L("大会に応募した人", "Came forward for a festival"), t.CameForward),
        (L("サイトから自分で登録した人", "Registered on the site"), t.RegisteredThemselves),
        (L("応募のときに継続を希望した人", "Agreed on the form"), t.AgreedOnForm),
        (L("応募のときに辞退した人", "Refused on the form"), t.RefusedOnForm),
        (L("応募のときに回答がなかった人", "Left it open on the form"), t.LeftOpen),
        (L("大会後に照会した人", "Asked after the festival"), t.Asked),
        (L("照会に回答した人", "Answered when asked"), t.Answered),
        (L("今の状態：継続", "Now: continuing"), t.Continuing),
        (L("今の状態：照会中", "Now: being asked"), t.Waiting),
        (L("今の状態：未照会", "Now: not asked yet"), t.NotAsked),
        (L("今の状態：辞退", "Now: refused"), t.Refused),
        (L("今の状態：失効", "Now: lapsed"), t.Lapsed),
        (L("今の状態：終了", "Now: ended"), t.Ended),
        (L("うち個人情報を削除した人", "Of these: personal data removed"), t.Erased),
    ];

    public static string Figure(long? figure) => figure is { } f ? Numbers.Whole(f) : TooFew.ToString();
}
