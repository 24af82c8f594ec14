using Kenmin.Accounts.Contracts;
using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Help;

/// <summary>What both sides are told, without names and places: those stand on the page, behind signing in. Who has no account is telephoned by staff.</summary>
internal static class HelpNotices
{
    public static NoticeIssued? Proposed(HelpMatch match, Guid? to, HelpSide side, DateTimeOffset at) => Make(
        match, to, $"proposed|{side}", side == HelpSide.Asker ? new("応援してくれそうな人が見つかりました", "Somebody may be able to help you") : new("手伝ってほしい人がいます", "Somebody needs your help"),
        new($"{When(match).Ja}　受けるか見送るかを、{Dates.LongText(JapanTime.DayOf(match.AnswerBy)).Ja}までに答えてください。", $"{When(match).En}. Please accept or refuse by {Dates.LongText(JapanTime.DayOf(match.AnswerBy)).En}."), at);

    /// <summary>The other side has accepted.</summary>
    public static NoticeIssued? Accepted(HelpMatch match, Guid? to, HelpSide by, DateTimeOffset at) => Make(
        match, to, $"accepted|{by}", by == HelpSide.Helper ? new("手伝ってくれる人が手を挙げました", "Somebody is ready to help you") : new("応援を頼みたいという返事がありました", "Your help would be welcome"),
        new($"{When(match).Ja}　あなたの返事を待っています。", $"{When(match).En}. They wait for your answer."), at);

    public static NoticeIssued? Agreed(HelpMatch match, Guid? to, HelpSide side, DateTimeOffset at) => Make(
        match, to, $"agreed|{side}", new("応援の約束ができました", "The help is agreed"),
        new($"{When(match).Ja}　連絡先と集合場所を確かめてください。", $"{When(match).En}. See how to reach each other and where to meet."), at);

    public static NoticeIssued? Refused(HelpMatch match, Guid? to, DateTimeOffset at) => Make(
        match, to, "refused", new("今回は見送りになりました", "It does not suit this time"), new($"{When(match).Ja}　別の組み合わせを探します。", $"{When(match).En}. Another match is looked for."), at);

    public static NoticeIssued? CalledOff(HelpMatch match, Guid? to, DateTimeOffset at) => Make(
        match, to, "called-off", new("応援が取りやめになりました", "The help was called off"), new($"{When(match).Ja}　申し訳ありません。この日の約束はなくなりました。", $"{When(match).En}. Sorry: nothing is agreed for that day any more."), at);

    public static NoticeIssued? Lapsed(HelpMatch match, Guid? to, DateTimeOffset at) => Make(
        match, to, "lapsed", new("返事の期限が過ぎました", "The time to answer is over"), new($"{When(match).Ja}　相手の返事がありませんでした。別の組み合わせを探します。", $"{When(match).En}. The other side did not answer. Another match is looked for."), at);

    public static NoticeIssued? Thanked(HelpMatch match, Guid? to, DateTimeOffset at) => Make(
        match, to, $"thanked|{match.Came}|{match.MinutesEach}|{FactId.Of(match.Thanks):N}", new("応援のお礼が届きました", "You were thanked for your help"),
        new($"{When(match).Ja}　応援の記録とお礼の言葉を見られます。", $"{When(match).En}. See the record and the words of thanks."), at);

    public static NoticeIssued? RequestOver(HelpRequest request, bool promised, DateTimeOffset at) => request.AccountId is not { } to ? null : new(
        FactId.Of($"rural-leaders.help-request-over|{request.Id:N}"), to,
        promised ? new LocalizedText("応援の結果を記録してください", "Please record how the help went") : new("応援の依頼の期限が過ぎました", "Your request for help is over"),
        promised ? new($"「{HelpWords.Kind(request.Kind).Ja}」に来た人数と時間、お礼の言葉を記録してください。", $"{HelpWords.Kind(request.Kind).En}: please record how many came, for how long, and your thanks.")
            : new($"「{HelpWords.Kind(request.Kind).Ja}」は、応援が見つからないまま期限が過ぎました。もう一度頼むこともできます。", $"{HelpWords.Kind(request.Kind).En}: nobody was found in time. You can ask again."),
        $"/rural-leaders/help/requests/{request.Id}", at, MailKinds.Help);

    public static NoticeIssued? OfferOver(HelpOffer offer, DateTimeOffset at) => offer.AccountId is not { } to || offer.OnlyFor is not null ? null : new(
        FactId.Of($"rural-leaders.help-offer-over|{offer.Id:N}"), to, new LocalizedText("応援の申し出の期限が過ぎました", "Your offer of help is over"),
        new LocalizedText("続けて手伝える方は、もう一度申し出てください。", "If you still can help, please offer again."), $"/rural-leaders/help/offers/{offer.Id}", at, MailKinds.Help);

    private static NoticeIssued? Make(HelpMatch match, Guid? to, string what, LocalizedText subject, LocalizedText body, DateTimeOffset at) => to is not { } account ? null : new(
        FactId.Of($"rural-leaders.help|{match.Id:N}|{what}"), account, subject, body, $"/rural-leaders/help/matches/{match.Id}", at, MailKinds.Help);

    private static LocalizedText When(HelpMatch m) => new(
        $"{Dates.LongText(m.Day).Ja} {Times.Short(m.Start)}～{Times.Short(m.End)}。", $"{Dates.LongText(m.Day).En}, {Times.Short(m.Start)} to {Times.Short(m.End)}");
}
