using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.SeniorEngagement.Training.Courses;

/// <summary>Makes a person's credits of the courses kept here what their attendance says (単位を付ける). Sent any number of times, each is there once.</summary>
/// <param name="HolderId">The person.</param>
[MessageIdentity("senior-engagement.settle-course-credits.v1")]
[NoNewEntries("follows what was recorded")]
public sealed record SettleCourseCredits(Guid HolderId);

/// <summary>Makes them so.</summary>
public static class SettleCourseCreditsHandler
{
    /// <summary>
    /// With all who enter credits of the person in turn. What staff entered from a list for the same course of the same day stands: it is not
    /// counted twice. A licence that was given stays given when a credit goes.
    /// </summary>
    public static async Task Handle(SettleCourseCredits message, IDocumentSession session, IParticipation<ISeniorEngagementStore> participation, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync(ProxyRules.TurnOf(message.HolderId), cancellationToken);
        if (await session.LoadAsync<CardHolder>(message.HolderId, cancellationToken) is not { } holder) return;
        var attended = (await participation.SignUpsOfPersonAsync(holder.Id, cancellationToken)).Where(s => s.Attendance is { Presence: Presence.Present }).Select(s => s.OpeningId).ToList();
        var dates = await session.LoadManyAsync<CourseDate>(cancellationToken, [.. attended]);
        var courses = (await session.LoadManyAsync<LeaderCourse>(cancellationToken, [.. dates.Select(d => d.CourseId).Distinct()])).ToDictionary(c => c.Id);
        var credits = await session.Query<TrainingCredit>().Where(c => c.HolderId == holder.Id).ToListAsync(cancellationToken);
        var wanted = CourseCredits.Of([.. dates.Where(d => courses.ContainsKey(d.CourseId)).Select(d => (d, courses[d.CourseId]))]);
        foreach (var gone in credits.Where(c => c.CourseDateId is { } date && !wanted.Any(w => w.Date.Id == date && w.Kind == c.Kind))) session.Delete(gone);
        var there = credits.Where(c => c.CourseDateId is null || wanted.Any(w => w.Date.Id == c.CourseDateId && w.Kind == c.Kind)).Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var (date, course, kind) in wanted)
        {
            if (credits.Any(c => c.CourseDateId == date.Id && c.Kind == kind)) continue;
            var key = TrainingCredit.KeyOf(holder.Id, kind, date.Day, date.NameIn(course));
            if (!there.Add(key)) continue;
            session.Insert(new TrainingCredit { Id = Guid.CreateVersion7(date.Starts), HolderId = holder.Id, Kind = kind, Course = date.NameIn(course), Day = date.Day, Credits = course.Credits, Key = key, CourseDateId = date.Id });
        }
    }
}

/// <summary>What attending courses is worth.</summary>
internal static class CourseCredits
{
    /// <summary>Each date for each kind; of a course whose dates have the same content only the first that was attended.</summary>
    public static IReadOnlyList<(CourseDate Date, LeaderCourse Course, string Kind)> Of(IReadOnlyList<(CourseDate Date, LeaderCourse Course)> attended) =>
    [
        .. attended.GroupBy(a => a.Course.Id).SelectMany(of => of.OrderBy(a => a.Date.Starts).ThenBy(a => a.Date.Id).Take(of.First().Course.CountsOnce ? 1 : int.MaxValue))
            .SelectMany(a => a.Course.Kinds.Select(kind => (a.Date, a.Course, kind))),
    ];
}
