using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Participation;
using Kenmin.Persistence.Audit;
using Kenmin.RuralLeaders.Curriculum;
using Kenmin.RuralLeaders.Scope;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.RuralLeaders.Leaders;

/// <summary>A person with what they have learned.</summary>
/// <param name="Person">The person.</param>
/// <param name="Courses">How far they have come with each course.</param>
/// <param name="SignUps">All sign-ups by start.</param>
/// <param name="RenewalCredits">Credits that count for the next renewal.</param>
/// <param name="RegisteredBy">The course that was completed for the registration.</param>
/// <param name="AreaName">The settlement or district.</param>
public sealed record LearnerRecord(
    Learner Person, IReadOnlyList<CourseProgress> Courses, IReadOnlyList<SignUpView> SignUps, int RenewalCredits, Course? RegisteredBy, string? AreaName)
{
    /// <summary>The sessions with a place, or a place in the waiting list.</summary>
    public IEnumerable<SignUpView> Held => SignUps.Where(s => s.State != SignUpState.Cancelled);
}

/// <summary>A person on the list of a session.</summary>
/// <param name="SignUp">The sign-up.</param>
/// <param name="Person">The person; null when the record was erased.</param>
public sealed record RosterLine(SignUpView SignUp, Learner? Person);

/// <summary>Reads people; each look of staff is in the audit log before anything is shown.</summary>
internal sealed class LearnerReader(IRuralLeadersStore store, IParticipation<IRuralLeadersStore> participation, RuralScope scope, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>The own record; of who has not begun yet an empty one.</summary>
    public Task<LearnerRecord> OwnAsync(ClaimsPrincipal user, CancellationToken cancellationToken) =>
        RecordAsync(user.AccountId()!.Value, new() { Id = user.AccountId()!.Value, AccountId = user.AccountId(), Name = user.DisplayName() }, cancellationToken)!;

    /// <summary>Somebody's record; null when there is none that the user may see.</summary>
    public async Task<LearnerRecord?> LookAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<Learner>(id, cancellationToken) is not { } person || !RuralScope.Covers(user, person.MunicipalityCode)) return null;
        await audit.RecordAsync(new(user.AccountId(), "rural-leaders.person.viewed", [id]), cancellationToken);
        return await RecordAsync(id, person, cancellationToken);
    }

    /// <summary>People in the order of their names, of the municipalities that the user works with.</summary>
    public async Task<IReadOnlyList<Learner>> ListAsync(LearnerFilter filter, ClaimsPrincipal user, CancellationToken cancellationToken, string action = "rural-leaders.people.listed")
    {
        var today = JapanTime.Today(clock);
        await using var session = store.QuerySession();
        var all = await session.Query<Learner>().ToListAsync(cancellationToken);
        List<Learner> found = [.. all.Where(l => RuralScope.Covers(user, l.MunicipalityCode) && filter.Takes(l, today)).OrderBy(l => l.MunicipalityCode, StringComparer.Ordinal)
            .ThenBy(l => FoldedText.OfName(l.Name), StringComparer.Ordinal)];
        if (found.Count > 0) await audit.RecordAsync(new(user.AccountId(), action, [.. found.Select(l => l.Id)]), cancellationToken);
        return found;
    }

    /// <summary>Those on the list of a session that the user receives; null when it is not theirs to see.</summary>
    public async Task<IReadOnlyList<RosterLine>?> RosterAsync(Course course, CourseSession held, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (!scope.MaySeePeople(user, course, held)) return null;
        var signUps = (await participation.SignUpsOfOpeningAsync(held.Id, cancellationToken)).Where(s => s.State != SignUpState.Cancelled || s.CancelReason is not null).ToList();
        if (signUps.Count == 0) return [];
        Guid[] people = [.. signUps.Select(s => s.PersonId)];
        await audit.RecordAsync(new(user.AccountId(), "rural-leaders.session-people.viewed", people, held.Id.ToString()), cancellationToken);
        await using var session = store.QuerySession();
        var known = (await session.LoadManyAsync<Learner>(cancellationToken, people)).ToDictionary(l => l.Id);
        return [.. signUps.Select(s => new RosterLine(s, known.GetValueOrDefault(s.PersonId)))];
    }

    private async Task<LearnerRecord> RecordAsync(Guid id, Learner blank, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var person = await session.LoadAsync<Learner>(id, cancellationToken) ?? blank;
        var signUps = await participation.SignUpsOfPersonAsync(id, cancellationToken);
        Guid[] ids = [.. signUps.Select(s => s.OpeningId)];
        var mine = await session.Query<CourseSession>().Where(s => s.Id.IsOneOf(ids)).ToListAsync(cancellationToken);
        Guid[] courseIds = [.. mine.Select(s => s.CourseId).Distinct()];
        var sessions = await session.Query<CourseSession>().Where(s => s.CourseId.IsOneOf(courseIds)).ToListAsync(cancellationToken);
        var courses = await session.Query<Course>().Where(c => c.Id.IsOneOf(courseIds)).ToListAsync(cancellationToken);
        var attended = signUps.Where(s => s.Attendance is { Presence: Presence.Present }).Select(s => s.OpeningId).ToHashSet();
        var over = person.Registration is { } r && r.StateOn(JapanTime.Today(clock)) == LeaderState.Ended ? (r.EndedOn ?? r.ExpiresOn).AddDays(1) : (DateOnly?)null;
        var area = person.AreaId is { } areaId ? (await session.LoadAsync<Areas.Area>(areaId, cancellationToken))?.Name : null;
        return new(
            person, [.. courses.OrderByDescending(c => c.Year).ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => CourseProgress.Of(c, sessions, attended, over))], signUps,
            person.Registration is { } registration ? await RenewLeaderHandler.RenewalCreditsAsync(registration, attended, session, cancellationToken) : 0,
            person.Registration is { CourseId: var by } ? await session.LoadAsync<Course>(by, cancellationToken) : null, area);
    }
}

/// <summary>Which people a list shows.</summary>
/// <param name="State">Only registrations in this state; null: all people.</param>
/// <param name="EndingSoon">Only registrations that can be renewed now or have lapsed.</param>
/// <param name="OnPaper">Only people without an account, who are told by post or telephone.</param>
internal sealed record LearnerFilter(LeaderState? State = null, bool EndingSoon = false, bool OnPaper = false)
{
    public static LearnerFilter Of(string? text) => text switch
    {
        "active" => new(LeaderState.Active), "lapsed" => new(LeaderState.Lapsed), "ended" => new(LeaderState.Ended), "ending" => new(EndingSoon: true),
        "ending-on-paper" => new(EndingSoon: true, OnPaper: true), "paper" => new(OnPaper: true), _ => new(),
    };

    public bool Takes(Learner person, DateOnly today) =>
        (State is null || person.Registration?.StateOn(today) == State)
        && (!EndingSoon || person.Registration?.IsRenewable(today) == true) && (!OnPaper || person.AccountId is null);
}
