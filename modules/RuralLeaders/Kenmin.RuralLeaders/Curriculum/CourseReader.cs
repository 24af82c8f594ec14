using System.Security.Claims;
using Kenmin.Participation;
using Kenmin.RuralLeaders.Scope;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.RuralLeaders.Curriculum;

/// <summary>A session with how full it is.</summary>
/// <param name="Session">The session.</param>
/// <param name="Places">Null as long as the sign-up engine does not know it.</param>
internal sealed record SessionLine(CourseSession Session, Occupancy? Places);

/// <summary>A course with its sessions by start.</summary>
internal sealed record CourseLine(Course Course, IReadOnlyList<SessionLine> Sessions);

/// <summary>Reads courses and sessions.</summary>
internal sealed class CourseReader(IRuralLeadersStore store, IParticipation<IRuralLeadersStore> participation, RuralScope scope)
{
    /// <summary>What everybody sees, the latest fiscal year first.</summary>
    public async Task<IReadOnlyList<Course>> PublishedAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.Query<Course>().Where(c => c.Published).OrderByDescending(c => c.Key).Take(200).ToListAsync(cancellationToken);
    }

    /// <summary>What a member of staff sees, the latest fiscal year first.</summary>
    public async Task<IReadOnlyList<Course>> ForStaffAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return [.. (await session.Query<Course>().OrderByDescending(c => c.Key).Take(500).ToListAsync(cancellationToken)).Where(c => scope.MaySee(user, c))];
    }

    /// <summary>A course that everybody may see; null when there is none.</summary>
    public async Task<CourseLine?> PublicAsync(Guid id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is { Course.Published: true } found ? found : null;

    /// <summary>A course that a member of staff may see; null when there is none.</summary>
    public async Task<CourseLine?> ForStaffAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is { } found && scope.MaySee(user, found.Course) ? found : null;

    /// <summary>A session with its course; null when there is none.</summary>
    public async Task<(Course Course, SessionLine Line)?> SessionAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<CourseSession>(id, cancellationToken) is not { } held || await session.LoadAsync<Course>(held.CourseId, cancellationToken) is not { } course) return null;
        return (course, new(held, (await participation.OccupancyAsync([id], cancellationToken)).GetValueOrDefault(id)));
    }

    private async Task<CourseLine?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<Course>(id, cancellationToken) is not { } course) return null;
        var sessions = (await session.Query<CourseSession>().Where(s => s.CourseId == id).ToListAsync(cancellationToken)).OrderBy(s => s.Starts).ToList();
        var places = await participation.OccupancyAsync([.. sessions.Select(s => s.Id)], cancellationToken);
        return new(course, [.. sessions.Select(s => new SessionLine(s, places.GetValueOrDefault(s.Id)))]);
    }
}
