using Kenmin.Pages;
using Kenmin.Participation;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Activities;

/// <summary>Activities in words.</summary>
internal static class ActivityWords
{
    public static LocalizedText StateOf(ActivityState state) => state switch
    {
        ActivityState.HandedIn => new("受付待ち", "Handed in"), ActivityState.Accepted => new("受理", "Accepted"),
        ActivityState.Refused => new("差戻し", "Sent back"), _ => new("取りやめ", "Called off"),
    };

    public static Tone ToneOf(ActivityState state) => state switch
    {
        ActivityState.HandedIn => Tone.Info, ActivityState.Accepted => Tone.Success, ActivityState.Refused => Tone.Warning, _ => Tone.Error,
    };

    /// <summary>What was decided about the day.</summary>
    public static LocalizedText ChoiceOf(DayChoice choice) => choice switch
    {
        DayChoice.Go => new("実施", "Takes place"), DayChoice.Postpone => new("延期", "Postponed"), _ => new("中止", "Called off"),
    };

    public static Tone ToneOf(DayChoice choice) => choice switch
    {
        DayChoice.Go => Tone.Success, DayChoice.Postpone => Tone.Warning, _ => Tone.Error,
    };

    /// <summary>What stands about the day, in a word or two.</summary>
    public static LocalizedText Standing(Activity activity) =>
        activity.Decisions.LastOrDefault() is { } last ? ChoiceOf(last.Choice) : activity.State == ActivityState.Cancelled ? StateOf(activity.State) : new("まだ決めていません", "Not decided yet");

    /// <summary>Who decided: the office or the leader, never a name.</summary>
    public static LocalizedText DecidedBy(DayDecision decision) => decision.ByOffice ? new("市町", "The municipality") : new("代表者", "The leader");

    public static string When(Activity activity) => $"{Dates.Long(activity.Day)} {Times.Range(activity.Start, activity.End)}";

    /// <summary>Whether helpers are sought.</summary>
    public static LocalizedText Places(ActivityLine line, DateTimeOffset now) =>
        line.Activity.HelperPlaces == 0 ? new("募集なし", "None sought")
        : line.Places is not { Status: OpeningStatus.Open } places ? new("募集前", "Not open yet")
        : line.Activity.Starts <= now ? new("受付終了", "Closed")
        : places.Free > 0 ? new($"空き {places.Free} 人", $"{places.Free} free")
        : new($"満員（待ち {places.Waiting} 人）", $"Full ({places.Waiting} wait)");

    public static LocalizedText SignUpState(SignUpView mine) => mine.State switch
    {
        Participation.SignUpState.Confirmed => new("参加確定", "Confirmed"), Participation.SignUpState.Offered => new("ご案内中", "Offered"),
        Participation.SignUpState.Waiting => new($"キャンセル待ち（{mine.Position} 番目）", $"Waiting (number {mine.Position})"), _ => new("取消", "Cancelled"),
    };

    public static Tone SignUpTone(SignUpView mine) => mine.State switch
    {
        Participation.SignUpState.Confirmed => Tone.Success, Participation.SignUpState.Cancelled => Tone.Neutral, _ => Tone.Warning,
    };
}
