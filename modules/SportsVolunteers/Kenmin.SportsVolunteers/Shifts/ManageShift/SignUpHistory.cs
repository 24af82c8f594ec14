using Kenmin.Participation;
using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Shifts.ManageShift;

/// <summary>What happened to a sign-up, in words for staff.</summary>
internal static class SignUpHistory
{
    public static LocalizedText Of(ISignUpEvent happened) => happened switch
    {
        SignUpConfirmed { OverCapacityReason: { } why } => new($"定員を超えて受付（理由：{why}）", $"Taken over the capacity (reason: {why})"),
        SignUpConfirmed { WalkIn: true } => new("当日参加を受付", "Taken as a walk-in"),
        SignUpConfirmed => new("申込が確定", "Confirmed"),
        SignUpPutOnWaitingList waiting => new($"キャンセル待ち（{waiting.Position}番目）", $"Put on the waiting list, number {waiting.Position}"),
        SignUpPromoted => new("空きが出て確定", "Got a free place"),
        PromotionSkipped => new("空きが出たが、条件が合わず次の方へ", "Passed over for a free place"),
        PlaceOffered => new("空きを案内", "Offered a place"),
        OfferAccepted => new("案内に「参加する」", "Took the offered place"),
        OfferDeclined => new("案内に「参加しない」", "Declined the offered place"),
        OfferExpired => new("案内の期限切れ", "The offer ran out"),
        SignUpCancelled { OpeningCancelled: true } cancelled => new($"活動の中止（理由：{cancelled.Reason}）", $"The shift was cancelled (reason: {cancelled.Reason})"),
        SignUpCancelled { Reason: ExchangePlaces.Reason } => new("交代で、ほかの方に譲った", "Handed on to somebody else"),
        SignUpCancelled { Reason: { } why } => new($"取消（理由：{why}）", $"Cancelled (reason: {why})"),
        SignUpCancelled => new("取消", "Cancelled"),
        AttendanceRecorded recorded => ShiftWords.Attendance(recorded.Attendance),
        AttendanceWithdrawn => new("出席の記録を取り消し", "Attendance taken back"),
        HoursCorrected corrected => new(
            $"訂正：{ShiftWords.Attendance(corrected.Was).Ja} → {ShiftWords.Attendance(corrected.Attendance).Ja}（理由：{corrected.Reason}）",
            $"Corrected: {ShiftWords.Attendance(corrected.Was).En} → {ShiftWords.Attendance(corrected.Attendance).En} (reason: {corrected.Reason})"),
        SignUpHandedOver or SignUpTakenOver => new("重複した名簿の統合", "Duplicate records merged"),
        _ => LocalizedText.Same(happened.GetType().Name),
    };

    public static LocalizedText Who(Actor by) => by.Kind switch
    {
        ActorKind.Person => new("本人", "The person"),
        ActorKind.Staff => new("担当者", "Staff"),
        _ => new("システム", "The platform"),
    };
}
