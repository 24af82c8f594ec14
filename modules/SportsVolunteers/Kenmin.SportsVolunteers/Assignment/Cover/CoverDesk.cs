using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SportsVolunteers.Assignment.Solving;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;

namespace Kenmin.SportsVolunteers.Assignment.Cover;

/// <summary>Somebody who could step in.</summary>
/// <param name="Volunteer">The person.</param>
/// <param name="AskedAt">When they were asked last for any shift; null: never.</param>
/// <param name="AskedForThis">Whether they were asked for this shift already.</param>
/// <param name="Worth">How well the shift suits them.</param>
internal sealed record CoverCandidate(Volunteer Volunteer, DateTimeOffset? AskedAt, bool AskedForThis, int Worth);

/// <summary>Finds who could step in at a shift: qualified, free, rested.</summary>
internal sealed class CoverDesk(ISportsVolunteersStore store, AssignmentLoader loader, AssignmentDesk assignments, IAuditTrail audit)
{
    private const int Shown = 100;

    /// <summary>Who could, least recently asked first, a hundred at most: recorded.</summary>
    public async Task<IReadOnlyList<CoverCandidate>> WhoCouldAsync(ShiftRow row, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var assignment = await assignments.FindAsync(row.Event.Id, cancellationToken) ?? new EventAssignment { Id = row.Event.Id };
        var loaded = await loader.LoadAsync(assignment, cancellationToken);
        var shift = Enumerable.Range(0, loaded.Shifts.Count).FirstOrDefault(i => loaded.Shifts[i].Id == row.Shift.Id, -1);
        if (shift < 0) return [];
        // Each for themselves: at short notice nobody waits for the whole team. Who declined this shift is not asked again.
        var alone = loaded.Problem with { Units = [.. Enumerable.Range(0, loaded.People.Count).Select(i => new[] { i })], Pinned = [] };
        var plan = new Plan(alone);
        var could = Enumerable.Range(0, loaded.People.Count).Where(p => plan.Against(p, shift) is Obstacle.None && plan.AgainstNow(p, shift) is Obstacle.None)
            .ToDictionary(p => loaded.People[p], p => plan.Worth(p, shift));
        await using var session = store.QuerySession();
        var request = await session.LoadAsync<CoverRequest>(row.Shift.Id, cancellationToken);
        Dictionary<Guid, DateTimeOffset> asked = [];
        foreach (var chunk in could.Keys.Chunk(5_000))
            foreach (var one in await session.LoadManyAsync<CoverAsked>(cancellationToken, chunk)) asked[one.Id] = one.At;
        Guid[] first = [.. could.OrderBy(c => asked.GetValueOrDefault(c.Key)).ThenByDescending(c => c.Value).ThenBy(c => c.Key).Select(c => c.Key).Take(Shown)];
        var people = (await session.LoadManyAsync<Volunteer>(cancellationToken, first)).Where(v => VolunteerList.MaySee(user, v)).ToDictionary(v => v.Id);
        if (people.Count > 0) await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.cover.viewed", [.. people.Keys], row.Shift.Id.ToString()), cancellationToken);
        return [.. first.Where(people.ContainsKey).Select(id => new CoverCandidate(
            people[id], asked.TryGetValue(id, out var at) ? at : null, request?.Asked.ContainsKey(id) == true, could[id]))];
    }

    /// <summary>Whether somebody was asked for this shift.</summary>
    public async Task<bool> WasAskedAsync(Guid shift, Guid volunteer, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<CoverRequest>(shift, cancellationToken) is { } request && request.Asked.ContainsKey(volunteer);
    }
}
