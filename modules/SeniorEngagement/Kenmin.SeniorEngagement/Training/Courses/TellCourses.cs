using Kenmin.Accounts.Contracts;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Passport.Contracts;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SeniorEngagement.Points;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Training.Courses;

/// <summary>
/// Tells other modules what changed of a date of a course: a chance to take part, and who was there. What there is to tell is looked up
/// then, so that it does not matter how often it is sent.
/// </summary>
/// <param name="DateId">The date.</param>
/// <param name="Again">Whether what was told is told once more.</param>
[MessageIdentity("senior-engagement.tell-course-date.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellCourseDate(Guid DateId, bool Again = false);

/// <summary>Tells.</summary>
public static class TellCourseDateHandler
{
    private static readonly Guid OpportunityKey = FactId.Of("senior-engagement.course-opportunity");

    /// <summary>The row of the date is the lock: what is told last is what was changed last.</summary>
    public static async Task<OutgoingMessages> Handle(
        TellCourseDate message, IDocumentSession session, IParticipation<ISeniorEngagementStore> participation, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<CourseDate>(message.DateId, cancellationToken) is not { } date || await session.LoadAsync<LeaderCourse>(date.CourseId, cancellationToken) is not { } course) return [];
        var next = await session.NextToTellAsync<ToldMeeting>(date.Id, await FactsAsync(date, course, session, participation, cancellationToken), message.Again, clock.GetUtcNow(), cancellationToken);
        return [.. next.Select(t => t.ToOwnMessage(OpportunityKey, date.Id))];
    }

    private static async Task<Dictionary<Guid, object>> FactsAsync(
        CourseDate date, LeaderCourse course, IQuerySession session, IParticipation<ISeniorEngagementStore> participation, CancellationToken cancellationToken)
    {
        Dictionary<Guid, object> facts = [];
        var href = $"/senior-engagement/courses/{course.Id}";
        var title = date.LabelIn(course);
        if (course.Open && !date.Cancelled && (await participation.OccupancyAsync([date.Id], cancellationToken)).ContainsKey(date.Id))
        {
            var kinds = (await session.LicenceKindsAsync(cancellationToken)).Where(k => course.Kinds.Contains(k.Id)).ToList();
            facts[OpportunityKey] = new OpportunityPublished(
                SeniorEngagementModule.Key, date.Id, 0, default, new("リーダー養成講座", "Course for leaders"), title,
                new($"{string.Join('、', kinds.Select(k => k.Name.Ja))} {course.About}", $"{string.Join(", ", kinds.Select(k => k.Name.En))} {course.About}"),
                date.Starts, date.Ends, course.MunicipalityCode, date.Place, date.At?.Position, date.Capacity, href, null, FiscalYear.Of(date.Day), Suitability.NotKnown);
        }

        var there = (await participation.SignUpsOfOpeningAsync(date.Id, cancellationToken)).Where(s => s.Attendance is { Presence: Presence.Present }).Select(s => s.PersonId).ToList();
        foreach (var holder in await session.LoadManyAsync<CardHolder>(cancellationToken, [.. there]))
        {
            var key = FactId.Of($"senior-engagement.course-participation|{date.Id:N}|{holder.Id:N}");
            facts[key] = OwnFacts.Of(holder, account => new ParticipationRecorded(
                SeniorEngagementModule.Key, key, 0, account, date.Id, title, new("受講者", "Learner"), date.Day, date.Minutes, course.MunicipalityCode, date.Place, FiscalYear.Of(date.Day), ProofLevel.CheckedIn,
                course.Open ? href : null));
        }

        return facts;
    }
}

/// <summary>Has all dates of courses told of, a batch at a time.</summary>
/// <param name="After">Where the batch begins.</param>
[MessageIdentity("senior-engagement.tell-all-courses.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellAllCourses(Guid? After = null);

/// <summary>Has them told of.</summary>
public static class TellAllCoursesHandler
{
    private const int Batch = 100;

    /// <summary>One by one.</summary>
    public static async Task<OutgoingMessages> Handle(TellAllCourses message, IQuerySession session, CancellationToken cancellationToken)
    {
        var ids = await session.Query<CourseDate>().IdsAfterAsync(d => d.Id, message.After, Batch, cancellationToken);
        OutgoingMessages outgoing = [.. ids.Select(id => new TellCourseDate(id, Again: true))];
        if (ids.Count == Batch) outgoing.Add(new TellAllCourses(ids[^1]));
        return outgoing;
    }
}

/// <summary>What people are told of courses.</summary>
internal static class CourseNotices
{
    /// <summary>A place became free, or the date was called off.</summary>
    public static NoticeIssued PlaceChanged(MeetingPlaceChanged message, Guid account, LocalizedText what)
    {
        var (subject, body) = message.Kind == MeetingPlaceChangeKind.Promoted
            ? (new LocalizedText("空きが出て、講座の受講が確定しました", "A place at a course became free and is yours"), new LocalizedText($"{what.Ja}。都合が悪くなったときは、早めに取り消してください。", $"{what.En}. If you cannot come, please cancel early."))
            : (new("講座が中止になりました", "A course was called off"), new LocalizedText($"{what.Ja}。理由：{message.Reason}", $"{what.En}. Reason: {message.Reason}"));
        return new(FactId.Of(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"senior-engagement.course-place|{message.MeetingId:N}|{message.HolderId:N}|{message.Kind}|{message.At.UtcTicks}")), account, subject, body,
            $"/senior-engagement/me/courses/{message.MeetingId}", message.At, MailKinds.Training);
    }
}
