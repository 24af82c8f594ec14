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

    /// <summary>It was decided that the activity takes place as planned.</summary>
    TakesPlace,

    /// <summary>It was postponed to the rain date; the helper is asked again.</summary>
    Postponed,
}

/// <summary>A helper's place changed, other than by what the helper just did. Sent in the transaction of the change.</summary>
/// <param name="ActivityId">The activity.</param>
/// <param name="AccountId">The helper.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When.</param>
/// <param name="Label">The activity's name as people see it.</param>
/// <param name="Starts">When it starts.</param>
/// <param name="Reason">The reason of a cancellation or of a decision about the day.</param>
/// <param name="Clashes">Whether the person has another place at the new time.</param>
[MessageIdentity("clean-up.helper-changed.v1")]
[NoNewEntries("tells of what happened")]
public sealed record HelperChanged(Guid ActivityId, Guid AccountId, HelperChangeKind Kind, DateTimeOffset At, LocalizedText Label, DateTimeOffset Starts, string? Reason, bool Clashes = false)
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
        var (subject, body) = message.Kind switch
        {
            HelperChangeKind.Promoted => (new LocalizedText("空きが出て、清掃への参加が確定しました", "A place at a clean-up became free and is yours"),
                new LocalizedText($"{what.Ja}。都合が悪くなったときは、早めに取り消してください。", $"{what.En}. If you cannot come, please cancel early.")),
            HelperChangeKind.TakesPlace => (new("清掃は予定どおり行います", "The clean-up takes place"), new($"{what.Ja}。理由：{message.Reason}", $"{what.En}. Reason: {message.Reason}")),
            HelperChangeKind.Postponed => (new("清掃が延期になりました。参加できるか教えてください", "A clean-up was postponed. Please say whether you can come"),
                new LocalizedText(
                    $"新しい日時：{what.Ja}。理由：{message.Reason}{(message.Clashes ? " この日時には、ほかの清掃の申込もあります。" : "")} 申込はそのままです。来られるか、来られないかを、活動のページで答えてください。",
                    $"New time: {what.En}. Reason: {message.Reason}{(message.Clashes ? " You have another clean-up at that time." : "")} Your sign-up stays. Please say on the activity's page whether you can come.")),
            _ => (new("清掃の活動が取りやめになりました", "A clean-up was called off"), new LocalizedText($"{what.Ja}。理由：{message.Reason}", $"{what.En}. Reason: {message.Reason}")),
        };
        return new(
            FactId.Of(string.Create(CultureInfo.InvariantCulture, $"clean-up.helper-changed|{message.ActivityId:N}|{message.AccountId:N}|{message.Kind}|{message.At.UtcTicks}")),
            message.AccountId, subject, body,
            $"/clean-up/activities/{message.ActivityId}{(message.Kind == HelperChangeKind.Postponed ? "/sign-up" : "")}", message.At, MailKinds.Helper);
    }
}
