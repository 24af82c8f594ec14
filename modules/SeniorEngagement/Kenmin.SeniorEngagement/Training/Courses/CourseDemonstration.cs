using Kenmin.Participation;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SeniorEngagement.Training.Courses;

/// <summary>A fictional course: one date is over, at which two people were, and one is to come.</summary>
internal static class CourseDemonstration
{
    public static (LeaderCourse Course, IReadOnlyList<CourseDate> Dates) Add(IDocumentSession session, Doer office, DateTimeOffset now)
    {
        var today = JapanTime.DayOf(now);
        LeaderCourse course = new()
        {
            Id = Guid.CreateVersion7(now), Name = "見本リーダー養成講座", About = "歩く人を安全に案内するために、準備、歩き方、急なときのことを学びます。", Kinds = ["walking"], Credits = 1, MunicipalityCode = "352039", OpenedBy = office, Revision = 1,
        };
        List<CourseDate> dates =
        [
            .. new[] { (Days: -7, Title: "第 1 回 準備"), (Days: 12, Title: "第 2 回 安全に歩く") }.Select(d => new CourseDate
            {
                Id = Guid.CreateVersion7(now), CourseId = course.Id, Title = d.Title, Day = today.AddDays(d.Days), Start = new(14, 0), End = new(16, 0), Place = "見本公民館", Capacity = 20, Revision = 1,
            }),
        ];
        session.Store(course);
        session.StoreObjects(dates);
        return (course, dates);
    }

    /// <summary>The engine is told directly: a demonstration has no time to wait for messages.</summary>
    public static async Task SignUpAsync(
        IParticipation<ISeniorEngagementStore> participation, LeaderCourse course, IReadOnlyList<CourseDate> dates, CardHolder own, CardHolder caller, Doer office, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var staff = Actor.Staff(office.AccountId);
        foreach (var date in dates)
        {
            await participation.OpenOrChangeAsync(new(ApplyCoursePlacesHandler.CommandOf(date, course), date.Id, ApplyCoursePlacesHandler.Terms(date, course), Actor.Platform), cancellationToken);
            foreach (var person in date.Starts <= now ? new[] { own, caller } : [caller])
            {
                await participation.SignUpAsync(new(Guid.CreateVersion7(now), date.Id, new ParticipantFacts(person.Id), staff) { Override = new(WalkIn: date.Starts <= now) }, cancellationToken);
                if (date.Starts <= now) await participation.RecordAttendanceAsync(new(Guid.CreateVersion7(now), date.Id, person.Id, new AttendanceEntry.CheckIn(date.Starts), staff), cancellationToken);
            }
        }
    }
}
