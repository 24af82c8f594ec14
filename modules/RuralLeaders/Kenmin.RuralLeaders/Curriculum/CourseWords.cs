using Kenmin.Pages;
using Kenmin.Participation;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Curriculum;

/// <summary>Courses, places and registrations in words.</summary>
internal static class CourseWords
{
    public static LocalizedText Rule(Course course) => new(
        $"{course.CreditsNeeded} 単位と、必修の回への出席で修了。登録は {course.ValidYears} 年間", $"Completed by {course.CreditsNeeded} credits and all compulsory sessions. Registration for {course.ValidYears} years");

    public static LocalizedText When(CourseSession s) => new(
        $"{Dates.LongText(s.Day).Ja}　{Times.Short(s.Start)}～{Times.Short(s.End)}", $"{Dates.LongText(s.Day).En}, {Times.Short(s.Start)} to {Times.Short(s.End)}");

    public static LocalizedText Credits(CourseSession s) => s.Compulsory ? new($"{s.Credits} 単位（必修）", $"{s.Credits} (compulsory)") : new($"{s.Credits} 単位", $"{s.Credits}");

    public static LocalizedText Places(SessionLine line) => line switch
    {
        { Session.Cancelled: true } => new("中止", "Called off"),
        { Places: null } => new("準備中", "In preparation"),
        { Places: { Status: not OpeningStatus.Open } } => new("受付していません", "Closed"),
        { Places: { Free: > 0 and var free } } => new($"空き {free} 席", $"{free} places free"),
        { Places: { Waiting: var waiting } } => new($"満席（キャンセル待ち {waiting} 人）", $"Full ({waiting} waiting)"),
    };

    public static (LocalizedText Text, Tone Tone) State(SignUpView s) => (s.State, s.Attendance?.Presence) switch
    {
        (SignUpState.Confirmed, Presence.Present) => (new("出席", "Was there"), Tone.Success),
        (SignUpState.Confirmed, Presence.Absent) => (new("欠席", "Was absent"), Tone.Warning),
        (SignUpState.Confirmed, _) => (new("受講確定", "Has a place"), Tone.Success),
        (SignUpState.Offered, _) => (new("空きの案内中", "Place offered"), Tone.Warning),
        (SignUpState.Waiting, _) => (new($"キャンセル待ち（{s.Position} 番目）", $"Waiting (number {s.Position})"), Tone.Info),
        _ => (new("取消", "Cancelled"), Tone.Neutral),
    };

    public static (LocalizedText Text, Tone Tone) State(Learner person, DateOnly today) => person.Registration?.StateOn(today) switch
    {
        LeaderState.Active => (new("登録中", "Registered"), Tone.Success),
        LeaderState.Lapsed => (new("失効（更新できます）", "Lapsed (can be renewed)"), Tone.Warning),
        LeaderState.Ended => (new("登録終了", "Registration over"), Tone.Neutral),
        _ => (new("未登録", "Not registered"), Tone.Info),
    };

    public static LocalizedText Progress(CourseProgress p) => p.Complete
        ? new("修了しました", "Completed")
        : new($"{p.Credits} / {p.Course.CreditsNeeded} 単位{(p.Missing.Count == 0 ? "" : $"、必修の残り {p.Missing.Count} 回")}",
            $"{p.Credits} of {p.Course.CreditsNeeded} credits{(p.Missing.Count == 0 ? "" : $", {p.Missing.Count} compulsory sessions left")}");
}
