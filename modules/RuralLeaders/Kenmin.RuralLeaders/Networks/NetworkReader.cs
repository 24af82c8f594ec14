using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.RuralLeaders.Areas;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.RuralLeaders.Networks;

/// <summary>A network as everybody sees it: nobody in it is named.</summary>
/// <param name="Network">The network.</param>
/// <param name="Areas">Its areas.</param>
internal sealed record NetworkLine(Network Network, IReadOnlyList<Area> Areas);

/// <summary>A network as a member sees it.</summary>
/// <param name="Network">The network.</param>
/// <param name="Me">The one who looks.</param>
internal sealed record Inside(Network Network, NetworkMember Me)
{
    public bool IsOfficer => Me.Role is NetworkRole.Coordinator or NetworkRole.Secretary;

    public bool IsCoordinator => Me.Role == NetworkRole.Coordinator;
}

/// <summary>A wish to join, as a member sees it.</summary>
/// <param name="Request">The wish.</param>
/// <param name="Votes">How many voted.</param>
/// <param name="Mine">The own vote; null before.</param>
internal sealed record RequestLine(JoinRequest Request, int Votes, bool? Mine);

/// <summary>Reads networks. Of what is inside, outsiders learn nothing, not even that it is there; members' looks at each other are in the audit log.</summary>
internal sealed class NetworkReader(IRuralLeadersStore store, IAuditTrail audit)
{
    /// <summary>All networks that have members, by name.</summary>
    public async Task<IReadOnlyList<NetworkLine>> AllAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var networks = (await session.Query<Network>().ToListAsync(cancellationToken)).Where(n => n.Members.Count > 0).OrderBy(n => n.Key, StringComparer.Ordinal).ToList();
        Guid[] ids = [.. networks.SelectMany(n => n.AreaIds).Distinct()];
        var areas = (await session.LoadManyAsync<Area>(cancellationToken, ids)).ToDictionary(a => a.Id);
        return [.. networks.Select(n => new NetworkLine(n, [.. n.AreaIds.Select(areas.GetValueOrDefault).OfType<Area>()]))];
    }

    /// <summary>A network that has members; null when there is none.</summary>
    public async Task<NetworkLine?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Network>(id, cancellationToken) is { Members.Count: > 0 } found
            ? new(found, [.. (await session.LoadManyAsync<Area>(cancellationToken, [.. found.AreaIds])).OrderBy(a => a.Key, StringComparer.Ordinal)]) : null;
    }

    /// <summary>The networks that the user is in.</summary>
    public async Task<IReadOnlyList<Network>> MineAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var account = user.AccountId()!.Value;
        await using var session = store.QuerySession();
        return [.. (await session.QueryAsync<Network>("where d.data -> 'members' @> jsonb_build_array(jsonb_build_object('accountId', ?::text))", cancellationToken, account.ToString()))
            .OrderBy(n => n.Key, StringComparer.Ordinal)];
    }

    /// <summary>The inside of a network; null for who is not a member.</summary>
    public async Task<Inside?> InsideAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return user.AccountId() is { } account && await session.LoadAsync<Network>(id, cancellationToken) is { } found && found.Find(account) is { } me ? new(found, me) : null;
    }

    /// <summary>The wishes to join about which nothing is decided; the look at who asks and who is in is recorded first.</summary>
    public async Task<IReadOnlyList<RequestLine>> MembersAsync(Inside inside, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var network = inside.Network.Id;
        var requests = await session.Query<JoinRequest>().Where(r => r.NetworkId == network && r.State == JoinState.Open).OrderBy(r => r.Id).ToListAsync(cancellationToken);
        await SeenAsync(inside, "rural-leaders.network-members.viewed", inside.Network.Members.Select(m => m.AccountId).Concat(requests.Select(r => r.AccountId)), cancellationToken);
        Guid[] ids = [.. requests.Select(r => r.Id)];
        var votes = (await session.Query<JoinVote>().Where(v => v.RequestId.IsOneOf(ids)).ToListAsync(cancellationToken)).ToLookup(v => v.RequestId);
        return [.. requests.Select(r => new RequestLine(r, votes[r.Id].Count(), votes[r.Id].FirstOrDefault(v => v.VoterId == inside.Me.AccountId)?.Yes))];
    }

    /// <summary>What is on the board, the latest first.</summary>
    public async Task<IReadOnlyList<NetworkPost>> BoardAsync(Inside inside, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var network = inside.Network.Id;
        var posts = await session.Query<NetworkPost>().Where(p => p.NetworkId == network).OrderByDescending(p => p.Id).Take(100).ToListAsync(cancellationToken);
        await SeenAsync(inside, "rural-leaders.network-board.viewed", posts.Select(p => p.AccountId).OfType<Guid>(), cancellationToken);
        return posts;
    }

    /// <summary>The meetings, the latest first.</summary>
    public async Task<IReadOnlyList<NetworkMeeting>> MeetingsAsync(Inside inside, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var network = inside.Network.Id;
        return await session.Query<NetworkMeeting>().Where(m => m.NetworkId == network).OrderByDescending(m => m.Day).Take(100).ToListAsync(cancellationToken);
    }

    /// <summary>A meeting with the inside of its network; null for who is not a member.</summary>
    public async Task<(NetworkMeeting Meeting, Inside Inside)?> MeetingAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<NetworkMeeting>(id, cancellationToken) is not { } meeting || await InsideAsync(meeting.NetworkId, user, cancellationToken) is not { } inside) return null;
        await SeenAsync(inside, "rural-leaders.network-meeting.viewed",
            meeting.Attendees.Select(a => a.AccountId).Concat(meeting.Decisions.Select(d => d.OwnerId)).OfType<Guid>().Concat(inside.IsOfficer ? inside.Network.Members.Select(m => m.AccountId) : []), cancellationToken);
        return (meeting, inside);
    }

    /// <summary>The user's own latest wish to join a network; null when there is none.</summary>
    public async Task<JoinRequest?> OwnRequestAsync(Guid network, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var account = user.AccountId()!.Value;
        await using var session = store.QuerySession();
        return await session.Query<JoinRequest>().Where(r => r.NetworkId == network && r.AccountId == account).OrderByDescending(r => r.Id).FirstOrDefaultAsync(cancellationToken);
    }

    private async Task SeenAsync(Inside inside, string action, IEnumerable<Guid> people, CancellationToken cancellationToken)
    {
        Guid[] others = [.. people.Where(p => p != inside.Me.AccountId).Distinct()];
        if (others.Length > 0) await audit.RecordAsync(new(inside.Me.AccountId, action, others, inside.Network.Id.ToString()), cancellationToken);
    }
}
