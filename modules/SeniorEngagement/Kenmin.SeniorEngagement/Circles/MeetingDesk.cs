using System.Security.Claims;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.PersonalData;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SeniorEngagement.Circles;

/// <summary>How a wish to come, or to cancel, ended.</summary>
/// <param name="Answer">Done, or why not.</param>
/// <param name="State">The state that it led to, when done.</param>
/// <param name="Position">The place in the waiting list, from 1, when waiting.</param>
internal sealed record PlaceAnswer(CommandAnswer Answer, SignUpState? State = null, int? Position = null);

/// <summary>
/// People sign up for meetings and cancel, by themselves, through who acts for them, or through staff. Who acts stays in force until it is
/// done. Pages and the API come here.
/// </summary>
internal sealed class MeetingDesk(ISeniorEngagementStore store, IParticipation<ISeniorEngagementStore> participation, FeatureGates gates, TimeProvider clock)
{
    internal const string Busy = "busy";

    private static readonly LocalizedText TooMuch = new("ただいま混み合っています。少し待ってからもう一度お試しください。", "Too much at once. Wait a little and try again.");

    /// <summary>Signs a person up: a place, or the waiting list. Members, and newcomers where the circle is open to them.</summary>
    public async Task<PlaceAnswer> SignUpAsync(Guid commandId, Guid meetingId, Guid holderId, ClaimsPrincipal user, ActingAs @as, CancellationToken cancellationToken)
    {
        var (by, now) = (user.Doer(), clock.GetUtcNow());
        await using var session = store.LightweightSession();
        var (holder, refusal) = await session.ActAsync(holderId, by, @as, JapanTime.DayOf(now), cancellationToken);
        if (holder is null) return new(refusal);
        if (await session.LoadAsync<CircleMeeting>(meetingId, cancellationToken) is not { Cancelled: false } meeting || await session.LoadAsync<Circle>(meeting.CircleId, cancellationToken) is not { State: CircleState.Active } circle) return new(CommandAnswer.Unknown);
        var member = await session.LoadAsync<CircleMember>(CircleMember.IdOf(circle.Id, holder.Id), cancellationToken) is { State: MemberState.Member };
        if (!member && !circle.Open && @as != ActingAs.Staff) return new(CommandAnswer.Refused("members-only", "この集まりは、輪の会員だけが申し込めます。", "Only members of the circle can sign up for this meeting."));
        if (!await gates.IsOnAsync(Features.Circles, FiscalYear.Of(meeting.Day), circle.InitiativeId)) return new(CommandAnswer.Off);
        if (holder.AccountId is { } account && await session.GuardianStopsAsync(account, cancellationToken)) return new(GuardianRule.Refusal);
        var answer = Answer(await participation.SignUpAsync(
            new SignUp(commandId, meetingId, new ParticipantFacts(holder.Id), ActorOf(by, @as)) { Override = @as == ActingAs.Staff ? new(WalkIn: meeting.Starts <= now) : null }, cancellationToken), out var repeated);
        if (answer.Answer.IsDone && !repeated) session.Store(CardEntry.Of(holder, by, @as, EntryKind.SignedUpMeeting, now));
        await session.SaveChangesAsync(cancellationToken);
        return answer;
    }

    /// <summary>Gives a place back. Stays possible whatever is switched off.</summary>
    public async Task<PlaceAnswer> CancelAsync(Guid commandId, Guid meetingId, Guid holderId, ClaimsPrincipal user, ActingAs @as, CancellationToken cancellationToken)
    {
        var (by, now) = (user.Doer(), clock.GetUtcNow());
        await using var session = store.LightweightSession();
        var (holder, refusal) = await session.ActAsync(holderId, by, @as, JapanTime.DayOf(now), cancellationToken);
        if (holder is null) return new(refusal);
        var answer = Answer(await participation.CancelAsync(new CancelSignUp(commandId, meetingId, holder.Id, ActorOf(by, @as)), cancellationToken), out var repeated);
        if (answer.Answer.IsDone && !repeated) session.Store(CardEntry.Of(holder, by, @as, EntryKind.CancelledMeeting, now));
        await session.SaveChangesAsync(cancellationToken);
        return answer;
    }

    /// <summary>The leader, or staff, record who was there; what was recorded by mistake is taken back.</summary>
    public async Task<CommandAnswer> RecordAsync(Guid commandId, Guid meetingId, Guid holderId, bool? there, ClaimsPrincipal user, ActingAs @as, CancellationToken cancellationToken)
    {
        var (by, now) = (user.Doer(), clock.GetUtcNow());
        await using var session = store.LightweightSession();
        if (await session.LoadAsync<CircleMeeting>(meetingId, cancellationToken) is not { } meeting || await session.LoadAsync<Circle>(meeting.CircleId, cancellationToken) is not { } circle
            || !await session.LeadsAsync(circle, by, @as, JapanTime.DayOf(now), cancellationToken)) return CommandAnswer.Unknown;
        if (meeting.Starts > now) return CommandAnswer.Refused("not-begun", "始まる前には記録できません。", "Nothing can be recorded before it begins.");
        AttendanceEntry entry = there switch { true => new AttendanceEntry.CheckIn(meeting.Starts), false => new AttendanceEntry.NoShow(), null => new AttendanceEntry.Withdraw() };
        return Answer(await participation.RecordAttendanceAsync(new(commandId, meetingId, holderId, entry, @as == ActingAs.Staff ? Actor.Staff(by.AccountId) : new Actor(ActorKind.Staff)), cancellationToken));
    }

    /// <summary>What became of recording who was there.</summary>
    internal static CommandAnswer Answer(Result<AttendanceAnswer> result) => result switch
    {
        Result<AttendanceAnswer>.Done => CommandAnswer.Done,
        Result<AttendanceAnswer>.Busy => new(Busy, TooMuch),
        Result<AttendanceAnswer>.Refused { Reason.Code: RefusalCode.NotSignedUp } => CommandAnswer.Unknown,
        Result<AttendanceAnswer>.Refused refused => new("cannot-record", refused.Reason.Text),
        _ => throw new InvalidOperationException($"Unknown result {result}."),
    };

    // Who did it for whom stands in the person's entries; the engine's history names no account but those of staff, so that erasing needs no search there.
    internal static Actor ActorOf(Doer by, ActingAs @as) => @as == ActingAs.Staff ? Actor.Staff(by.AccountId) : Actor.Person();

    /// <summary>What became of a wish to come, or to cancel.</summary>
    internal static PlaceAnswer Answer(Result<SignUpAnswer> result, out bool repeated)
    {
        repeated = result is Result<SignUpAnswer>.Done { Value.Repeated: true };
        return result switch
        {
            Result<SignUpAnswer>.Done done => new(CommandAnswer.Done, done.Value.State, done.Value.Position),
            Result<SignUpAnswer>.Busy => new(new(Busy, TooMuch)),
            Result<SignUpAnswer>.Refused { Reason.Code: RefusalCode.OpeningUnknown or RefusalCode.NotSignedUp } => new(CommandAnswer.Unknown),
            Result<SignUpAnswer>.Refused refused => new(new(CodeOf(refused.Reason.Code), refused.Reason.Text)),
            _ => throw new InvalidOperationException($"Unknown result {result}."),
        };
    }

    private static string CodeOf(RefusalCode code) => code switch
    {
        RefusalCode.Overlap => "overlap", RefusalCode.Full or RefusalCode.WaitingListFull => "full", RefusalCode.OpeningCancelled => "cancelled", RefusalCode.AlreadyAttended => "already-attended", _ => CommandAnswer.Closed,
    };
}
