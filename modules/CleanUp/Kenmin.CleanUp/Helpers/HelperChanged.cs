using System.Globalization;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Helpers;

/// <summary>What happened to a helper's place that the person has to know.</summary>
public enum HelperChangeKind
{
    /// <summary>Got a free place from the waiting list.</summary>
    Promoted,

    /// <summary>The activity does not take place.</summary>
    Cancelled,
}

/// <summary>A helper's place changed, other than by what the helper just did. Sent in the transaction of the change.</summary>
/// <param name="ActivityId">The activity.</param>
/// <param name="AccountId">The helper.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When.</param>
/// <param name="Label">The activity's name as people see it.</param>
/// <param name="Starts">When it starts.</param>
/// <param name="Reason">The reason of a cancellation.</param>
[MessageIdentity("clean-up.helper-changed.v1")]
[NoNewEntries("tells of what happened")]
public sealed record HelperChanged(Guid ActivityId, Guid AccountId, HelperChangeKind Kind, DateTimeOffset At, LocalizedText Label, DateTimeOffset Starts, string? Reason)
{
    /// <summary>The message of a change; null for what the person did and sees at once.</summary>
    internal static HelperChanged? Of(SignUpChange change) => change.Event switch
    {
        SignUpPromoted e => new(e.OpeningId, e.PersonId, HelperChangeKind.Promoted, e.At, change.Opening.Label, change.Opening.Starts, null),
        SignUpCancelled { OpeningCancelled: true } e => new(e.OpeningId, e.PersonId, HelperChangeKind.Cancelled, e.At, change.Opening.Label, change.Opening.Starts, e.Reason),
        _ => null,
    };
}

/// <summary>Tells the helper.</summary>
[WolverineHandler]
public static class OnHelperChanged
{
    /// <summary>The notice.</summary>
    public static NoticeIssued Handle(HelperChanged message)
    {
        var when = JapanTime.Local(message.Starts);
        LocalizedText what = new(
            $"{when.ToString("M月d日 H:mm", CultureInfo.InvariantCulture)}　{message.Label.Ja}", $"{when.ToString("d MMMM H:mm", CultureInfo.InvariantCulture)}, {message.Label.En}");
        var (subject, body) = message.Kind == HelperChangeKind.Promoted
            ? (new LocalizedText("空きが出て、清掃への参加が確定しました", "A place at a clean-up became free and is yours"),
                new LocalizedText($"{what.Ja}。都合が悪くなったときは、早めに取り消してください。", $"{what.En}. If you cannot come, please cancel early."))
            : (new("清掃の活動が取りやめになりました", "A clean-up was called off"), new LocalizedText($"{what.Ja}。理由：{message.Reason}", $"{what.En}. Reason: {message.Reason}"));
        return new(
            FactId.Of(string.Create(CultureInfo.InvariantCulture, $"clean-up.helper-changed|{message.ActivityId:N}|{message.AccountId:N}|{message.Kind}|{message.At.UtcTicks}")),
            message.AccountId, subject, body, $"/clean-up/activities/{message.ActivityId}", message.At, MailKinds.Helper);
    }
}
