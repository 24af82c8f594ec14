using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.RuralLeaders.Curriculum;
using Kenmin.RuralLeaders.PersonalData;
using Kenmin.RuralLeaders.Scope;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.RuralLeaders.Leaders;

/// <summary>How a wish to take part, or to cancel, ended.</summary>
/// <param name="Answer">Done, or why not.</param>
/// <param name="State">The state that it led to, when done.</param>
/// <param name="Position">The place in the waiting list, from 1, when waiting.</param>
/// <param name="RetryAfter">When to try again, where there is too much at once.</param>
internal sealed record PlaceAnswer(CommandAnswer Answer, SignUpState? State = null, int? Position = null, TimeSpan? RetryAfter = null);

/// <summary>People sign up for sessions and cancel, by themselves or through staff. Pages and the API come here.</summary>
internal sealed class LearnerDesk(IRuralLeadersStore store, IParticipation<IRuralLeadersStore> participation, RuralScope scope, FeatureGates gates, TimeProvider clock)
{
    internal const string Busy = "busy";

    /// <summary>The key under which those who change a person's record for the first time take turns.</summary>
    internal static string TurnOf(Guid person) => $"learner|{person:N}";

    /// <summary>Signs the holder of the account up: a place, or the waiting list.</summary>
    public async Task<PlaceAnswer> SignUpAsync(Guid commandId, Guid sessionId, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var account = user.AccountId()!.Value;
        return Answer(await participation.SignUpAsync(
            new SignUp(commandId, sessionId, new ParticipantFacts(account), Actor.Person(account)) { Application = new OwnApplication(user.DisplayName()) }, cancellationToken));
    }

    /// <summary>Gives the own place back. Stays possible whatever is switched off.</summary>
    public async Task<PlaceAnswer> CancelAsync(Guid commandId, Guid sessionId, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var account = user.AccountId()!.Value;
        return Answer(await participation.CancelAsync(new CancelSignUp(commandId, sessionId, account, Actor.Person(account)), cancellationToken));
    }

    /// <summary>Staff sign somebody up who asked on paper or at the door; null when it is not theirs to do.</summary>
    public async Task<PlaceAnswer?> EnterAsync(Guid commandId, Guid sessionId, Guid personId, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await FindAsync(session, sessionId, cancellationToken) is not { Course.Published: true, Session.Cancelled: false } found || !scope.MayReceive(user, found.Course, found.Session)) return null;
        if (await session.LoadAsync<Learner>(personId, cancellationToken) is not { } person || !scope.MayManagePeople(user, person.MunicipalityCode)) return null;
        if (!await gates.TakesAsync(Features.Courses, found.Course)) return new(CommandAnswer.Off);
        if (person.AccountId is { } account && await session.GuardianStopsAsync(account, cancellationToken)) return new(GuardianRule.Refusal);
        return Answer(await participation.SignUpAsync(
            new SignUp(commandId, sessionId, new ParticipantFacts(personId), Actor.Staff(user.AccountId()!.Value)) { Override = new(WalkIn: found.Session.Starts <= clock.GetUtcNow()) }, cancellationToken));
    }

    /// <summary>Staff cancel somebody's place on the person's word; null when it is not theirs to do.</summary>
    public async Task<PlaceAnswer?> CancelForAsync(Guid commandId, Guid sessionId, Guid personId, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await FindAsync(session, sessionId, cancellationToken) is not { } found || !scope.MayReceive(user, found.Course, found.Session)) return null;
        return Answer(await participation.CancelAsync(new CancelSignUp(commandId, sessionId, personId, Actor.Staff(user.AccountId()!.Value)), cancellationToken));
    }

    /// <summary>Staff record who was there; null when it is not theirs to do. What was recorded by mistake is taken back.</summary>
    public async Task<CommandAnswer?> RecordAsync(Guid commandId, Guid sessionId, Guid personId, bool? there, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await FindAsync(session, sessionId, cancellationToken) is not { } found || !scope.MayReceive(user, found.Course, found.Session)) return null;
        if (found.Session.Starts > clock.GetUtcNow()) return CommandAnswer.Refused("not-begun", "始まる前には記録できません。", "Nothing can be recorded before it begins.");
        AttendanceEntry entry = there switch
        {
            true => new AttendanceEntry.CheckIn(found.Session.Starts), false => new AttendanceEntry.NoShow(), null => new AttendanceEntry.Withdraw(),
        };
        return await participation.RecordAttendanceAsync(new(commandId, sessionId, personId, entry, Actor.Staff(user.AccountId()!.Value)), cancellationToken) switch
        {
            Result<AttendanceAnswer>.Done => CommandAnswer.Done,
            Result<AttendanceAnswer>.Busy => new(Busy, new LocalizedText("ただいま混み合っています。少し待ってからもう一度お試しください。", "Too much at once. Wait a little and try again.")),
            Result<AttendanceAnswer>.Refused { Reason.Code: RefusalCode.NotSignedUp } => CommandAnswer.Unknown,
            Result<AttendanceAnswer>.Refused refused => new("cannot-record", refused.Reason.Text),
            var other => throw new InvalidOperationException($"Unknown result {other}."),
        };
    }

    private static async Task<FoundSession?> FindAsync(IQuerySession session, Guid id, CancellationToken cancellationToken) =>
        await session.LoadAsync<CourseSession>(id, cancellationToken) is { } held && await session.LoadAsync<Course>(held.CourseId, cancellationToken) is { } course ? new(course, held) : null;

    private static PlaceAnswer Answer(Result<SignUpAnswer> result) => result switch
    {
        Result<SignUpAnswer>.Done done => new(CommandAnswer.Done, done.Value.State, done.Value.Position),
        Result<SignUpAnswer>.Busy busy => new(new(Busy, new LocalizedText(
            "ただいま混み合っています。少し待ってからもう一度お試しください。", "Too much at once. Wait a little and try again.")), RetryAfter: busy.RetryAfter),
        Result<SignUpAnswer>.Refused { Reason.Code: RefusalCode.OpeningUnknown or RefusalCode.NotSignedUp } => new(CommandAnswer.Unknown),
        Result<SignUpAnswer>.Refused { Reason: { Code: RefusalCode.NotAdmitted } reason } => new(new(reason.Key, reason.Text)),
        Result<SignUpAnswer>.Refused refused => new(new(CodeOf(refused.Reason.Code), refused.Reason.Text)),
        _ => throw new InvalidOperationException($"Unknown result {result}."),
    };

    private static string CodeOf(RefusalCode code) => code switch
    {
        RefusalCode.Overlap => "overlap", RefusalCode.Full or RefusalCode.WaitingListFull => "full", RefusalCode.OpeningCancelled => "cancelled",
        RefusalCode.AlreadyAttended => "already-attended", _ => CommandAnswer.Closed,
    };
}

/// <summary>A session with its course.</summary>
internal sealed record FoundSession(Course Course, CourseSession Session);
