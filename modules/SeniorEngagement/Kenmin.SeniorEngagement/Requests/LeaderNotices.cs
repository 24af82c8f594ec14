using System.Globalization;
using Kenmin.Accounts.Contracts;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SharedKernel;

namespace Kenmin.SeniorEngagement.Requests;

/// <summary>What leaders and those who ask are told. No name or telephone of a person stands in a notice. Who has no account reads it on the page, or hears it from staff.</summary>
internal static class LeaderNotices
{
    public static IReadOnlyList<NoticeIssued> ToLeader(CardHolder holder, LeaderMatch match, string what, (LocalizedText Subject, LocalizedText Body) text, DateTimeOffset now) => holder.AccountId is { } account
        ? [new(FactId.Of($"senior-engagement.lead|{match.Id:N}|{match.AskedAt.UtcTicks}|{what}"), account, text.Subject, text.Body, "/senior-engagement/me/leading", now, MailKinds.Requests)] : [];

    public static IReadOnlyList<NoticeIssued> ToAsker(LeaderRequest request, string what, (LocalizedText Subject, LocalizedText Body) text, DateTimeOffset now) => request.AccountId is { } account
        ? [new(FactId.Of($"senior-engagement.leader-request|{request.Id:N}|{what}"), account, text.Subject, text.Body, $"/senior-engagement/me/leader-requests/{request.Id}", now, MailKinds.Requests)] : [];

    public static (LocalizedText Subject, LocalizedText Body) Confirmed(LeaderRequest request) => (
        new("活動リーダーの依頼を受け付けました", "Your request for a leader was confirmed"), new($"「{request.Organisation}」への活動リーダーをさがしています。", $"A leader is looked for, for “{request.Organisation}”."));

    public static (LocalizedText Subject, LocalizedText Body) NotTaken(LeaderRequest request) => (
        new("活動リーダーの依頼を受けられませんでした", "Your request for a leader was not taken"), new($"「{request.Organisation}」の依頼です。理由：{request.Reason}", $"The one of “{request.Organisation}”. Reason: {request.Reason}"));

    public static (LocalizedText Subject, LocalizedText Body) Asked(LeaderRequest request) => (
        new("活動リーダーのお願いがあります", "You are asked to lead an activity"), new($"「{request.Organisation}」（{request.Municipality?.Name}）です。引き受けられるかどうか、ページで返事してください。", $"For “{request.Organisation}” ({request.Municipality?.English}). Please say on the page whether you can."));

    public static (LocalizedText Subject, LocalizedText Body) Offered(LeaderRequest request, WishedTime time) => (
        new("引き受けてくれるリーダーがいます", "A leader would come"), new($"「{request.Organisation}」に、{When(time).Ja} に来られる人がいます。ページで返事してください。", $"To “{request.Organisation}” on {When(time).En}. Please answer on the page."));

    public static (LocalizedText Subject, LocalizedText Body) Withdrawn(LeaderRequest request) => (
        new("リーダーの都合が悪くなりました", "A leader cannot come after all"), new($"「{request.Organisation}」の依頼です。ほかのリーダーをさがしています。", $"The request of “{request.Organisation}”. Somebody else is looked for."));

    public static (LocalizedText Subject, LocalizedText Body) Agreed(LeaderRequest request, WishedTime time) => (
        new("活動リーダーをお願いすることが決まりました", "It is agreed that you lead"), new($"「{request.Organisation}」　{When(time).Ja}。連絡先はページで確かめてください。", $"“{request.Organisation}”, {When(time).En}. Whom to call stands on the page."));

    public static (LocalizedText Subject, LocalizedText Body) NotThisTime(LeaderRequest request) => (
        new("今回はほかの方にお願いすることになりました", "Somebody else does it this time"), new($"「{request.Organisation}」の依頼です。お返事をありがとうございました。その時間は空けておかなくてかまいません。", $"The request of “{request.Organisation}”. Thank you for your answer; the time is free again."));

    public static (LocalizedText Subject, LocalizedText Body) OffByAsker(LeaderRequest request, WishedTime time, string reason) => (
        new("お願いしていた活動が取りやめになりました", "What you were to lead is off"), new($"「{request.Organisation}」　{When(time).Ja}。理由：{reason}", $"“{request.Organisation}”, {When(time).En}. Reason: {reason}"));

    public static (LocalizedText Subject, LocalizedText Body) OffByLeader(WishedTime time, string reason) => (
        new("リーダーが来られなくなりました", "The leader cannot come"), new($"{When(time).Ja} の依頼です。理由：{reason}。ほかのリーダーをさがしています。", $"Your request for {When(time).En}. Reason: {reason}. Somebody else is looked for."));

    public static (LocalizedText Subject, LocalizedText Body) Cancelled(LeaderRequest request, string reason) => (
        new("活動リーダーの依頼が取りやめになりました", "A request that you answered is off"), new($"「{request.Organisation}」の依頼です。理由：{reason}", $"The request of “{request.Organisation}”. Reason: {reason}"));

    private static LocalizedText When(WishedTime time)
    {
        var local = JapanTime.Local(time.Starts);
        return new(local.ToString("M月d日 H:mm", CultureInfo.InvariantCulture), local.ToString("d MMMM H:mm", CultureInfo.InvariantCulture));
    }
}
