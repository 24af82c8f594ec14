using Kenmin.Pages;
using Kenmin.SharedKernel;
using static Kenmin.Pages.Texts;

namespace Kenmin.SportsVolunteers.Registrations.Legacy;

/// <summary>The words of the legacy report, the same on the page and in the file.</summary>
internal static class LegacyWords
{
    public static LocalizedText AgesTitle { get; } = L("継続している人の年齢と性別", "Age and gender of those who stay");

    public static LocalizedText PlacesTitle { get; } = L("市町別", "By municipality");

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
