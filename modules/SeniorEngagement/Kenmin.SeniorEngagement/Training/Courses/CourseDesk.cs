using System.Security.Claims;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SeniorEngagement.PersonalData;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SeniorEngagement.Training.Courses;

/// <summary>
/// People sign up for dates of courses and cancel, by themselves, through who acts for them, or through staff; staff record who was there.
/// Pages and the API come here.
/// </summary>
internal sealed class CourseDesk(ISeniorEngagementStore store, IParticipation<ISeniorEngagementStore> participation, FeatureGates gates, TimeProvider clock)
{
    /// <summary>Signs a person up: a place, or the waiting list. Staff also add who comes without having signed up.</summary>
    public async Task<PlaceAnswer> SignUpAsync(Guid commandId, Guid dateId, Guid holderId, ClaimsPrincipal user, ActingAs @as, CancellationToken cancellationToken)
    {
        var (by, now) = (user.Doer(), clock.GetUtcNow());
        await using var session = store.LightweightSession();
        var (holder, refusal) = await session.ActAsync(holderId, by, @as, JapanTime.DayOf(now), cancellationToken);
        if (holder is null) return new(refusal);
        if (await session.LoadAsync<CourseDate>(dateId, cancellationToken) is not { Cancelled: false } date || await session.LoadAsync<LeaderCourse>(date.CourseId, cancellationToken) is not { Open: true }) return new(CommandAnswer.Unknown);
        if (!await gates.IsOnNowAsync(Features.Training)) return new(CommandAnswer.Off);
        if (holder.AccountId is { } account && await session.GuardianStopsAsync(account, cancellationToken)) return new(GuardianRule.Refusal);
        var answer = MeetingDesk.Answer(await participation.SignUpAsync(
            new SignUp(commandId, dateId, new ParticipantFacts(holder.Id), MeetingDesk.ActorOf(by, @as)) { Override = @as == ActingAs.Staff ? new(WalkIn: date.Starts <= now) : null }, cancellationToken), out var repeated);
        if (answer.Answer.IsDone && !repeated) session.Store(CardEntry.Of(holder, by, @as, EntryKind.SignedUpCourse, now));
        await session.SaveChangesAsync(cancellationToken);
        return answer;
    }

    /// <summary>Gives a place back. Stays possible whatever is switched off.</summary>
    public async Task<PlaceAnswer> CancelAsync(Guid commandId, Guid dateId, Guid holderId, ClaimsPrincipal user, ActingAs @as, CancellationToken cancellationToken)
    {
        var (by, now) = (user.Doer(), clock.GetUtcNow());
        await using var session = store.LightweightSession();
        var (holder, refusal) = await session.ActAsync(holderId, by, @as, JapanTime.DayOf(now), cancellationToken);
        if (holder is null) return new(refusal);
        if (await session.LoadAsync<CourseDate>(dateId, cancellationToken) is null) return new(CommandAnswer.Unknown);
        var answer = MeetingDesk.Answer(await participation.CancelAsync(new CancelSignUp(commandId, dateId, holder.Id, MeetingDesk.ActorOf(by, @as)), cancellationToken), out var repeated);
        if (answer.Answer.IsDone && !repeated) session.Store(CardEntry.Of(holder, by, @as, EntryKind.CancelledCourse, now));
        await session.SaveChangesAsync(cancellationToken);
        return answer;
    }

    /// <summary>Staff record who was there; what was recorded by mistake is taken back. Credits follow in messages.</summary>
    public async Task<CommandAnswer> RecordAsync(Guid commandId, Guid dateId, Guid holderId, bool? there, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<CourseDate>(dateId, cancellationToken) is not { } date) return CommandAnswer.Unknown;
        if (date.Starts > clock.GetUtcNow()) return CommandAnswer.Refused("not-begun", "始まる前には記録できません。", "Nothing can be recorded before it begins.");
        AttendanceEntry entry = there switch { true => new AttendanceEntry.CheckIn(date.Starts), false => new AttendanceEntry.NoShow(), null => new AttendanceEntry.Withdraw() };
        return MeetingDesk.Answer(await participation.RecordAttendanceAsync(new(commandId, dateId, holderId, entry, Actor.Staff(user.Doer().AccountId)), cancellationToken));
    }
}
