using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SeniorEngagement.Scope;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SeniorEngagement.CheckIns;

/// <summary>A call to make: whom, on which number, and why. Nothing else of the person.</summary>
/// <param name="Task">The task.</param>
/// <param name="Name">The name.</param>
/// <param name="Phone">The telephone that the person gave for this.</param>
public sealed record CallLine(CallTask Task, string Name, string Phone);

/// <summary>An agreement with who might call.</summary>
/// <param name="CheckIn">The agreement; null when there is none in force.</param>
/// <param name="Caller">Who calls, in words; null when staff do.</param>
/// <param name="Leaders">Circles whose leaders could call, with the leader's name.</param>
public sealed record CheckInRecord(CheckIn? CheckIn, string? Caller, IReadOnlyList<(Circle Circle, string Leader)> Leaders);

/// <summary>Reads agreements and calls; each look at somebody's call is in the audit log before anything is shown.</summary>
internal sealed class CheckInReader(ISeniorEngagementStore store, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>A person's agreement.</summary>
    public async Task<CheckInRecord> OfAsync(CardHolder holder, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var checkIn = await session.LoadAsync<CheckIn>(holder.Id, cancellationToken) is { } found && found.RunsOn(JapanTime.Today(clock)) ? found : null;
        Guid[] circles = [.. await session.Query<CircleMember>().Where(m => m.HolderId == holder.Id && m.State == MemberState.Member).Select(m => m.CircleId).ToListAsync(cancellationToken)];
        var led = (await session.LoadManyAsync<Circle>(cancellationToken, circles)).Where(c => c is { State: CircleState.Active, LeaderId: { } leader } && leader != holder.Id).ToList();
        Guid[] leaders = [.. led.Select(c => c.LeaderId!.Value).Distinct()];
        var names = (await session.LoadManyAsync<CardHolder>(cancellationToken, leaders)).Where(h => h.AccountId is not null).ToDictionary(h => h.Id);
        var called = (await session.LoadManyAsync<Companion>(cancellationToken, leaders)).ToDictionary(c => c.Id);
        List<(Circle Circle, string Leader)> options = [.. led.Where(c => names.ContainsKey(c.LeaderId!.Value)).Select(c => (c, Companion.CalledOf(names[c.LeaderId!.Value], called.GetValueOrDefault(c.LeaderId!.Value))))];
        var caller = checkIn is not null && await session.LeaderCallsAsync(checkIn, cancellationToken) ? options.FirstOrDefault(o => o.Circle.Id == checkIn.CircleId).Leader : null;
        return new(checkIn, caller, options);
    }

    /// <summary>Calls that are due, for staff: of their municipalities, and where no leader was agreed to who can call.</summary>
    public Task<IReadOnlyList<CallLine>> DueAsync(ClaimsPrincipal user, CancellationToken cancellationToken) =>
        LinesAsync(user, null, async (session, checkIn, holder) => SeniorScope.Covers(user, holder.MunicipalityCode) && !await session.LeaderCallsAsync(checkIn, cancellationToken), cancellationToken);

    /// <summary>Calls that are due, for the leader who was agreed to.</summary>
    public Task<IReadOnlyList<CallLine>> ForLeaderAsync(ClaimsPrincipal user, CancellationToken cancellationToken) =>
        LinesAsync(user, null, (session, checkIn, _) => session.MayCallAsync(checkIn, user.Doer(), ActingAs.Self, cancellationToken), cancellationToken);

    /// <summary>One of them, for staff; null when it is not theirs.</summary>
    public async Task<CallLine?> DueAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        (await LinesAsync(user, id, async (session, checkIn, holder) => SeniorScope.Covers(user, holder.MunicipalityCode) && !await session.LeaderCallsAsync(checkIn, cancellationToken), cancellationToken)).FirstOrDefault();

    /// <summary>One of them, for the leader; null when it is not theirs.</summary>
    public async Task<CallLine?> ForLeaderAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        (await LinesAsync(user, id, (session, checkIn, _) => session.MayCallAsync(checkIn, user.Doer(), ActingAs.Self, cancellationToken), cancellationToken)).FirstOrDefault();

    private async Task<IReadOnlyList<CallLine>> LinesAsync(ClaimsPrincipal user, Guid? only, Func<IQuerySession, CheckIn, CardHolder, Task<bool>> theirs, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var today = JapanTime.Today(clock);
        var tasks = only is { } id ? await session.Query<CallTask>().Where(t => t.Id == id && t.DoneAt == null).ToListAsync(cancellationToken) : await session.Query<CallTask>().Where(t => t.DoneAt == null && t.DueOn <= today).ToListAsync(cancellationToken);
        Guid[] people = [.. tasks.Select(t => t.HolderId)];
        var checkIns = (await session.LoadManyAsync<CheckIn>(cancellationToken, people)).Where(c => c.RunsOn(today) && !(c.PausedUntil >= today)).ToDictionary(c => c.Id);
        var holders = (await session.LoadManyAsync<CardHolder>(cancellationToken, people)).ToDictionary(h => h.Id);
        List<CallLine> lines = [];
        foreach (var task in tasks.OrderBy(t => t.DueOn).ThenBy(t => t.Id))
            if (checkIns.TryGetValue(task.HolderId, out var checkIn) && holders.TryGetValue(task.HolderId, out var holder) && await theirs(session, checkIn, holder)) lines.Add(new(task, holder.Name, checkIn.Phone));
        if (lines.Count > 0) await audit.RecordAsync(new(user.AccountId(), only is null ? "senior-engagement.calls.listed" : "senior-engagement.call.viewed", [.. lines.SelectMany(l => HolderReader.Subjects(holders[l.Task.HolderId]))]), cancellationToken);
        return lines;
    }
}
