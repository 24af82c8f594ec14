using Kenmin.Accounts.Contracts;
using Kenmin.Persistence;
using Kenmin.RuralLeaders.Lending;
using Kenmin.RuralLeaders.Networks;
using Marten;

namespace Kenmin.RuralLeaders.PersonalData;

/// <summary>What of networks changed hands in a merging of accounts.</summary>
public sealed class NetworksMoved
{
    /// <summary>The networks of which the account that went was a member, with what it was; of those in which both were, nothing goes back.</summary>
    public List<Guid> Memberships { get; set; } = [];

    /// <summary>Wishes to join.</summary>
    public List<Guid> Requests { get; set; } = [];

    /// <summary>Wishes about which the account that went may vote.</summary>
    public List<Guid> Votes { get; set; } = [];

    /// <summary>Posts.</summary>
    public List<Guid> Posts { get; set; } = [];

    /// <summary>Loans of equipment.</summary>
    public List<Guid> Loans { get; set; } = [];

    /// <summary>Meetings.</summary>
    public List<Guid> Meetings { get; set; } = [];

    /// <summary>Plans, their versions, pairs, visits and cases.</summary>
    public List<Guid> Work { get; set; } = [];

    /// <summary>The offer to be a mentor, as it was; null when there was none.</summary>
    public Mentoring.MentorOffer? Offer { get; set; }

    /// <summary>Whether the account that stays had an offer of its own.</summary>
    public bool OfferStays { get; set; }
}

/// <summary>A person's traces in networks, when accounts are merged or erased.</summary>
internal static class NetworksOfPerson
{
    /// <summary>Gives the traces of an account to another; all of them, or those that moved before.</summary>
    /// <param name="session">The handler's.</param>
    /// <param name="from">Whose they are.</param>
    /// <param name="to">Whose they become.</param>
    /// <param name="only">Only these; null for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<NetworksMoved> MoveAsync(IDocumentSession session, Guid from, Guid to, NetworksMoved? only, CancellationToken cancellationToken)
    {
        NetworksMoved moved = new();
        var requests = await FoundAsync<JoinRequest>(session, "d.data ->> 'accountId' = ? or d.data -> 'voters' @> jsonb_build_array(?::text)", from, 2, cancellationToken);
        foreach (var network in await LockNetworksAsync(session, from, requests, cancellationToken))
        {
            var id = network.Id;
            if (network.Find(from) is null || (only is not null && !only.Memberships.Contains(id))) continue;
            if (network.Find(to) is null) moved.Memberships.Add(id);
            network.Replace(from, to);
            session.Store(network);
        }

        foreach (var found in requests)
        {
            var request = (await session.LockAsync<JoinRequest>(found.Id, cancellationToken))!;
            if (request.AccountId == from && only?.Requests.Contains(request.Id) != false)
            {
                request.AccountId = to;
                moved.Requests.Add(request.Id);
            }

            if (request.Voters.Contains(from) && !request.Voters.Contains(to) && only?.Votes.Contains(request.Id) != false)
            {
                request.Voters[request.Voters.IndexOf(from)] = to;
                moved.Votes.Add(request.Id);
            }

            session.Store(request);
        }

        // The id says whose a vote is; where both voted, the vote of the account that stays stands.
        foreach (var vote in await session.Query<JoinVote>().Where(v => v.VoterId == from).ToListAsync(cancellationToken))
        {
            if (!moved.Votes.Contains(vote.RequestId)) continue;
            session.Delete(vote);
            session.Store(new JoinVote { Id = JoinVote.IdOf(vote.RequestId, to), RequestId = vote.RequestId, VoterId = to, Yes = vote.Yes });
        }

        foreach (var post in await session.Query<NetworkPost>().Where(p => p.AccountId == from).ToListAsync(cancellationToken))
        {
            if (only is not null && !only.Posts.Contains(post.Id)) continue;
            post.AccountId = to;
            moved.Posts.Add(post.Id);
            session.Store(post);
        }

        await session.BeginAsync(cancellationToken);
        foreach (var meeting in await MeetingsAsync(session, from, cancellationToken))
        {
            if (only is not null && !only.Meetings.Contains(meeting.Id)) continue;
            Rename(meeting, from, to, null);
            moved.Meetings.Add(meeting.Id);
            session.Store(meeting);
        }

        moved.Loans.AddRange(await session.MoveLoansAsync(from, to, only?.Loans, cancellationToken));
        await WorkOfPerson.MoveAsync(session, from, to, only, moved, cancellationToken);
        return moved;
    }

    /// <summary>Takes a person out: the networks go on, what the person wrote goes, and minutes keep what was decided without the name.</summary>
    /// <returns>What those are told who take over.</returns>
    public static async Task<IReadOnlyList<NoticeIssued>> ForgetAsync(IDocumentSession session, Guid account, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<NoticeIssued> notices = [];
        var requests = await FoundAsync<JoinRequest>(session, "d.data -> 'voters' @> jsonb_build_array(?::text)", account, 1, cancellationToken);
        foreach (var network in await LockNetworksAsync(session, account, requests, cancellationToken))
        {
            if (network.Find(account) is null) continue;
            if (network.Leave(account) is { } next) notices.Add(NetworkNotices.Leads(network, next, now));
            session.Store(network);
        }

        session.DeleteWhere<JoinRequest>(r => r.AccountId == account);
        // The count of those who may vote, and their votes, stay; for nobody.
        foreach (var found in requests)
        {
            if (found.AccountId == account || await session.LockAsync<JoinRequest>(found.Id, cancellationToken) is not { } request) continue;
            var nobody = Guid.CreateVersion7();
            request.Voters[request.Voters.IndexOf(account)] = nobody;
            session.Store(request);
            if (await session.LoadAsync<JoinVote>(JoinVote.IdOf(request.Id, account), cancellationToken) is not { } vote) continue;
            session.Delete(vote);
            session.Insert(new JoinVote { Id = JoinVote.IdOf(request.Id, nobody), RequestId = request.Id, VoterId = nobody, Yes = vote.Yes });
        }

        await session.ForgetLoansAsync(account, cancellationToken);
        await WorkOfPerson.ForgetAsync(session, account, cancellationToken);
        session.DeleteWhere<NetworkPost>(p => p.AccountId == account);
        await session.BeginAsync(cancellationToken);
        foreach (var meeting in await MeetingsAsync(session, account, cancellationToken))
        {
            Rename(meeting, account, null, "（削除済み）");
            session.Store(meeting);
        }

        return notices;
    }

    private static void Rename(NetworkMeeting meeting, Guid from, Guid? to, string? name)
    {
        meeting.Attendees = [.. meeting.Attendees.Select(a => a.AccountId == from ? new Attendee(to, name ?? a.Name) : a)];
        meeting.Decisions = [.. meeting.Decisions.Select(d => d.OwnerId == from ? d with { OwnerId = to, OwnerName = name ?? d.OwnerName } : d)];
    }

    private static Task<IReadOnlyList<NetworkMeeting>> MeetingsAsync(IDocumentSession session, Guid account, CancellationToken cancellationToken) => FoundAsync<NetworkMeeting>(
        session, "(d.data -> 'attendees' @> jsonb_build_array(jsonb_build_object('accountId', ?::text)) or d.data -> 'decisions' @> jsonb_build_array(jsonb_build_object('ownerId', ?::text))) order by d.id for update", account, 2, cancellationToken);

    // All networks that it is about, in one order for all, before any wish to join: as those do who decide.
    private static async Task<IReadOnlyList<Network>> LockNetworksAsync(IDocumentSession session, Guid account, IReadOnlyList<JoinRequest> requests, CancellationToken cancellationToken)
    {
        var mine = await FoundAsync<Network>(session, "d.data -> 'members' @> jsonb_build_array(jsonb_build_object('accountId', ?::text))", account, 1, cancellationToken);
        return await session.LockBatchAsync<Network>(mine.Select(n => n.Id).Concat(requests.Select(r => r.NetworkId)), cancellationToken);
    }

    private static Task<IReadOnlyList<T>> FoundAsync<T>(IDocumentSession session, string where, Guid account, int times, CancellationToken cancellationToken)
        where T : notnull => session.QueryAsync<T>($"where {where}", cancellationToken, [.. Enumerable.Repeat<object>(account.ToString(), times)]);
}
