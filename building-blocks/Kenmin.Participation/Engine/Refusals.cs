using System.Globalization;
using Kenmin.SharedKernel;

namespace Kenmin.Participation.Engine;

/// <summary>Texts for what the server function refuses: the reason, and what to do.</summary>
internal static class Refusals
{
    private const string Overlap = "overlap:";

    public static Guid? ClashIn(string? code) =>
        code is not null && code.StartsWith(Overlap, StringComparison.Ordinal) ? Guid.Parse(code.AsSpan(Overlap.Length), CultureInfo.InvariantCulture) : null;

    public static Refusal Invalid(string field, LocalizedText text) => new(RefusalCode.Invalid, text, Field: field);

    public static Refusal Of(string code, OpeningRow? opening = null, OpeningSummary? clash = null) => code switch
    {
        "opening-unknown" => Say(RefusalCode.OpeningUnknown, "この募集は見つかりません。一覧からもう一度選んでください。", "This opening was not found. Please choose again from the list."),
        "opening-closed" => Say(RefusalCode.OpeningClosed, "この募集は申込の受付を終了しました。", "Sign-up for this opening is closed."),
        "opening-cancelled" => Say(RefusalCode.OpeningCancelled, "この募集は中止になりました。", "This opening has been cancelled."),
        "not-yet-open" => opening?.SignUpOpens is { } opens
            ? Say(RefusalCode.NotYetOpen, $"申込の受付は{Ja(opens)}から始まります。", $"Sign-up opens on {En(opens)}.")
            : Say(RefusalCode.NotYetOpen, "申込の受付はまだ始まっていません。", "Sign-up has not opened yet."),
        "sign-up-closed" => Say(RefusalCode.SignUpClosed, "申込の締切を過ぎました。", "The deadline for signing up has passed."),
        "started" => Say(RefusalCode.Started, "すでに始まっているため、変更できません。係の人にお声がけください。", "It has already started, so this cannot be changed here. Please talk to the staff."),
        "too-young" => opening?.MinimumAge is { } age
            ? Say(RefusalCode.TooYoung, $"当日に{age}歳以上の方が対象です。", $"You must be {age} or older on the day.")
            : Say(RefusalCode.TooYoung, "当日の年齢が条件に足りません。", "You are too young on the day."),
        "birth-date-outside" => Say(RefusalCode.BirthDateOutside, "生年月日が募集の条件に合いません。", "Your date of birth is outside the range asked for."),
        "birth-date-unknown" => Say(RefusalCode.BirthDateUnknown, "年齢の条件があります。先に生年月日を登録してください。", "There is an age limit. Please enter your date of birth first."),
        "qualification-missing" => Say(RefusalCode.QualificationMissing, "必要な資格が登録されていません。", "A qualification that is needed is not registered for you."),
        "full" => Say(RefusalCode.Full, "定員に達しました。", "All places are taken."),
        "waiting-list-full" => Say(RefusalCode.WaitingListFull, "定員に達し、キャンセル待ちも受付を終了しました。", "All places are taken, and the waiting list is full."),
        "no-offer" => Say(RefusalCode.NoOffer, "回答をお待ちしている案内はありません。", "There is no offer waiting for an answer."),
        "offer-expired" => Say(RefusalCode.OfferExpired, "回答の期限を過ぎたため、次の方へご案内しました。もう一度お申し込みいただけます。", "The time to answer has passed and the place went to the next person. You can sign up again."),
        "not-signed-up" => Say(RefusalCode.NotSignedUp, "この募集には申し込んでいません。", "There is no sign-up for this opening."),
        "already-attended" => Say(RefusalCode.AlreadyAttended, "出席が記録されているため、取り消せません。先に出席の記録を訂正してください。", "Attendance is recorded, so this cannot be cancelled. Correct the attendance first."),
        "others-wait" => Say(RefusalCode.OthersWait, "キャンセル待ちの方がいるため、ほかの方に直接は譲れません。取り消すと、待っている方に順に回ります。", "Somebody waits for this place, so it cannot be handed on. If you cancel, it goes to who waits first."),
        "no-place-to-give" => Say(RefusalCode.NotSignedUp, "交代する活動枠に、確定した申込がありません。", "There is no confirmed place to give."),
        "has-a-place" => Say(RefusalCode.HasPlace, "交代する相手は、その活動枠にすでに参加することになっています。", "The other person has a place on that shift already."),
        _ when ClashIn(code) is { } other => new Refusal(
            RefusalCode.Overlap,
            clash is null
                ? new LocalizedText("同じ時間帯に別の予定があります。", "You have another place at that time.")
                : new LocalizedText($"「{clash.Label.Ja}」（{Ja(clash.Starts)}から）と時間が重なっています。", $"It overlaps with “{clash.Label.En}” (from {En(clash.Starts)})."),
            other),
        _ => throw new InvalidOperationException($"The server function refused with an unknown code {code}."),
    };

    private static Refusal Say(RefusalCode code, string ja, string en) => new(code, new LocalizedText(ja, en));

    private static string Ja(DateTimeOffset at) => JapanTime.Local(at).ToString("yyyy年M月d日 H時mm分", CultureInfo.InvariantCulture);

    private static string En(DateTimeOffset at) => JapanTime.Local(at).ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture);
}
