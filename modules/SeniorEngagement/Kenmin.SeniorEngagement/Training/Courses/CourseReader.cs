using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.Persistence.Audit;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Scope;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SeniorEngagement.Training.Courses;

/// <summary>A date of a course with its places.</summary>
/// <param name="Date">The date.</param>
/// <param name="Course">The course.</param>
/// <param name="Places">How full it is; null for the moment until the engine knows it.</param>
/// <param name="Mine">The person's own sign-up; null when there is none.</param>
internal sealed record CourseLine(CourseDate Date, LeaderCourse Course, Occupancy? Places, SignUpView? Mine);

/// <summary>A course on staff's list.</summary>
/// <param name="Course">The course.</param>
/// <param name="Next">Its next date; null when none is planned.</param>
internal sealed record CourseSummary(LeaderCourse Course, CourseDate? Next);

/// <summary>Somebody on the list of a date.</summary>
/// <param name="HolderId">The person.</param>
/// <param name="Holder">The person's card; null when it was erased.</param>
/// <param name="SignUp">Their sign-up.</param>
internal sealed record CoursePerson(Guid HolderId, CardHolder? Holder, SignUpView SignUp);

/// <summary>Reads courses; who sees other people's names leaves a trace before anything is shown.</summary>
internal sealed class CourseReader(ISeniorEngagementStore store, IParticipation<ISeniorEngagementStore> participation, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>Dates to come of courses that everybody sees, the earliest first; with the sign-ups of a person.</summary>
    public async Task<IReadOnlyList<CourseLine>> OpenAsync(string? municipality, Guid? holder, CancellationToken cancellationToken)
    {
        var (now, today) = (clock.GetUtcNow(), JapanTime.Today(clock));
        await using var session = store.QuerySession();
        var courses = (await session.Query<LeaderCourse>().Where(c => c.Open).ToListAsync(cancellationToken)).Where(c => string.IsNullOrEmpty(municipality) || c.MunicipalityCode == municipality).ToDictionary(c => c.Id);
        var dates = (await session.Query<CourseDate>().Where(d => !d.Cancelled && d.Day >= today).ToListAsync(cancellationToken)).Where(d => courses.ContainsKey(d.CourseId) && d.Starts > now);
        return await LinesAsync(dates, courses, holder, cancellationToken);
    }

    /// <summary>A course that everybody sees, with its dates to come; null when there is none.</summary>
    public async Task<(LeaderCourse Course, IReadOnlyList<CourseLine> Dates)?> OpenAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<LeaderCourse>(id, cancellationToken) is not { Open: true } course) return null;
        var dates = (await session.Query<CourseDate>().Where(d => d.CourseId == id).ToListAsync(cancellationToken)).Where(d => d.Starts > clock.GetUtcNow());
        return (course, await LinesAsync(dates, new() { [id] = course }, null, cancellationToken));
    }

    /// <summary>A date for a person: of an open course, or one that the person signed up for; null when there is none.</summary>
    public async Task<CourseLine?> DateAsync(Guid id, Guid holder, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<CourseDate>(id, cancellationToken) is not { } date || await session.LoadAsync<LeaderCourse>(date.CourseId, cancellationToken) is not { } course) return null;
        var line = (await LinesAsync([date], new() { [course.Id] = course }, holder, cancellationToken))[0];
        return course.Open || line.Mine is not null ? line : null;
    }

    /// <summary>The dates that a person signed up for and that are not over.</summary>
    public async Task<IReadOnlyList<CourseLine>> SignedUpAsync(Guid holder, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var held = (await participation.SignUpsOfPersonAsync(holder, cancellationToken)).Where(s => s.State != SignUpState.Cancelled && s.Opening.Ends > now).Select(s => s.OpeningId).ToArray();
        await using var session = store.QuerySession();
        var dates = await session.LoadManyAsync<CourseDate>(cancellationToken, held);
        var courses = (await session.LoadManyAsync<LeaderCourse>(cancellationToken, [.. dates.Select(d => d.CourseId).Distinct()])).ToDictionary(c => c.Id);
        return await LinesAsync(dates, courses, holder, cancellationToken);
    }

    /// <summary>Dates for which staff can sign a person up: those to come, and those of the last two weeks, to which the person came.</summary>
    public async Task<IReadOnlyList<CourseLine>> ForStaffAsync(Guid holder, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var from = JapanTime.Today(clock).AddDays(-14);
        await using var session = store.QuerySession();
        var courses = (await session.Query<LeaderCourse>().Where(c => c.Open).ToListAsync(cancellationToken)).Where(c => SeniorScope.Covers(user, c.MunicipalityCode)).ToDictionary(c => c.Id);
        var dates = (await session.Query<CourseDate>().Where(d => !d.Cancelled && d.Day >= from).ToListAsync(cancellationToken)).Where(d => courses.ContainsKey(d.CourseId));
        return await LinesAsync(dates, courses, holder, cancellationToken);
    }

    /// <summary>All courses of the municipalities that the user works with, with the next date.</summary>
    public async Task<IReadOnlyList<CourseSummary>> ListAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var today = JapanTime.Today(clock);
        var next = (await session.Query<CourseDate>().Where(d => !d.Cancelled && d.Day >= today).ToListAsync(cancellationToken)).Where(d => d.Starts > clock.GetUtcNow()).OrderBy(d => d.Starts).ToLookup(d => d.CourseId);
        return [.. (await session.Query<LeaderCourse>().ToListAsync(cancellationToken)).Where(c => SeniorScope.Covers(user, c.MunicipalityCode))
            .OrderByDescending(c => c.Open).ThenBy(c => c.MunicipalityCode, StringComparer.Ordinal).ThenBy(c => FoldedText.Of(c.Name), StringComparer.Ordinal).Select(c => new CourseSummary(c, next[c.Id].FirstOrDefault()))];
    }

    /// <summary>A course with all its dates for staff; null when there is none that the user may see.</summary>
    public async Task<(LeaderCourse Course, IReadOnlyList<CourseLine> Dates)?> LookAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<LeaderCourse>(id, cancellationToken) is not { } course || !SeniorScope.Covers(user, course.MunicipalityCode)) return null;
        return (course, await LinesAsync(await session.Query<CourseDate>().Where(d => d.CourseId == id).ToListAsync(cancellationToken), new() { [id] = course }, null, cancellationToken));
    }

    /// <summary>A date for staff; null when there is none that the user may see.</summary>
    public async Task<CourseLine?> DateAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<CourseDate>(id, cancellationToken) is { } date && await session.LoadAsync<LeaderCourse>(date.CourseId, cancellationToken) is { } course && SeniorScope.Covers(user, course.MunicipalityCode)
            ? (await LinesAsync([date], new() { [course.Id] = course }, null, cancellationToken))[0] : null;
    }

    /// <summary>Those on the list of a date, by name.</summary>
    public async Task<IReadOnlyList<CoursePerson>> PeopleAsync(CourseDate date, ClaimsPrincipal user, CancellationToken cancellationToken, string action = "senior-engagement.course-people.viewed")
    {
        await using var session = store.QuerySession();
        var signUps = (await participation.SignUpsOfOpeningAsync(date.Id, cancellationToken)).Where(s => s.State != SignUpState.Cancelled).ToList();
        var holders = (await session.LoadManyAsync<CardHolder>(cancellationToken, [.. signUps.Select(s => s.PersonId)])).ToDictionary(h => h.Id);
        if (holders.Count > 0) await audit.RecordAsync(new(user.AccountId(), action, [.. holders.Values.SelectMany(HolderReader.Subjects)], date.Id.ToString()), cancellationToken);
        return [.. signUps.Select(s => new CoursePerson(s.PersonId, holders.GetValueOrDefault(s.PersonId), s)).OrderBy(p => p.SignUp.State).ThenBy(p => p.SignUp.Position).ThenBy(p => FoldedText.OfName(p.Holder?.Name), StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<CourseLine>> LinesAsync(IEnumerable<CourseDate> dates, Dictionary<Guid, LeaderCourse> courses, Guid? holder, CancellationToken cancellationToken)
    {
        List<CourseDate> all = [.. dates.OrderBy(d => d.Starts).ThenBy(d => d.Id)];
        var places = await participation.OccupancyAsync([.. all.Select(d => d.Id)], cancellationToken);
        var mine = holder is { } id ? (await participation.SignUpsOfPersonAsync(id, cancellationToken)).ToDictionary(s => s.OpeningId) : [];
        return [.. all.Select(d => new CourseLine(d, courses[d.CourseId], places.GetValueOrDefault(d.Id), mine.GetValueOrDefault(d.Id)))];
    }
}
