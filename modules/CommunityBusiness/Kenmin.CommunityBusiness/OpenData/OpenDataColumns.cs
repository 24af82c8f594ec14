using Kenmin.CommunityBusiness.FollowUps;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.OpenData;

/// <summary>A column of a file.</summary>
/// <param name="Name">Its heading, which is the same in both languages: programs read it.</param>
/// <param name="About">What stands in it.</param>
internal sealed record OpenDataColumn(string Name, LocalizedText About);

/// <summary>The columns of the files of open data, for the files and for the page that describes them.</summary>
internal static class OpenDataColumns
{
    public static LocalizedText Licence { get; } = new(
        "クリエイティブ・コモンズ 表示 4.0 国際（CC BY 4.0）で使えます。「山口県 コミュニティ・ビジネス」と出典を示してください。加工したときは、その旨も書いてください。",
        "To be used under Creative Commons Attribution 4.0 International (CC BY 4.0). Name “Yamaguchi Prefecture, community business” as the source, and say so where you changed something.");

    public const string LicenceAddress = "https://creativecommons.org/licenses/by/4.0/deed.ja";

    public static IReadOnlyList<OpenDataColumn> Showcase { get; } =
    [
        new("id", new("事業の番号（変わりません）", "The business; it does not change")), new("名前", new("載せる名前", "Its name")), new("していること", new("していること", "What it does")), new("課題", new("解決したい課題", "The problem")), new("地域資源", new("活用する地域資源", "The local resource")),
        new("募集", new("募集・求めていること", "What is sought")), new("営業時間", new("開いている日と時間", "When it is open")), new("ウェブサイト", new("アドレス", "Its site")), new("分野", new("分野の記号（shopping など）", "The field, such as shopping")),
        new("段階", new("idea、trial、launch、selfSupporting", "idea, trial, launch, selfSupporting")), new("市区町村コード", new("6 けた", "6 digits")), new("市町名", new("市町の名前", "Municipality")), new("緯度", new("WGS84", "WGS84")), new("経度", new("WGS84", "WGS84")),
        new("位置の種類", new("place：事業の場所、municipality：市役所・町役場", "place: that of the business; municipality: the hall of its municipality")), new("公開の期限", new("同意の最後の日", "The last day of the consent")),
    ];

    public static IReadOnlyList<OpenDataColumn> Library { get; } =
    [
        new("id", new("体験談の番号（変わりません）", "The story; it does not change")), new("版", new("公開している版", "The edition")), new("題名", new("題名", "Title")), new("状況", new("どんな状況だったか", "How things were")), new("したこと", new("何をしたか", "What was done")),
        new("結果", new("worked、partly、failed", "worked, partly, failed")), new("理由", new("なぜ、そうなったか", "Why")), new("数字", new("数字でわかること", "Figures")), new("助言", new("これから始める人へ", "Advice")), new("分野", new("分野の記号", "The field")),
        new("段階", new("書いたときの段階", "How far it had come")), new("中止", new("1：中止した事業", "1: it was stopped")), new("事業", new("事業の名前。出さないときは空", "The business; empty where it is told without names")), new("書いた人", new("出さないときは空", "By whom; may be empty")),
        new("市区町村コード", new("6 けた。出さないときは空", "6 digits; empty where it is told without place")), new("最初の公開日", new("日", "A day")), new("公開日", new("この版の公開日", "When this edition was published")),
    ];

    public static IReadOnlyList<OpenDataColumn> Statistics { get; } =
    [
        new("基準日", new("数えた日", "The day of counting")), new("区分", new("all、stage、year、municipality、field", "all, stage, year, municipality, field")), new("コード", new("区分の中の記号", "The kind within it")), new("名称", new("日本語", "In Japanese")), new("名称（英語）", new("英語", "In English")),
        new("件数", new("受け付けた事業の数。秘匿のときは空", "How many ventures; empty where hidden")), new("秘匿", new("1：公表していない", "1: hidden")),
    ];

    public static IReadOnlyList<OpenDataColumn> Outcomes { get; } =
    [
        new("立ち上げからの月数", new("6、12、36", "6, 12, 36")), new("回答", new("答えた事業の数", "How many answered")), new("続いている", new("続いている事業の数", "How many go on")), new("終わった", new("終わった事業の数", "How many ended")),
        new("働く人", new("お金を受け取って働く人の合計", "People who are paid for work")), new("利用した住民", new("1 年に利用した住民の合計", "Residents served in a year")),
        .. Enum.GetValues<TurnoverClass>().Select(t => new OpenDataColumn($"売上：{FollowUpWords.NameOf(t).Ja}", new("その区分の事業の数", "How many are in this class"))),
    ];

    public static IReadOnlyList<string> Names(IReadOnlyList<OpenDataColumn> columns) => [.. columns.Select(c => c.Name)];
}
