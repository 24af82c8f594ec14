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
