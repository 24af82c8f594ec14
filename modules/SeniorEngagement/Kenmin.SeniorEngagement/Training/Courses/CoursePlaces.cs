using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;
using Wolverine.Runtime.Handlers;

namespace Kenmin.SeniorEngagement.Training.Courses;

/// <summary>Tells the sign-up engine what a date of a course offers now, and others what there is to take part in. Sent any number of times, each change is made once.</summary>
/// <param name="DateId">The date.</param>
[MessageIdentity("senior-engagement.apply-course-places.v1")]
[NoNewEntries("brings what was decided to the engine")]
public sealed record ApplyCoursePlaces(Guid DateId);

/// <summary>Tells it.</summary>
public static class ApplyCoursePlacesHandler
{
    /// <inheritdoc cref="ApplyMeetingPlacesHandler.Configure"/>
    public static void Configure(HandlerChain chain) => ApplyMeetingPlacesHandler.Configure(chain);

    /// <summary>Opens, changes or closes the places, or cancels them with all sign-ups.</summary>
    public static async Task<OutgoingMessages> Handle(ApplyCoursePlaces message, IQuerySession session, IParticipation<ISeniorEngagementStore> participation, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<CourseDate>(message.DateId, cancellationToken) is not { } date || await session.LoadAsync<LeaderCourse>(date.CourseId, cancellationToken) is not { } course) return [];
        var known = (await participation.OccupancyAsync([date.Id], cancellationToken)).ContainsKey(date.Id);
        if (known || (!date.Cancelled && course.Open))
        {
            var result = date.Cancelled
                ? await participation.CancelOpeningAsync(new(CommandOf(date, course), date.Id, date.CancelReason, Actor.Platform), cancellationToken)
                : await participation.OpenOrChangeAsync(new(CommandOf(date, course), date.Id, Terms(date, course), Actor.Platform) { OverfullReason = "定員が減ったため" }, cancellationToken);
            if (result is Result<OpeningChanged>.Busy) throw new SignUpsBusyException();
        }

        return [new TellCourseDate(date.Id)];
    }

    internal static Guid CommandOf(CourseDate date, LeaderCourse course) => FactId.Of($"senior-engagement.course-places|{date.Id:N}|{date.Revision}|{course.Revision}");

    /// <summary>What a date offers.</summary>
    internal static OpeningTerms Terms(CourseDate date, LeaderCourse course) => new()
    {
        Label = date.LabelIn(course), Capacity = date.Capacity, Starts = date.Starts, Ends = date.Ends, Status = course.Open ? OpeningStatus.Open : OpeningStatus.Closed,
    };
}

/// <summary>Who was at a meeting or at a date of a course was recorded, corrected or taken back: others are told, and credits follow.</summary>
/// <param name="OpeningId">The meeting, or the date.</param>
/// <param name="PersonId">The person.</param>
[MessageIdentity("senior-engagement.attendance-changed.v1")]
[NoNewEntries("follows what was recorded")]
public sealed record AttendanceChanged(Guid OpeningId, Guid PersonId);

/// <summary>Has it followed.</summary>
public static class AttendanceChangedHandler
{
    /// <summary>Meetings and courses share the engine.</summary>
    public static async Task<OutgoingMessages> Handle(AttendanceChanged message, IQuerySession session, CancellationToken cancellationToken) =>
        await session.LoadAsync<CourseDate>(message.OpeningId, cancellationToken) is null ? [new TellMeeting(message.OpeningId)] : [new TellCourseDate(message.OpeningId), new SettleCourseCredits(message.PersonId)];
}
