using Kenmin.Accounts.Contracts;
using Kenmin.Pages;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;

namespace Kenmin.SeniorEngagement.Circles;

/// <summary>What people are told of circles. A notice names circles, never people: who has gone is nobody's business.</summary>
internal static class CircleNotices
{
    private const string Mine = "/senior-engagement/me/circles";

    public static NoticeIssued Asked(Circle circle, Guid asker, Guid account, DateTimeOffset now) => Make($"asked|{circle.Id:N}|{asker:N}|{now.UtcTicks}", account,
        new("仲間の輪に申込みがありました", "Somebody would like to join your circle"), new($"「{circle.Name}」に入りたい人がいます。世話役のページで返事をしてください。", $"Somebody would like to join “{circle.Name}”. Please answer on the leader's page."), $"{Mine}/{circle.Id}/lead", now);

    public static NoticeIssued Answered(Circle circle, bool takes, Guid account, DateTimeOffset now) => Make($"answered|{circle.Id:N}|{account:N}|{now.UtcTicks}", account,
        takes ? new("仲間の輪に入りました", "You belong to the circle") : new("仲間の輪の申込みについて", "About the circle that you asked to join"),
        takes ? new($"「{circle.Name}」の会員になりました。集まりに申し込めます。", $"You are a member of “{circle.Name}” and can sign up for its meetings.")
            : new($"「{circle.Name}」には、今回は入れませんでした。ほかの輪をお探しください。", $"“{circle.Name}” cannot take you this time. Please look at other circles."), $"{Mine}/{circle.Id}", now);

    public static NoticeIssued Leads(Circle circle, Guid account, DateTimeOffset now) => Make($"leads|{circle.Id:N}|{account:N}|{now.UtcTicks}", account,
        new("仲間の輪の世話役になりました", "You lead a circle"), new($"「{circle.Name}」の世話役になりました。", $"You lead “{circle.Name}” now."), $"{Mine}/{circle.Id}/lead", now);

    public static NoticeIssued LeadOffered(Circle circle, Guid account, DateTimeOffset now) => Make($"lead-offered|{circle.Id:N}|{account:N}|{now.UtcTicks}", account,
        new("仲間の輪の世話役をお願いされています", "You are asked to lead a circle"), new($"「{circle.Name}」の世話役を引き受けるかどうか、返事をしてください。", $"Please say whether you would lead “{circle.Name}”."), $"{Mine}/{circle.Id}", now);

    public static NoticeIssued LeadAnswered(Circle circle, bool takes, Guid account, DateTimeOffset now) => Make($"lead-answered|{circle.Id:N}|{account:N}|{now.UtcTicks}", account,
        new("世話役の引継ぎの返事", "About handing over a circle"),
        takes ? new($"「{circle.Name}」の世話役を引き継ぎました。", $"Somebody else leads “{circle.Name}” now.") : new($"「{circle.Name}」の世話役は、引き続きあなたです。", $"You still lead “{circle.Name}”."), $"{Mine}/{circle.Id}", now);

    public static NoticeIssued Merge(Circle circle, Circle into, Guid account, DateTimeOffset now) => Make($"merge|{circle.Id:N}|{into.Id:N}|{account:N}|{now.UtcTicks}", account,
        new("仲間の輪の合流の提案", "Going along to another circle"), new($"「{circle.Name}」の人数が減ったため、「{into.Name}」に合流する提案です。合流するかどうかは、自分で決められます。",
            $"“{circle.Name}” has become small. You may go along to “{into.Name}”, if you like."), $"{Mine}/{circle.Id}", now);

    public static NoticeIssued Closed(Circle circle, string reason, Guid account, DateTimeOffset now) => Make($"closed|{circle.Id:N}|{account:N}", account,
        new("仲間の輪が終わりました", "A circle is over"), new($"「{circle.Name}」は終わりました。理由：{reason}", $"“{circle.Name}” is over. Reason: {reason}"), Mine, now);

    public static NoticeIssued Planned(Circle circle, CircleMeeting meeting, bool isNew, Guid account, DateTimeOffset now) => Make($"meeting|{meeting.Id:N}|{meeting.Revision}|{account:N}", account,
        isNew ? new("仲間の輪の集まりが決まりました", "A meeting of your circle") : new("仲間の輪の集まりが変わりました", "A meeting of your circle changed"),
        new($"「{circle.Name}」：{Dates.LongText(meeting.Day).Ja} {Times.Short(meeting.Start)}～{Times.Short(meeting.End)}　{meeting.Place}", $"“{circle.Name}”: {Dates.LongText(meeting.Day).En}, {Times.Short(meeting.Start)} to {Times.Short(meeting.End)}, {meeting.Place}"),
        $"/senior-engagement/me/meetings/{meeting.Id}", now);

    public static NoticeIssued Introduced(Guid introduction, bool agreed, Guid account, DateTimeOffset now) => Make($"introduction|{introduction:N}|{agreed}|{account:N}|{now.UtcTicks}", account,
        agreed ? new("おたがいに紹介を希望しました", "You both would like to meet") : new("仲間の紹介の申し出があります", "Somebody might be a companion"),
        agreed ? new("おたがいの名前が見られるようになりました。電話番号や住所は伝わりません。", "You can see each other's names now. Telephones and addresses are not passed on.")
            : new("好きなことが同じ人を紹介する申し出です。会うかどうかは、自分で決められます。返事をしなくてもかまいません。", "Somebody likes what you like. Whether you meet is up to you; you need not answer."), "/senior-engagement/me/companions", now);

    /// <summary>To each member who has an account.</summary>
    public static async Task<OutgoingMessages> ToMembersAsync(IQuerySession session, CircleRoster roster, Func<Guid, NoticeIssued> notice, CancellationToken cancellationToken)
    {
        var holders = await session.LoadManyAsync<CardHolder>(cancellationToken, [.. roster.Members.Select(m => m.HolderId)]);
        return [.. holders.Select(h => h.AccountId).OfType<Guid>().Select(notice)];
    }

    private static NoticeIssued Make(string key, Guid account, LocalizedText subject, LocalizedText body, string href, DateTimeOffset now) =>
        new(FactId.Of($"senior-engagement.circle-{key}"), account, subject, body, href, now, MailKinds.Circles);
}
