using Kenmin.Pages;
using Kenmin.SharedKernel;
using static Kenmin.Pages.Texts;

namespace Kenmin.SeniorEngagement.Cards;

/// <summary>Words about cards on pages.</summary>
internal static class CardWords
{
    public static IReadOnlyList<FieldOption> Options(IReadOnlyList<CardOption> question) => [.. question.Select(o => new FieldOption(o.Key, o.Text))];

    public static string Texts(IReadOnlyList<CardOption> question, params IReadOnlyList<string?> keys)
    {
        var texts = question.Where(o => keys.Contains(o.Key)).Select(o => o.Text.ToString()).ToList();
        return texts.Count == 0 ? L("まだ答えていません", "Not answered yet").ToString() : string.Join(L("、", ", ").ToString(), texts);
    }

    /// <summary>Who entered something, for whom.</summary>
    public static string Who(Doer by, ActingAs @as, string holder) => @as switch
    {
        ActingAs.Self => L($"{by.Name}（本人）", $"{by.Name} (in person)").ToString(),
        ActingAs.Proxy => L($"{by.Name}（{holder}さんの代理）", $"{by.Name} (for {holder})").ToString(),
        _ when by.Name.Length == 0 => L("期限または同意の撤回", "Its day was over, or the consent was withdrawn").ToString(),
        _ => L($"{by.Name}（職員。{holder}さんの代わりに）", $"{by.Name} (staff, for {holder})").ToString(),
    };

    public static LocalizedText Kind(EntryKind kind) => kind switch
    {
        EntryKind.Card => L("カードを入力", "Entered the card"), EntryKind.Joined => L("アカウントにつないだ", "Joined to the account"), EntryKind.ProxyOpened => L("代理の人を登録", "Let somebody act"),
        EntryKind.ProxyAccepted => L("代理を引き受けた", "Took on to act"), _ => L("代理を終わらせた", "Ended acting"),
    };

    public static string Born(int? year) => year is { } y ? L($"{y}年", $"{y}").ToString() : L("聞いていません", "Not said").ToString();
}
