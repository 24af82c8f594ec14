using Kenmin.Pages;
using Kenmin.Participation;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SharedKernel;
using static Kenmin.Pages.Texts;

namespace Kenmin.SeniorEngagement.Circles;

/// <summary>Words about circles on pages.</summary>
internal static class CircleWords
{
    public static LocalizedText Place(Circle circle) => circle.Municipality is { } m ? new($"{m.Name}{(circle.District.Length > 0 ? $"　{circle.District}" : "")}", $"{m.English}{(circle.District.Length > 0 ? $", {circle.District}" : "")}") : Same(circle.District);

    public static string About(Circle circle) => CardWords.Texts(CardQuestions.Interests, circle.Interests);

    public static LocalizedText When(CircleMeeting m) => new(
        $"{Dates.LongText(m.Day).Ja}　{Times.Short(m.Start)}～{Times.Short(m.End)}", $"{Dates.LongText(m.Day).En}, {Times.Short(m.Start)} to {Times.Short(m.End)}");

    public static LocalizedText Places(MeetingLine line) => line switch
    {
        { Meeting.Cancelled: true } => new("中止", "Called off"),
        { Places: null } => new("準備中", "In preparation"),
        { Places: { Free: > 0 and var free } } => new($"空き {free} 人", $"{free} places free"),
        { Places: { Waiting: var waiting } } => new($"満員（キャンセル待ち {waiting} 人）", $"Full ({waiting} waiting)"),
    };

    public static (LocalizedText Text, Tone Tone) State(SignUpView s) => (s.State, s.Attendance?.Presence) switch
    {
        (SignUpState.Confirmed, Presence.Present) => (new("参加しました", "Was there"), Tone.Success),
        (SignUpState.Confirmed, Presence.Absent) => (new("欠席", "Was absent"), Tone.Warning),
        (SignUpState.Confirmed, _) => (new("参加が確定しています", "Has a place"), Tone.Success),
        (SignUpState.Offered, _) => (new("空きの案内中", "Place offered"), Tone.Warning),
        (SignUpState.Waiting, _) => (new($"キャンセル待ち（{s.Position} 番目）", $"Waiting (number {s.Position})"), Tone.Info),
        _ => (new("取り消しました", "Cancelled"), Tone.Neutral),
    };

    public static (LocalizedText Text, Tone Tone) Standing(CircleMember? member, Circle circle) => (member, circle) switch
    {
        (_, { State: CircleState.Closed }) => (new("終わりました", "Over"), Tone.Neutral),
        ({ State: MemberState.Asked }, _) => (new("世話役の返事を待っています", "The leader has not answered yet"), Tone.Info),
        ({ } m, _) when m.HolderId == circle.LeaderId => (new("世話役です", "You lead it"), Tone.Success),
        ({ }, _) => (new("会員です", "You belong to it"), Tone.Success),
        _ => (new("募集中", "Takes newcomers"), Tone.Info),
    };

    public static (LocalizedText Text, Tone Tone) Need(CircleNeed need, Circle circle) => need switch
    {
        CircleNeed.Shrunk => (new($"{Dates.LongText(circle.ShrunkOn!.Value).Ja}から {CircleRules.FewestMembers} 人より少ない", $"Fewer than {CircleRules.FewestMembers} since {Dates.LongText(circle.ShrunkOn!.Value).En}"), Tone.Error),
        CircleNeed.Growing => (new("立ち上げ中（人数が足りません）", "New, and too few yet"), Tone.Info),
        CircleNeed.NoLeader => (new("世話役がいません", "Nobody leads it"), Tone.Warning),
        _ => (new("申込みが返事を待っています", "Somebody waits for an answer"), Tone.Warning),
    };

    public static LocalizedText Common(InCommon common) => new(
        $"{string.Join('、', CardQuestions.Interests.Where(o => common.Interests.Contains(o.Key)).Select(o => $"「{o.Text.Ja}」"))}が好き。{common.Area.Ja}。" + (common.Slots.Count > 0 ? $"{string.Join('、', CardQuestions.Slots.Where(o => common.Slots.Contains(o.Key)).Select(o => o.Text.Ja))}が合う。" : ""),
        $"Both like: {string.Join(", ", CardQuestions.Interests.Where(o => common.Interests.Contains(o.Key)).Select(o => o.Text.En))}. {common.Area.En}." + (common.Slots.Count > 0 ? $" Both have time: {string.Join(", ", CardQuestions.Slots.Where(o => common.Slots.Contains(o.Key)).Select(o => o.Text.En))}." : ""));

    public static LocalizedText Called(string nickname) => nickname.Length > 0 ? new($"{nickname}さん", nickname) : new("お名前は、おたがいに希望したあとに見られます", "The name is shown when you both say yes");
}
