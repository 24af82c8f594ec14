using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Networks;

/// <summary>Networks in words.</summary>
internal static class NetworkWords
{
    public static LocalizedText Role(NetworkRole role) => role switch
    {
        NetworkRole.Coordinator => new("世話人", "Coordinator"), NetworkRole.Secretary => new("書記", "Secretary"), _ => new("会員", "Member"),
    };

    public static LocalizedText Rule(Network n) => n.Rule == JoinRule.Coordinator
        ? new("世話人の承認で加入します。", "The coordinator decides who joins.")
        : new($"会員の投票で加入します（{AskToJoinHandler.DaysToVote} 日間、会員の {n.QuorumPercent}% 以上の投票と、その過半数）。", $"Members vote about who joins: within {AskToJoinHandler.DaysToVote} days, {n.QuorumPercent}% of them at least, and more for than against.");

    public static LocalizedText State(JoinRequest r) => r.State switch
    {
        JoinState.Open when r.IsVote => new($"会員が投票しています（{JapanTime.DayOf(r.ClosesAt!.Value):yyyy年M月d日}まで）", $"The members vote (until {JapanTime.DayOf(r.ClosesAt.Value):yyyy-MM-dd})"),
        JoinState.Open => new("世話人の返事を待っています", "Waiting for the coordinator"),
        JoinState.Accepted => new("加入しました", "You were taken in"), JoinState.Refused => new("今回は認められませんでした", "You were not taken in this time"), _ => new("取り下げました", "You took it back"),
    };

    public static IReadOnlyList<FieldOption> RuleOptions { get; } =
        [new(nameof(JoinRule.Coordinator), new("世話人が決める", "The coordinator decides")), new(nameof(JoinRule.Vote), new("会員が投票で決める", "The members vote"))];

    public static IReadOnlyList<FieldOption> MemberOptions(IEnumerable<NetworkMember> members) => [.. members.Select(m => new FieldOption(m.AccountId.ToString(), LocalizedText.Same(m.Name)))];

    public static IReadOnlyList<FieldOption> AreaOptions(IEnumerable<Areas.Area> areas) =>
        [.. areas.Where(a => !a.Closed).Select(a => new FieldOption(a.Id.ToString(), new($"{a.Name}（{Areas.AreaLevels.NameOf(a.Level).Ja}、{Areas.AreaWords.MunicipalityOf(a).Ja}）", $"{a.Name} ({Areas.AreaLevels.NameOf(a.Level).En}, {Areas.AreaWords.MunicipalityOf(a).En})")))];
}
