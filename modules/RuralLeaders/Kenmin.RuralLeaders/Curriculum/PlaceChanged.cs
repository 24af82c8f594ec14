using System.Globalization;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.RuralLeaders.Curriculum;

/// <summary>What happened to a place at a session that the person has to know.</summary>
public enum PlaceChangeKind
{
    /// <summary>Got a free place from the waiting list.</summary>
    Promoted,

    /// <summary>The session does not take place.</summary>
    Cancelled,
}

/// <summary>A place changed, other than by what the person just did. Sent in the transaction of the change.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="PersonId">The person.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When.</param>
/// <param name="Label">The session's name as people see it.</param>
/// <param name="Starts">When it starts.</param>
/// <param name="Reason">The reason of a cancellation.</param>
[MessageIdentity("rural-leaders.place-changed.v1")]
[NoNewEntries("tells of what happened")]
public sealed record PlaceChanged(Guid SessionId, Guid PersonId, PlaceChangeKind Kind, DateTimeOffset At, LocalizedText Label, DateTimeOffset Starts, string? Reason)
{
    /// <summary>The message of a change; null for what the person did and sees at once.</summary>
    internal static PlaceChanged? Of(SignUpChange change) => change.Event switch
    {
        SignUpPromoted e => new(e.OpeningId, e.PersonId, PlaceChangeKind.Promoted, e.At, change.Opening.Label, change.Opening.Starts, null),
        SignUpCancelled { OpeningCancelled: true } e => new(e.OpeningId, e.PersonId, PlaceChangeKind.Cancelled, e.At, change.Opening.Label, change.Opening.Starts, e.Reason),
        _ => null,
    };
}

/// <summary>Tells the person.</summary>
[WolverineHandler]
public static class OnPlaceChanged
{
    /// <summary>People entered on paper have no notices; staff read on the session's page whom to call.</summary>
    public static async Task<NoticeIssued?> Handle(PlaceChanged message, IQuerySession session, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<Learner>(message.PersonId, cancellationToken) is not { AccountId: { } account }) return null;
        var when = JapanTime.Local(message.Starts);
        LocalizedText what = new(
            $"{when.ToString("M月d日 H:mm", CultureInfo.InvariantCulture)}　{message.Label.Ja}", $"{when.ToString("d MMMM H:mm", CultureInfo.InvariantCulture)}, {message.Label.En}");
        var (subject, body) = message.Kind == PlaceChangeKind.Promoted
            ? (new LocalizedText("空きが出て、講座の受講が確定しました", "A place at a course became free and is yours"),
                new LocalizedText($"{what.Ja}。都合が悪くなったときは、早めに取り消してください。", $"{what.En}. If you cannot come, please cancel early."))
            : (new("講座の回が中止になりました", "A session of a course was called off"), new LocalizedText($"{what.Ja}。理由：{message.Reason}", $"{what.En}. Reason: {message.Reason}"));
        return new(
            FactId.Of(string.Create(CultureInfo.InvariantCulture, $"rural-leaders.place-changed|{message.SessionId:N}|{message.PersonId:N}|{message.Kind}|{message.At.UtcTicks}")),
            account, subject, body, $"/rural-leaders/sessions/{message.SessionId}/sign-up", message.At, MailKinds.Place);
    }
}
