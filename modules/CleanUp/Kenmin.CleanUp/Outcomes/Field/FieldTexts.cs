using System.Text.Json;
using Kenmin.SharedKernel;
using static Kenmin.Pages.Texts;

namespace Kenmin.CleanUp.Outcomes.Field;

/// <summary>What the scripts of the pages for the field say and check. {0} and {1} are put in by them.</summary>
internal static class FieldTexts
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private static readonly (string Key, Func<LocalizedText> Text)[] All =
    [
        ("online", () => L("電波があります。", "Online.")),
        ("offline", () => L("電波がありません。入力は続けられます。電波が戻ったら送ります。", "No network. Go on; it is sent when the network is back.")),
        ("waiting", () => L("送っていないもの：報告{0}件、写真{1}枚。", "Not sent yet: {0} reports, {1} photos.")),
        ("allSent", () => L("すべて送りました。", "All is sent.")),
        ("kept", () => L("この端末に控えました。", "Kept on this device.")),
        ("sent", () => L("報告を送りました。", "The report was sent.")),
        ("signIn", () => L("サインインが切れています。サインインし直すと、続きを送れます。", "You are signed out. Sign in again to go on sending.")),
        ("noAccess", () => L("この活動には報告できません。別の人としてサインインしていないか、確かめてください。", "You cannot report here. Check whether you are signed in as somebody else.")),
        ("keepFailed", () => L("この端末には控えられません。プライベートブラウズを終えるか、空き容量を増やすか、「結果を報告する」のページをお使いください。", "This device cannot keep it. Leave private browsing, free some space, or use the page “Report the result”.")),
        ("notSent", () => L("送れませんでした：{0}", "It could not be sent: {0}")),
        ("sending", () => L("送っています。", "Sending.")),
        ("tryLater", () => L("いまは送れません。あとで自動でもう一度送ります。", "It cannot be sent now; it is tried again later.")),
        ("mine", () => L("この端末の報告を送り直す", "Send this device's report")),
        ("theirs", () => L("いまの報告のままにする", "Leave the report as it is")),
        ("nowIs", () => L("いまの報告：{0} 人、{1} 袋", "Reported now: {0} people, {1} bags")),
        ("badPhoto", () => L("{0}：写真として読み取れません。JPEG、PNG、WebP の写真を選んでください。", "{0}: this cannot be read as a photo. Choose a JPEG, PNG or WebP picture.")),
        ("photo", () => L("{0}の写真（未送信）", "Photo, {0} (not sent)")),
        ("before", () => L("清掃前", "before")),
        ("after", () => L("清掃後", "after")),
        ("drop", () => L("送らずに消す", "Delete without sending")),
        ("again", () => L("もう一度送る", "Send again")),
        ("correct", () => L("誤りがあります。直してください。", "Something is wrong; please correct it.")),
    ];

    /// <summary>The texts for the page's scripts.</summary>
    public static string Json() => JsonSerializer.Serialize(All.ToDictionary(t => t.Key, t => t.Text().ToString()), Web);

    /// <summary>The bounds of the fields, checked on the device before something is kept; the server checks them again.</summary>
    /// <param name="alone">Whether it is about one person.</param>
    public static string Checks(bool alone)
    {
        object Check(string field, long least, long most, bool required = false, bool decimals = false) => new
        {
            field, least, most, required, decimals,
            text = L($"{least:#,0} から {most:#,0} までの数字で入力してください。", $"Enter a number from {least:#,0} to {most:#,0}.").ToString(),
        };
        List<object> checks =
        [
            Check("Input.Minutes", 1, Figures.LongestMinutes, required: true), Check("Input.BurnableBags", 0, Figures.MostBags), Check("Input.OtherBags", 0, Figures.MostBags),
            Check("Input.KgWeighed", 0, Figures.MostKg, decimals: true), Check("Input.KgEstimated", 0, Figures.MostKg, decimals: true),
            .. Litter.All.Select(k => Check($"Input.Litter[{k.Code}]", 0, Figures.MostPieces)),
        ];
        if (!alone) checks.Insert(0, Check("Input.People", 1, Figures.MostPeople, required: true));
        return JsonSerializer.Serialize(checks, Web);
    }
}
