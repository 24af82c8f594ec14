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
        EntryKind.ProxyAccepted => L("代理を引き受けた", "Took on to act"), EntryKind.AskedCircle => L("仲間の輪に申し込んだ", "Asked to join a circle"), EntryKind.JoinedCircle => L("仲間の輪に入った", "Joined a circle"),
        EntryKind.LeftCircle => L("仲間の輪を離れた", "Left a circle"), EntryKind.LedCircle => L("仲間の輪の世話役になった", "Leads a circle"), EntryKind.SignedUpMeeting => L("集まりに申し込んだ", "Signed up for a meeting"),
        EntryKind.CancelledMeeting => L("集まりを取り消した", "Cancelled a meeting"), EntryKind.Companions => L("仲間づくりの希望を入力", "Said how to find companions"), EntryKind.Introduction => L("紹介の申出・返事", "Asked for or answered an introduction"),
        EntryKind.CheckInAgreed => L("見守りの電話に同意", "Agreed to be called"), EntryKind.CheckInEnded => L("見守りの電話を終わらせた", "Ended being called"),
        EntryKind.LeadingAgreed => L("活動リーダーとして頼まれることに同意", "Agreed to be asked as a leader"), EntryKind.LeadingEnded => L("活動リーダーとして頼まれることを終わらせた", "Ended being asked as a leader"),
        EntryKind.SignedUpCourse => L("講座に申し込んだ", "Signed up for a course"), EntryKind.CancelledCourse => L("講座を取り消した", "Cancelled a course"),
        _ => L("代理を終わらせた", "Ended acting"),
    };

    public static string Born(int? year) => year is { } y ? L($"{y}年", $"{y}").ToString() : L("聞いていません", "Not said").ToString();
}
