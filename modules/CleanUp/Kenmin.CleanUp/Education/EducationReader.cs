using System.Security.Claims;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CleanUp.Education;

/// <summary>A request with its course, and its leader where there is one.</summary>
internal sealed record CourseRequestLine(CourseRequest Request, Course Course, CourseLeader? Leader);

/// <summary>A leader whom a request can be offered to.</summary>
internal sealed record LeaderChoice(CourseLeader Leader, bool Busy, bool Declined);

/// <summary>Reads courses, leaders and requests. What shows people to staff is in the audit log before it is shown.</summary>
internal sealed class EducationReader(ICleanUpStore store, ModuleCatalog modules, IAuditTrail audit, TimeProvider clock)
{
    private const int Most = 1_000;

    /// <summary>Courses, by theme.</summary>
    public async Task<IReadOnlyList<Course>> CoursesAsync(bool offeredOnly, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var all = await session.Query<Course>().Take(Most).ToListAsync(cancellationToken);
        return [.. all.Where(c => c.Offered || !offeredOnly).OrderBy(c => c.Theme).ThenBy(c => c.Name.Ja, StringComparer.Ordinal)];
    }

    /// <summary>A course; null when there is none.</summary>
    public async Task<Course?> CourseAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Course>(id, cancellationToken);
    }

    /// <summary>A file of material; null when the course has none of this id, or everybody but staff may not see the course.</summary>
    public async Task<(CourseFile File, byte[] Bytes)?> MaterialAsync(Guid course, Guid file, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Course>(course, cancellationToken) is { } found && found.Files.FirstOrDefault(f => f.Id == file) is { } known
            && await session.MaterialAsync(file, cancellationToken) is { } bytes ? (known, bytes) : null;
    }

    /// <summary>Who can lead a course at present.</summary>
    public async Task<IReadOnlyList<CourseLeader>> LeadersOfAsync(Guid course, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var today = JapanTime.Today(clock);
        var registered = await session.Query<CourseLeader>().Where(l => l.State == CourseLeaderState.Registered).ToListAsync(cancellationToken);
        return [.. registered.Where(l => l.AccountId is not null && l.Until >= today && l.Courses.Contains(course)).OrderBy(l => l.Id)];
    }

    /// <summary>The registrations of an account, the latest first.</summary>
    public async Task<IReadOnlyList<CourseLeader>> LeaderOfAccountAsync(Guid account, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.Query<CourseLeader>().Where(l => l.AccountId == account).OrderByDescending(l => l.AskedAt).ToListAsync(cancellationToken);
    }

    /// <summary>What an account asked for, the latest day first.</summary>
    public async Task<IReadOnlyList<CourseRequestLine>> RequestsOfAsync(Guid account, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await LinesAsync(session, await session.Query<CourseRequest>().Where(r => r.AccountId == account).OrderByDescending(r => r.Day).Take(Most).ToListAsync(cancellationToken), cancellationToken);
    }

    /// <summary>What is offered to an account, or was led by it.</summary>
    public async Task<IReadOnlyList<CourseRequestLine>> LessonsOfAsync(Guid account, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        Guid[] ids = [.. await session.Query<CourseLeader>().Where(l => l.AccountId == account).Select(l => l.Id).ToListAsync(cancellationToken)];
        if (ids.Length == 0) return [];
        var found = await session.Query<CourseRequest>().Where(r => r.LeaderId != null && r.LeaderId.Value.IsOneOf(ids)).OrderByDescending(r => r.Day).Take(Most).ToListAsync(cancellationToken);
        return await LinesAsync(session, found, cancellationToken);
    }

    /// <summary>What an account asked for; null for others.</summary>
    public async Task<CourseRequestLine?> OwnRequestAsync(Guid id, Guid? account, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is { } line && line.Request.AccountId is { } asker && asker == account ? line : null;

    /// <summary>What is offered to an account or was taken by it; null for others. Who asked is shown to the leader, which is in the audit log.</summary>
    public async Task<CourseRequestLine?> OwnLessonAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { Leader.AccountId: { } leader } line || leader != user.AccountId()) return null;
        if (line.Request.AccountId is { } asker) await audit.RecordAsync(new(leader, "clean-up.course-request.viewed", [asker], id.ToString()), cancellationToken);
        return line;
    }

    /// <summary>Requests for staff, the earliest day first.</summary>
    public async Task<IReadOnlyList<CourseRequestLine>> RequestsAsync(CourseRequestState? state, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        IQueryable<CourseRequest> query = session.Query<CourseRequest>();
        query = state is { } wanted ? query.Where(r => r.State == wanted) : query.Where(r => r.State == CourseRequestState.Asked || r.State == CourseRequestState.Offered || r.State == CourseRequestState.Agreed);
        return await LinesAsync(session, await query.OrderBy(r => r.Day).Take(Most).ToListAsync(cancellationToken), cancellationToken);
    }

    /// <summary>A request for staff, with who asked and whom it can be offered to.</summary>
    public async Task<(CourseRequestLine Line, IReadOnlyList<LeaderChoice> Choices)?> LookAtRequestAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (!modules.Holds(user, Permissions.ReadEducation) || await FindAsync(id, cancellationToken) is not { } line) return null;
        List<LeaderChoice> choices = [];
        if (line.Request.State == CourseRequestState.Asked)
        {
            await using var session = store.QuerySession();
            foreach (var leader in (await LeadersOfAsync(line.Course.Id, cancellationToken)).Where(l => l.CanLead(line.Request)))
                choices.Add(new(leader, await LeaderLocks.IsBusyAsync(session, leader, line.Request, cancellationToken), line.Request.DeclinedBy.Contains(leader.Id)));
        }

        Guid[] people = [.. choices.Select(c => c.Leader.AccountId).Append(line.Request.AccountId).Append(line.Leader?.AccountId).OfType<Guid>().Distinct()];
        if (people.Length > 0) await audit.RecordAsync(new(user.AccountId(), "clean-up.course-request.viewed", people, id.ToString()), cancellationToken);
        return (line, choices);
    }

    /// <summary>Leaders for staff; the look is in the audit log.</summary>
    public async Task<IReadOnlyList<CourseLeader>> LeadersAsync(CourseLeaderState? state, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (!modules.Holds(user, Permissions.ReadEducation)) return [];
        await using var session = store.QuerySession();
        IQueryable<CourseLeader> query = session.Query<CourseLeader>();
        query = state is { } wanted ? query.Where(l => l.State == wanted) : query.Where(l => l.State == CourseLeaderState.Asked || l.State == CourseLeaderState.Registered);
        var found = await query.OrderBy(l => l.AskedAt).Take(Most).ToListAsync(cancellationToken);
        Guid[] people = [.. found.Select(l => l.AccountId).OfType<Guid>().Distinct()];
        if (people.Length > 0) await audit.RecordAsync(new(user.AccountId(), "clean-up.course-leaders.viewed", people), cancellationToken);
        return [.. found.OrderBy(l => l.State).ThenByDescending(l => l.RenewalAsked)];
    }

    /// <summary>A leader for staff; the look is in the audit log.</summary>
    public async Task<CourseLeader?> LookAtLeaderAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (!modules.Holds(user, Permissions.ReadEducation)) return null;
        await using var session = store.QuerySession();
        if (await session.LoadAsync<CourseLeader>(id, cancellationToken) is not { } leader) return null;
        if (leader.AccountId is { } account) await audit.RecordAsync(new(user.AccountId(), "clean-up.course-leader.viewed", [account], id.ToString()), cancellationToken);
        return leader;
    }

    private async Task<CourseRequestLine?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<CourseRequest>(id, cancellationToken) is { } found ? (await LinesAsync(session, [found], cancellationToken))[0] : null;
    }

    private static async Task<IReadOnlyList<CourseRequestLine>> LinesAsync(IQuerySession session, IReadOnlyList<CourseRequest> requests, CancellationToken cancellationToken)
    {
        if (requests.Count == 0) return [];
        var courses = (await session.LoadManyAsync<Course>(cancellationToken, [.. requests.Select(r => r.CourseId).Distinct()])).ToDictionary(c => c.Id);
        Guid[] leaderIds = [.. requests.Select(r => r.LeaderId).OfType<Guid>().Distinct()];
        var leaders = (await session.LoadManyAsync<CourseLeader>(cancellationToken, leaderIds)).ToDictionary(l => l.Id);
        return [.. requests.Select(r => new CourseRequestLine(r, courses[r.CourseId], r.LeaderId is { } id ? leaders.GetValueOrDefault(id) : null))];
    }
}
