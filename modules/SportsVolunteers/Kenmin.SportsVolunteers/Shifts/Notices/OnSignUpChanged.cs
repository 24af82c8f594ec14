using System.Globalization;
using Kenmin.Accounts.Contracts;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Shifts.Notices;

/// <summary>Tells the holder of the volunteer's account; a volunteer without an account is told by post or phone.</summary>
[WolverineHandler]
public static class OnSignUpChanged
{
    /// <summary>The notice; null when nobody can be told this way.</summary>
    public static async Task<NoticeIssued?> Handle(SignUpChanged message, IQuerySession session, CancellationToken cancellationToken)
    {
        var volunteer = await session.LoadAsync<Volunteer>(message.VolunteerId, cancellationToken);
        return volunteer is { AccountId: { } account, Erased: false } ? NoticeOf(message, account) : null;
    }

    internal static NoticeIssued NoticeOf(SignUpChanged message, Guid account)
    {
        var when = When(message);
        var what = message.Label;
        LocalizedText Body(string ja, string en) => new($"{what.Ja}　{when.Ja}。{ja}", $"{what.En}, {when.En}. {en}");
        var why = string.IsNullOrWhiteSpace(message.Reason) ? "" : message.Reason;
        var (subject, body) = message.Kind switch
        {
            SignUpChangeKind.Confirmed => (new LocalizedText("活動への参加が確定しました", "Your place is confirmed"),
                Body("都合が悪くなったときは、早めに取り消してください。", "If you cannot come, please cancel early.")),
            SignUpChangeKind.Promoted => (new LocalizedText("空きが出て、参加が確定しました", "A place became free and is yours"),
                Body("都合が悪くなったときは、早めに取り消してください。", "If you cannot come, please cancel early.")),
            SignUpChangeKind.Offered => (new LocalizedText("空きが出ました。参加するかお答えください", "A place became free. Please say whether you take it"),
                Body($"{Time(message.OfferedUntil!.Value).Ja}までにお答えがないと、次の方にご案内します。",
                    $"Without an answer by {Time(message.OfferedUntil.Value).En} it goes to the next person.")),
            SignUpChangeKind.Invited => (new LocalizedText("活動のご案内です。参加するかお答えください", "A shift for you. Please say whether you take it"),
                Body($"{Time(message.OfferedUntil!.Value).Ja}までにお答えがないと、次の方にご案内します。",
                    $"Without an answer by {Time(message.OfferedUntil.Value).En} it goes to the next person.")),
            SignUpChangeKind.OfferExpired => (new LocalizedText("お答えの期限が過ぎました", "The time to answer has passed"),
                Body("ご案内した席は次の方に回りました。もう一度申し込むこともできます。", "The place went to the next person. You can sign up again.")),
            SignUpChangeKind.CancelledByStaff => (new LocalizedText("担当者が申込を取り消しました", "Staff cancelled your sign-up"),
                Body(why.Length > 0 ? $"理由：{why}" : "くわしくは担当者にお尋ねください。", why.Length > 0 ? $"Reason: {why}" : "Please ask the staff for details.")),
            SignUpChangeKind.HandedOn => (new LocalizedText("交代が決まりました", "Somebody takes your shift over"),
                Body("ほかの方が引き受けてくださいました。この活動に来ていただく必要はありません。", "You need not come to it.")),
            SignUpChangeKind.ShiftCancelled => (new LocalizedText("活動が中止になりました", "The shift was cancelled"),
                Body($"理由：{why}", $"Reason: {why}")),
            SignUpChangeKind.Moved => (new LocalizedText("活動の日時や場所が変わりました", "The time or place of your shift changed"),
                Body("都合が合わないときは、取り消してください。", "If it no longer suits you, please cancel.")),
            _ => throw new ArgumentOutOfRangeException(nameof(message), message.Kind, "unknown kind"),
        };
        return new NoticeIssued(IdOf(message), account, subject, body, "/sports/me", message.At, MailKinds.Of(message.Kind));
    }

    /// <summary>The same fact always has the same id, whoever handles the message and however often.</summary>
    private static Guid IdOf(SignUpChanged message) => FactId.Of(string.Create(
        CultureInfo.InvariantCulture,
        $"sports-volunteers.sign-up-changed|{message.ShiftId:N}|{message.VolunteerId:N}|{message.Kind}|{message.At.UtcTicks}"));

    private static LocalizedText When(SignUpChanged message)
    {
        var end = JapanTime.Local(message.Ends);
        // An end at midnight belongs to the day before: 24:00.
        var until = end.TimeOfDay == TimeSpan.Zero ? "24:00" : end.ToString("H:mm", CultureInfo.InvariantCulture);
        var start = Time(message.Starts);
        return new($"{start.Ja}～{until}", $"{start.En}–{until}");
    }

    private static LocalizedText Time(DateTimeOffset at)
    {
        var local = JapanTime.Local(at);
        return new(local.ToString("M月d日 H:mm", CultureInfo.InvariantCulture), local.ToString("d MMMM H:mm", CultureInfo.InvariantCulture));
    }
}
