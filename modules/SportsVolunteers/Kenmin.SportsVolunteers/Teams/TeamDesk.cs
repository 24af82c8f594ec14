using System.Security.Claims;
using System.Security.Cryptography;
using JasperFx;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;

namespace Kenmin.SportsVolunteers.Teams;

/// <summary>A team as it is listed.</summary>
internal sealed record TeamRow(VolunteerTeam Team, IReadOnlyList<Volunteer> Members);

/// <summary>Teams: made and joined by their members with a code, looked after by staff.</summary>
internal sealed class TeamDesk(ISportsVolunteersStore store, IAuditTrail audit, TimeProvider clock)
{
    private const string Letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    private static readonly LocalizedText Busy = new("同時にほかの変更がありました。もう一度お試しください。", "There was another change at the same time. Try again.");

    /// <summary>A person's team with its members, leader first; null when alone.</summary>
    public async Task<TeamRow?> OfAsync(Volunteer volunteer, CancellationToken cancellationToken)
    {
        if (volunteer.Team is not { } place) return null;
        await using var session = store.QuerySession();
        return await session.LoadAsync<VolunteerTeam>(place.TeamId, cancellationToken) is { } team ? new(team, await MembersAsync(session, team.Id, cancellationToken)) : null;
    }

    /// <summary>All teams by name, for staff: recorded. Municipal staff see the members of their municipalities only.</summary>
    public async Task<IReadOnlyList<TeamRow>> AllAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var teams = await session.Query<VolunteerTeam>().OrderBy(t => t.Name).ToListAsync(cancellationToken);
        var members = (await session.QueryAsync<Volunteer>("where d.data -> 'team' ->> 'teamId' is not null", cancellationToken))
            .Where(v => !v.Erased && VolunteerList.MaySee(user, v)).ToLookup(v => v.Team!.TeamId);
        Guid[] shown = [.. members.SelectMany(g => g).Select(v => v.Id)];
        if (shown.Length > 0) await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.teams.listed", shown), cancellationToken);
        return [.. teams.Select(t => new TeamRow(t, [.. Ordered(members[t.Id])]))];
    }

    /// <summary>Founds a team; the person leads it.</summary>
    public Task<LocalizedText?> FoundAsync(Guid volunteerId, string? name, CancellationToken cancellationToken) => ChangeAsync(volunteerId, (session, volunteer) =>
    {
        var called = (name ?? "").Trim();
        if (called.Length is 0 or > 60) return Refuse("名前を60文字までで入力してください。", "Enter a name of up to 60 characters.");
        if (volunteer.Team is not null) return Refuse("すでにチームに入っています。先にそのチームを抜けてください。", "You are in a team already. Leave it first.");
        var team = new VolunteerTeam { Id = Guid.CreateVersion7(clock.GetUtcNow()), Name = called, Code = RandomNumberGenerator.GetString(Letters, 8) };
        session.Insert(team);
        volunteer.Team = new(team.Id, Leads: true);
        return Task.FromResult<LocalizedText?>(null);
    }, cancellationToken);

    /// <summary>Joins the team of a code.</summary>
    public Task<LocalizedText?> JoinAsync(Guid volunteerId, string? code, CancellationToken cancellationToken) => ChangeAsync(volunteerId, async (session, volunteer) =>
    {
        var key = FoldedText.Of(code).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        if (await session.Query<VolunteerTeam>().FirstOrDefaultAsync(t => t.Code == key, cancellationToken) is not { } team)
            return new("この番号のチームはありません。番号を確かめてください。", "There is no team of this code. Check it.");
        if (volunteer.Team?.TeamId == team.Id) return null;
        if (volunteer.Team is not null) return new("すでに別のチームに入っています。先にそのチームを抜けてください。", "You are in another team. Leave it first.");
        // Two who join at once wait for each other, so that the team does not grow beyond its size.
        await session.TakeTurnsAsync(TurnOf(team.Id), cancellationToken);
        if ((await MembersAsync(session, team.Id, cancellationToken)).Count >= VolunteerTeam.Most)
            return new($"チームは{VolunteerTeam.Most}人までです。", $"A team has {VolunteerTeam.Most} members at most.");
        volunteer.Team = new(team.Id, Leads: false);
        return null;
    }, cancellationToken);

    /// <summary>Leaves the team. The one who leads hands over to whoever is listed next; an empty team is removed.</summary>
    public Task<LocalizedText?> LeaveAsync(Guid volunteerId, CancellationToken cancellationToken) => ChangeAsync(volunteerId, async (session, volunteer) =>
    {
        if (volunteer.Team is not { } place) return null;
        await session.TakeTurnsAsync(TurnOf(place.TeamId), cancellationToken);
        var others = (await MembersAsync(session, place.TeamId, cancellationToken)).Where(v => v.Id != volunteer.Id).ToList();
        volunteer.Team = null;
        if (others.Count == 0) session.Delete<VolunteerTeam>(place.TeamId);
        else if (place.Leads && others.All(o => !o.Team!.Leads))
        {
            others[0].Team = new(place.TeamId, Leads: true);
            session.Store(others[0]);
        }

        return null;
    }, cancellationToken);

    /// <summary>Staff take somebody out of a team: recorded.</summary>
    public async Task<LocalizedText?> TakeOutAsync(Guid volunteerId, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.team.changed", [volunteerId]), cancellationToken);
        return await LeaveAsync(volunteerId, cancellationToken);
    }

    /// <summary>Staff put somebody into a team, found by its code: recorded.</summary>
    public async Task<LocalizedText?> PutInAsync(Guid volunteerId, string? code, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await audit.RecordAsync(new(user.AccountId(), "sports-volunteers.team.changed", [volunteerId]), cancellationToken);
        return await JoinAsync(volunteerId, code, cancellationToken);
    }

    private async Task<LocalizedText?> ChangeAsync(
        Guid volunteerId, Func<IDocumentSession, Volunteer, Task<LocalizedText?>> change, CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        await session.BeginAsync(cancellationToken);
        if (await session.LoadAsync<Volunteer>(volunteerId, cancellationToken) is not { Erased: false } volunteer)
            return new("登録が見つかりません。", "There is no such registration.");
        if (await change(session, volunteer) is { } refusal) return refusal;
        session.Store(volunteer);
        try
        {
            await session.SaveChangesAsync(cancellationToken);
            return null;
        }
        catch (ConcurrencyException)
        {
            return Busy;
        }
    }

    private static Task<LocalizedText?> Refuse(string ja, string en) => Task.FromResult<LocalizedText?>(new(ja, en));

    private static async Task<IReadOnlyList<Volunteer>> MembersAsync(IQuerySession session, Guid team, CancellationToken cancellationToken) =>
        [.. Ordered(await session.QueryAsync<Volunteer>("where d.data -> 'team' ->> 'teamId' = ?", cancellationToken, team.ToString()))];

    private static IEnumerable<Volunteer> Ordered(IEnumerable<Volunteer> members) =>
        members.OrderBy(v => v.Team!.Leads ? 0 : 1).ThenBy(v => v.SortKey, StringComparer.Ordinal).ThenBy(v => v.Id);

    private static string TurnOf(Guid team) => $"team|{team:N}";
}
