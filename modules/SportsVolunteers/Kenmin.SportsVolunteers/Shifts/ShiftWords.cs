using Kenmin.Pages;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts.Terms;
using static Kenmin.Pages.Texts;

namespace Kenmin.SportsVolunteers.Shifts;

/// <summary>Shifts in the words of pages.</summary>
internal static class ShiftWords
{
    /// <summary>9:00～15:00; an end at midnight is 24:00 of the same day.</summary>
    public static string Hours(Shift shift)
    {
        var end = JapanTime.Local(shift.Ends);
        var until = JapanTime.DayOf(shift.Ends) > shift.Day ? "24:00" : Times.Short(TimeOnly.FromDateTime(end.DateTime));
        return $"{Times.Short(TimeOnly.FromDateTime(JapanTime.Local(shift.Starts).DateTime))}{L("～", "–")}{until}";
    }

    /// <summary>Day and hours.</summary>
    public static string When(Shift shift) => $"{Dates.Long(shift.Day)} {Hours(shift)}";

    /// <summary>From the first to the last day.</summary>
    public static string Days(SportsEvent e) =>
        e.FirstDay == e.LastDay ? Dates.Long(e.FirstDay) : $"{Dates.Long(e.FirstDay)}{L("～", " – ")}{Dates.Long(e.LastDay)}";

    /// <summary>The venue with its municipality, where the name does not say it already.</summary>
    public static string Place(Venue venue) =>
        venue.Municipality is { } m && !venue.Name.StartsWith(m.Name, StringComparison.Ordinal) ? $"{venue.Name}（{m.Names}）" : venue.Name;

    /// <summary>How full it is, in words.</summary>
    public static LocalizedText Fill(ShiftRow row, DateTimeOffset now) => row.Occupancy switch
    {
        null => L("準備中", "Being prepared"),
        { Status: OpeningStatus.Cancelled } => L("中止", "Cancelled"),
        _ when row.Shift.Starts <= now => L("終了・受付終了", "Over"),
        { Free: > 0 } o => L($"空き{o.Free}人", o.Free == 1 ? "1 place free" : $"{o.Free} places free"),
        { Waiting: > 0 } o => L($"満員（キャンセル待ち{o.Waiting}人）", $"Full ({o.Waiting} waiting)"),
        _ => L("満員", "Full"),
    };

    /// <summary>The colour that goes with <see cref="Fill"/>.</summary>
    public static Tone FillTone(ShiftRow row, DateTimeOffset now) => row.Occupancy switch
    {
        null => Tone.Neutral,
        { Status: OpeningStatus.Cancelled } => Tone.Error,
        _ when row.Shift.Starts <= now => Tone.Neutral,
        { Free: > 0 } => Tone.Success,
        _ => Tone.Warning,
    };

    /// <summary>What a person must bring along in age and qualification; empty when nothing.</summary>
    public static LocalizedText Conditions(Shift shift)
    {
        var parts = new List<LocalizedText>();
        if (shift.MinimumAge is { } age) parts.Add(L($"当日{age}歳以上", $"{age} or older on the day"));
        if (shift.Qualifications.Length > 0) parts.Add(L($"資格：{Qualification.Names(shift.Qualifications).Ja}", $"qualification: {Qualification.Names(shift.Qualifications).En}"));
        return new(string.Join("、", parts.Select(p => p.Ja)), string.Join(", ", parts.Select(p => p.En)));
    }

    /// <summary>The state of a sign-up.</summary>
    public static LocalizedText State(SignUpView signUp) => signUp.State switch
    {
        SignUpState.Confirmed => L("確定", "Confirmed"),
        SignUpState.Waiting => L($"キャンセル待ち {signUp.Position}番目", $"Waiting, number {signUp.Position}"),
        SignUpState.Offered => L("空きのご案内中", "Place offered"),
        _ => L("取消", "Cancelled"),
    };

    /// <summary>The colour that goes with <see cref="State"/>.</summary>
    public static Tone StateTone(SignUpState state) => state switch
    {
        SignUpState.Confirmed => Tone.Success,
        SignUpState.Waiting => Tone.Warning,
        SignUpState.Offered => Tone.Info,
        _ => Tone.Neutral,
    };

    /// <summary>What is recorded of attendance.</summary>
    public static LocalizedText Attendance(AttendanceFact? fact) => fact switch
    {
        null => L("未記録", "Not recorded"),
        { Presence: Presence.Absent } => L("欠席", "Did not come"),
        { Minutes: { } minutes } => L($"出席（{minutes / 60}時間{minutes % 60}分）", $"Present ({minutes / 60} h {minutes % 60} min)"),
        _ => L("出席", "Present"),
    };
}
