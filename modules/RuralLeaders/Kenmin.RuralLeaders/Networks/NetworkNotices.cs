using System.Globalization;
using Kenmin.Accounts.Contracts;
using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Networks;

/// <summary>What members are told. Who leaves is not spoken of.</summary>
internal static class NetworkNotices
{
    public static NoticeIssued Asked(Network network, JoinRequest request, Guid to) => new(
        FactId.Of($"rural-leaders.join-asked|{request.Id:N}|{to:N}"), to, new("ネットワークに加入の申込があります", "Somebody wants to join your network"),
        request.IsVote
            ? new($"「{network.Name}」に加入の申込がありました。{Day(request.ClosesAt!.Value).Ja}までに投票してください。", $"Somebody wants to join “{network.Name}”. Please vote until {Day(request.ClosesAt.Value).En}.")
            : new($"「{network.Name}」に加入の申込がありました。会員のページで決めてください。", $"Somebody wants to join “{network.Name}”. Please decide on the page of members."),
        $"/rural-leaders/networks/{network.Id}/members", request.At, MailKinds.Network);

    public static NoticeIssued Decided(Network network, JoinRequest request, DateTimeOffset at) => new(
        FactId.Of($"rural-leaders.join-decided|{request.Id:N}"), request.AccountId,
        request.State == JoinState.Accepted ? new LocalizedText("ネットワークに加入しました", "You are in the network") : new("ネットワークへの加入は認められませんでした", "You were not taken into the network"),
        request.State == JoinState.Accepted
            ? new($"「{network.Name}」の会員になりました。掲示板と会合の予定が見られます。", $"You are a member of “{network.Name}” and see its board and meetings.")
            : new($"「{network.Name}」への今回の加入は認められませんでした。", $"“{network.Name}” did not take you in this time."),
        request.State == JoinState.Accepted ? $"/rural-leaders/networks/{network.Id}/board" : $"/rural-leaders/networks/{network.Id}", at, MailKinds.Network);

    public static NoticeIssued Leads(Network network, NetworkMember now, DateTimeOffset at) => new(
        FactId.Of(string.Create(CultureInfo.InvariantCulture, $"rural-leaders.network-leads|{network.Id:N}|{now.AccountId:N}|{at.UtcTicks}")), now.AccountId,
        new("ネットワークの世話人になりました", "You are the network's coordinator now"),
        new($"「{network.Name}」の世話人を引きつぎました。", $"You have taken over as coordinator of “{network.Name}”."),
        $"/rural-leaders/networks/{network.Id}/members", at, MailKinds.Network);

    private static LocalizedText Day(DateTimeOffset at)
    {
        var day = JapanTime.DayOf(at);
        return new(day.ToString("M月d日", CultureInfo.InvariantCulture), day.ToString("d MMMM", CultureInfo.InvariantCulture));
    }
}
