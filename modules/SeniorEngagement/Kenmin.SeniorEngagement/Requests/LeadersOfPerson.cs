using Kenmin.Persistence;
using Kenmin.Persistence.PersonalData;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SeniorEngagement.Requests;

/// <summary>What of leading a merging moved, so that it can be put back.</summary>
public sealed class LeadingMoved
{
    /// <summary>Whether what the person agreed to went along.</summary>
    public bool Profile { get; set; }

    /// <summary>What the record that went had agreed to, where that of the other one stands.</summary>
    public LeaderProfile? Gone { get; set; }

    /// <summary>What they were asked.</summary>
    public List<Guid> Matches { get; set; } = [];

    /// <summary>What they asked for with the account.</summary>
    public List<Guid> Requests { get; set; } = [];

    /// <summary>What others are to be told of anew.</summary>
    internal List<object> Told { get; } = [];
}

/// <summary>What a person leads and asked for, when records are merged or erased.</summary>
internal static class LeadersOfPerson
{
    public static IReadOnlyList<PersonalDataTable> Tables { get; } =
    [
        new("mt_doc_leaderprofile", new("活動リーダーとしての派遣の同意", "Your agreement to be proposed as a leader, and those you entered"), "t.id = any($1) or (t.data -> 'enteredBy' ->> 'accountId')::uuid = any($1)",
            "case when t.id = any($1) then t.data - 'enteredBy' else jsonb_build_object('id', t.id) end"),
        new("mt_doc_leaderrequest", new("活動リーダーの依頼、職務で確認した依頼", "Requests for leaders that you made, that you led, or that you confirmed in office"),
            "(t.data ->> 'accountId')::uuid = any($1) or (t.data ->> 'leaderId')::uuid = any($1) or (t.data -> 'confirmedBy' ->> 'accountId')::uuid = any($1)",
            "case when (t.data ->> 'accountId')::uuid = any($1) then t.data - 'confirmedBy' - 'secretHash' - 'leaderId' when (t.data ->> 'leaderId')::uuid = any($1) then jsonb_build_object('id', t.id, 'organisation', t.data -> 'organisation', 'agreed', t.data -> 'agreed', 'report', t.data -> 'report') else jsonb_build_object('id', t.id) end"),
        new("mt_doc_leadermatch", new("活動リーダーとして頼まれたことと返事", "What you were asked to lead, and what you answered"), "(t.data ->> 'holderId')::uuid = any($1)"),
        new(LeaderPromises.Name, new("活動リーダーとして約束した時間", "Times that you promised as a leader"), "t.holder = any($1)", "to_jsonb(t)"),
    ];

    /// <summary>Gives what a record leads to another one, or back. What the one that stays agreed to stands.</summary>
    public static async Task<LeadingMoved> MoveAsync(IDocumentSession session, Guid from, Guid to, LeadingMoved? only, DateTimeOffset now, CancellationToken cancellationToken)
    {
        LeadingMoved moved = new();
        if (only?.Profile != false && await session.LoadAsync<LeaderProfile>(from, cancellationToken) is { } profile)
        {
            session.Delete<LeaderProfile>(from);
            moved.Profile = only is not null || await session.LoadAsync<LeaderProfile>(to, cancellationToken) is not { EndedAt: null };
            if (moved.Profile)
            {
                profile.Id = to;
                session.Store(profile);
            }
            else moved.Gone = profile;
        }

        if (only?.Gone is { } back) session.Store(back);

        var taken = (await session.Query<LeaderMatch>().Where(m => m.HolderId == to).ToListAsync(cancellationToken)).Select(m => m.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var match in (await session.Query<LeaderMatch>().Where(m => m.HolderId == from).OrderBy(m => m.RequestId).ToListAsync(cancellationToken)).Where(m => only is null || only.Matches.Contains(m.Id)))
        {
            if (await session.LockAsync<LeaderRequest>(match.RequestId, cancellationToken) is { } request && request.LeaderId == from)
            {
                request.LeaderId = to;
                session.Store(request);
                moved.Told.Add(new TellLead(request.Id));
            }

            match.HolderId = to;
            match.Key = LeaderMatch.KeyOf(match.RequestId, to) is var key && taken.Contains(key) ? $"{key}|{match.Id:N}" : key;
            session.Store(match);
            moved.Matches.Add(match.Id);
        }

        await session.MovePromisesAsync(from, to, moved.Matches, cancellationToken);
        return moved;
    }

    /// <summary>What a person led is told of anew: another account stands for the person.</summary>
    public static async Task<IEnumerable<object>> ToTellAsync(IQuerySession session, Guid holder, CancellationToken cancellationToken) =>
        (await session.Query<LeaderMatch>().Where(m => m.HolderId == holder && m.State == LeaderMatchState.Agreed).ToListAsync(cancellationToken)).Select(m => new TellLead(m.RequestId));

    /// <summary>Gives what an account asked for to another one; all, or what moved before.</summary>
    public static async Task<List<Guid>> MoveRequestsAsync(IDocumentSession session, Guid from, Guid to, IReadOnlyCollection<Guid>? only, CancellationToken cancellationToken)
    {
        var requests = (await session.QueryAsync<LeaderRequest>("where d.data ->> 'accountId' = ? order by d.id for update", cancellationToken, from.ToString())).Where(r => only is null || only.Contains(r.Id)).ToList();
        foreach (var request in requests)
        {
            request.AccountId = to;
            session.Store(request);
        }

        return [.. requests.Select(r => r.Id)];
    }

    /// <summary>Takes a person out: who counted on the leader looks for somebody again, and what the person asked for is off.</summary>
    public static async Task<IReadOnlyList<object>> ForgetAsync(IDocumentSession session, Guid? holder, IReadOnlyList<Guid> accounts, Doer nobody, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<object> outgoing = [];
        if (holder is { } id)
        {
            foreach (var match in await session.Query<LeaderMatch>().Where(m => m.HolderId == id).OrderBy(m => m.RequestId).ToListAsync(cancellationToken))
            {
                if (await session.LockAsync<LeaderRequest>(match.RequestId, cancellationToken) is { } request && request.LeaderId == id)
                {
                    if (request.State == LeaderRequestState.Agreed && request.Agreed is { } time && time.Starts > now)
                    {
                        LeaderMatching.Open(request);
                        outgoing.AddRange(LeaderNotices.ToAsker(request, $"erased|{now.UtcTicks}", LeaderNotices.Withdrawn(request), now));
                    }
                    else
                    {
                        // What nobody can report any more waits for no report.
                        if (request.State == LeaderRequestState.Agreed) (request.State, request.Reason, request.Agreed) = (LeaderRequestState.Cancelled, "リーダーの記録が削除されたため", null);
                        request.LeaderId = null;
                    }

                    session.Store(request);
                }

                await session.ReleaseAsync([match.Id], cancellationToken);
                session.Delete<LeaderMatch>(match.Id);
            }

            session.Delete<LeaderProfile>(id);
        }

        foreach (var account in accounts)
        {
            foreach (var request in await session.QueryAsync<LeaderRequest>("where d.data ->> 'accountId' = ? or d.data -> 'confirmedBy' ->> 'accountId' = ? order by d.id for update", cancellationToken, account.ToString(), account.ToString()))
            {
                if (request.ConfirmedBy?.AccountId == account) request.ConfirmedBy = nobody;
                if (request.AccountId == account)
                {
                    if (request.State is LeaderRequestState.New or LeaderRequestState.Open or LeaderRequestState.Agreed && !(request.Agreed?.Starts <= now))
                        outgoing.AddRange(await LeaderMatching.EndRequestAsync(session, request, "依頼した人の都合", now, cancellationToken));
                    (request.AccountId, request.Contact, request.Phone, request.Note) = (null, "", "", "");
                }

                session.Store(request);
            }

            foreach (var entered in await session.QueryAsync<LeaderProfile>("where d.data -> 'enteredBy' ->> 'accountId' = ? order by d.id for update", cancellationToken, account.ToString()))
            {
                if (entered.Id == holder) continue;
                entered.EnteredBy = nobody;
                session.Store(entered);
            }
        }

        return outgoing;
    }
}
