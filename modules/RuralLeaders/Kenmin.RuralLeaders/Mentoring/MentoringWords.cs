using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Mentoring;

/// <summary>Mentoring and visits in words.</summary>
internal static class MentoringWords
{
    public static (LocalizedText Text, Tone Tone) State(MentorPair pair) => pair.State switch
    {
        PairState.Asked => (new("返事を待っています", "Waiting for an answer"), Tone.Warning), PairState.Agreed => (new("続いています", "Under way"), Tone.Success),
        PairState.Declined => (new("引き受けられませんでした", "Not agreed to"), Tone.Neutral), _ => (new("終わりました", "Over"), Tone.Neutral),
    };

    public static LocalizedText Goal(GoalState state) => state switch
    {
        GoalState.Open => new("取組中", "Worked on"), GoalState.Reached => new("達成", "Reached"), _ => new("とりやめ", "Given up"),
    };

    public static LocalizedText When(AreaVisit v) => new($"{Dates.LongText(v.Day).Ja}　{Times.Short(v.Start)}", $"{Dates.LongText(v.Day).En}, {Times.Short(v.Start)}");

    public static (LocalizedText Text, Tone Tone) State(AreaVisit v, DateTimeOffset now) => v.CancelledAt is not null ? (new("中止", "Called off"), Tone.Error)
        : v.HasBegun(now) ? (new("終了", "Over"), Tone.Neutral) : v.Taken >= v.Capacity ? (new("満員", "Full"), Tone.Warning) : (new($"あと {v.Capacity - v.Taken} 人", $"Room for {v.Capacity - v.Taken}"), Tone.Success);
}
