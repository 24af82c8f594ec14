using System.Globalization;
using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Training.Courses;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;
using Wolverine.Runtime.Handlers;

namespace Kenmin.SeniorEngagement.Circles;

/// <summary>Tells the sign-up engine what a meeting offers now, and others what there is to take part in. Sent any number of times, each change is made once.</summary>
/// <param name="MeetingId">The meeting.</param>
[MessageIdentity("senior-engagement.apply-meeting-places.v1")]
[NoNewEntries("brings what was decided to the engine")]
public sealed record ApplyMeetingPlaces(Guid MeetingId);

/// <summary>Tells it.</summary>
public static class ApplyMeetingPlacesHandler
{
    /// <summary>A duty: it is tried until it is done.</summary>
    public static void Configure(HandlerChain chain) => chain.RepeatSoonWhileSignUpsAreBusy();

    /// <summary>Opens or changes the places, or cancels them with all sign-ups.</summary>
    public static async Task<OutgoingMessages> Handle(ApplyMeetingPlaces message, IQuerySession session, IParticipation<ISeniorEngagementStore> participation, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<CircleMeeting>(message.MeetingId, cancellationToken) is not { } meeting || await session.LoadAsync<Circle>(meeting.CircleId, cancellationToken) is not { } circle) return [];
        var known = (await participation.OccupancyAsync([meeting.Id], cancellationToken)).ContainsKey(meeting.Id);
        if (known || !meeting.Cancelled)
        {
            var result = meeting.Cancelled
                ? await participation.CancelOpeningAsync(new(CommandOf(meeting), meeting.Id, meeting.CancelReason, Actor.Platform), cancellationToken)
                : await participation.OpenOrChangeAsync(new(CommandOf(meeting), meeting.Id, Terms(meeting, circle), Actor.Platform) { OverfullReason = "定員が減ったため" }, cancellationToken);
            if (result is Result<OpeningChanged>.Busy) throw new SignUpsBusyException();
        }

        return [new TellMeeting(meeting.Id)];
    }

    internal static Guid CommandOf(CircleMeeting meeting) => FactId.Of($"senior-engagement.meeting-places|{meeting.Id:N}|{meeting.Revision}");

    /// <summary>What a meeting offers.</summary>
    internal static OpeningTerms Terms(CircleMeeting meeting, Circle circle) => new()
    {
        Label = new($"{circle.Name}の集まり", $"Meeting of {circle.Name}"), Capacity = meeting.Capacity, Starts = meeting.Starts, Ends = meeting.Ends,
    };
}

/// <summary>Gives back the places of somebody who left a circle, at its meetings to come.</summary>
/// <param name="CircleId">The circle.</param>
/// <param name="HolderId">The person.</param>
[MessageIdentity("senior-engagement.leave-meetings.v1")]
[NoNewEntries("ends what a person left")]
public sealed record LeaveMeetings(Guid CircleId, Guid HolderId);

/// <summary>Gives them back.</summary>
public static class LeaveMeetingsHandler
{
    /// <inheritdoc cref="ApplyMeetingPlacesHandler.Configure"/>
    public static void Configure(HandlerChain chain) => ApplyMeetingPlacesHandler.Configure(chain);

    /// <summary>Who came back meanwhile keeps them.</summary>
    public static async Task Handle(LeaveMeetings message, IQuerySession session, IParticipation<ISeniorEngagementStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<CircleMember>(CircleMember.IdOf(message.CircleId, message.HolderId), cancellationToken) is { State: MemberState.Member }) return;
        var now = clock.GetUtcNow();
        var held = (await participation.SignUpsOfPersonAsync(message.HolderId, cancellationToken)).Where(s => s.State != SignUpState.Cancelled && s.Opening.Starts > now).Select(s => s.OpeningId).ToList();
        foreach (var meeting in await session.LoadManyAsync<CircleMeeting>(cancellationToken, [.. held]))
            if (meeting.CircleId == message.CircleId
                && await participation.CancelAsync(new(FactId.Of($"senior-engagement.left|{meeting.Id:N}|{message.HolderId:N}|{now.UtcTicks}"), meeting.Id, message.HolderId, Actor.Platform), cancellationToken) is Result<SignUpAnswer>.Busy)
                throw new SignUpsBusyException();
    }
}

/// <summary>Calls off the meetings to come of a circle that is over.</summary>
/// <param name="CircleId">The circle.</param>
[MessageIdentity("senior-engagement.end-meetings.v1")]
[NoNewEntries("ends what is over")]
public sealed record EndMeetings(Guid CircleId);

/// <summary>Calls them off.</summary>
public static class EndMeetingsHandler
{
    /// <summary>Who signed up is told.</summary>
    public static async Task<OutgoingMessages> Handle(EndMeetings message, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        OutgoingMessages outgoing = [];
        foreach (var found in await session.Query<CircleMeeting>().Where(m => m.CircleId == message.CircleId && !m.Cancelled).OrderBy(m => m.Id).ToListAsync(cancellationToken))
        {
            if (await session.LockAsync<CircleMeeting>(found.Id, cancellationToken) is not { Cancelled: false } meeting || meeting.Starts <= now) continue;
            (meeting.Cancelled, meeting.CancelReason, meeting.Revision) = (true, "輪が終わったため", meeting.Revision + 1);
            session.Store(meeting);
            outgoing.Add(new ApplyMeetingPlaces(meeting.Id));
        }

        return outgoing;
    }
}

/// <summary>What happened to a place at a meeting that the person has to know.</summary>
public enum MeetingPlaceChangeKind
{
    /// <summary>Got a free place from the waiting list.</summary>
    Promoted,

    /// <summary>The meeting does not take place.</summary>
    Cancelled,
}

/// <summary>A place changed, other than by what the person just did. Sent in the transaction of the change.</summary>
/// <param name="MeetingId">The meeting.</param>
/// <param name="HolderId">The person.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When.</param>
/// <param name="Label">The meeting's name as people see it.</param>
/// <param name="Starts">When it starts.</param>
/// <param name="Reason">The reason of a cancellation.</param>
[MessageIdentity("senior-engagement.meeting-place-changed.v1")]
[NoNewEntries("tells of what happened")]
public sealed record MeetingPlaceChanged(Guid MeetingId, Guid HolderId, MeetingPlaceChangeKind Kind, DateTimeOffset At, LocalizedText Label, DateTimeOffset Starts, string? Reason)
{
    /// <summary>The message of a change of the engine: what a person has to know, or what others have to be told.</summary>
    internal static object? Of(SignUpChange change) => change.Event switch
    {
        SignUpPromoted e => new MeetingPlaceChanged(e.OpeningId, e.PersonId, MeetingPlaceChangeKind.Promoted, e.At, change.Opening.Label, change.Opening.Starts, null),
        SignUpCancelled { OpeningCancelled: true } e => new MeetingPlaceChanged(e.OpeningId, e.PersonId, MeetingPlaceChangeKind.Cancelled, e.At, change.Opening.Label, change.Opening.Starts, e.Reason),
        AttendanceRecorded or AttendanceWithdrawn or HoursCorrected => new AttendanceChanged(change.Event.OpeningId, change.Event.PersonId),
        _ => null,
    };
}

/// <summary>Tells the person.</summary>
[WolverineHandler]
public static class OnMeetingPlaceChanged
{
    /// <summary>People without an account have no notices; the leader and staff read on the page of the meeting whom to tell.</summary>
    public static async Task<NoticeIssued?> Handle(MeetingPlaceChanged message, IQuerySession session, CancellationToken cancellationToken)
    {
        if (await session.AccountOfAsync(message.HolderId, cancellationToken) is not { } account) return null;
        var when = JapanTime.Local(message.Starts);
        LocalizedText what = new($"{when.ToString("M月d日 H:mm", CultureInfo.InvariantCulture)}　{message.Label.Ja}", $"{when.ToString("d MMMM H:mm", CultureInfo.InvariantCulture)}, {message.Label.En}");
        if (await session.LoadAsync<CourseDate>(message.MeetingId, cancellationToken) is not null) return CourseNotices.PlaceChanged(message, account, what);
        var (subject, body) = message.Kind == MeetingPlaceChangeKind.Promoted
            ? (new LocalizedText("空きが出て、集まりの参加が確定しました", "A place at a meeting became free and is yours"), new LocalizedText($"{what.Ja}。都合が悪くなったときは、早めに取り消してください。", $"{what.En}. If you cannot come, please cancel early."))
            : (new("集まりが中止になりました", "A meeting was called off"), new LocalizedText($"{what.Ja}。理由：{message.Reason}", $"{what.En}. Reason: {message.Reason}"));
        return new(FactId.Of(string.Create(CultureInfo.InvariantCulture, $"senior-engagement.meeting-place|{message.MeetingId:N}|{message.HolderId:N}|{message.Kind}|{message.At.UtcTicks}")), account, subject, body,
            $"/senior-engagement/me/meetings/{message.MeetingId}", message.At, MailKinds.Circles);
    }
}
