using Kenmin.Persistence;
using Kenmin.SeniorEngagement.PersonalData;
using Marten;

namespace Kenmin.SeniorEngagement.Points;

/// <summary>What of points a merging moved, so that it can be put back.</summary>
internal sealed class PointsMoved
{
    /// <summary>Whose collecting changed hands.</summary>
    public List<Guid> Members { get; set; } = [];

    /// <summary>Activities that changed hands.</summary>
    public List<Guid> Activities { get; set; } = [];

    /// <summary>Exchanges that changed hands, where both collected by the same rule.</summary>
    public List<Guid> Exchanges { get; set; } = [];

    /// <summary>The record that it goes back to.</summary>
    public Guid? Of { get; init; }
}

/// <summary>A person's points, when accounts are merged or erased.</summary>
internal static class PointsOfPerson
{
    /// <summary>The account that an account went into; itself when it did not.</summary>
    public static async Task<Guid> StayingAccountAsync(this IQuerySession session, Guid account, CancellationToken cancellationToken)
    {
        // Nobody merges in circles; the bound is for safety only.
        for (var i = 0; i < 10; i++)
        {
            var id = account;
            if (await session.Query<AccountMergeSeen>().Where(m => m.GoneId == id && !m.Undone).FirstOrDefaultAsync(cancellationToken) is not { } merge) break;
            account = merge.KeptId;
        }

        return account;
    }

    /// <summary>
    /// Makes one person of two records, or takes them apart again by what moved before: activities, the collecting of points, and where both
    /// collect by the same rule what was exchanged or waits. A record is an account, or who has none. Then all whom it touches are settled, so that the most of the year counts once
    /// for the one person, and nothing that was exchanged is given out again. The caller has the turns of both accounts.
    /// </summary>
    /// <returns>What moved.</returns>
    public static async Task<PointsMoved> MoveAsync(IDocumentSession session, Guid from, Guid to, PointsMoved? only, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Activities before members, as who tells of them takes turns.
        var activities = await ActivitiesAsync(session, from, only, cancellationToken);
        await session.TakeTurnsAsync(activities.Select(a => PointActivities.TurnOf(a.Id)), cancellationToken);
        activities = await ActivitiesAsync(session, from, only, cancellationToken);
        var members = await PointActivities.MembersOfAsync(session, [from, to], cancellationToken);
        await session.TakeTurnsAsync(members.Select(m => PointLedger.TurnOf(m.Id)), cancellationToken);
        PointsMoved moved = new() { Activities = [.. activities.Select(a => a.Id)] };
        foreach (var member in members.Where(m => m.AccountId == from))
        {
            if (members.FirstOrDefault(m => m.AccountId == to && m.RuleId == member.RuleId) is { } other) moved.Exchanges.AddRange(await JoinAsync(session, member, other, only, now, cancellationToken));
            else if (only is null || only.Members.Contains(member.Id)) moved.Members.Add(member.Id);
            if (!moved.Members.Contains(member.Id)) continue;
            (member.AccountId, member.OnPaper) = (to, false);
            session.Store(member);
            foreach (var exchange in await session.QueryAsync<PointExchange>("where d.data ->> 'memberId' = ? order by d.id for update", cancellationToken, member.Id.ToString()))
            {
                (exchange.AccountId, exchange.HolderId) = (to, null);
                session.Store(exchange);
            }
        }

        foreach (var activity in activities)
        {
            activity.AccountId = to;
            session.Store(activity);
        }

        await PointActivities.SettleAsync(session, members, activities, now, cancellationToken);
        return moved;
    }

    // All of an account; of what is taken apart what moved, and what was told since of the record that it goes back to.
    private static async Task<List<PointActivity>> ActivitiesAsync(IQuerySession session, Guid from, PointsMoved? only, CancellationToken cancellationToken) =>
        [.. (await session.Query<PointActivity>().Where(a => a.AccountId == from).OrderBy(a => a.Id).ToListAsync(cancellationToken)).Where(a => only is null || only.Activities.Contains(a.Id) || a.ToldOf == only.Of)];

    // Both collect by the rule: exchanges go over with what they have set aside or used.
    private static async Task<IReadOnlyList<Guid>> JoinAsync(IDocumentSession session, PointMember from, PointMember to, PointsMoved? only, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (only is null) to.Also = [.. to.Also, new(from.AccountId, from.JoinedOn), .. from.Also];
        else from.Also = [.. from.Also.Where(a => a.Collector != to.AccountId && to.Also.All(o => o.Collector != a.Collector))];
        session.Store(only is null ? to : from);
        List<Guid> moved = [];
        foreach (var exchange in await session.QueryAsync<PointExchange>("where d.data ->> 'memberId' = ? order by d.id for update", cancellationToken, from.Id.ToString()))
        {
            if (only is not null && !only.Exchanges.Contains(exchange.Id)) continue;
            await session.HandOverAsync(exchange, to.Id, now, cancellationToken);
            (exchange.MemberId, exchange.AccountId, exchange.HolderId) = (to.Id, to.AccountId, null);
            session.Store(exchange);
            moved.Add(exchange.Id);
        }

        return moved;
    }

    /// <summary>Takes a person out: what could be exchanged or waits lapses by counter-entries; what was paid stays, of nobody.</summary>
    public static async Task ForgetAsync(IDocumentSession session, IReadOnlyList<Guid> accounts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var members = await PointActivities.MembersOfAsync(session, accounts.Cast<Guid?>(), cancellationToken);
        await session.TakeTurnsAsync(members.Select(m => PointLedger.TurnOf(m.Id)), cancellationToken);
        foreach (var member in members.OrderBy(m => m.Id))
        {
            var balance = await session.BalanceAsync(member.RuleId, member.Id, cancellationToken);
            await session.MoveAsync(member.RuleId, member.Id, PointAccount.Held, PointAccount.Issued, balance.Held, PointMove.Corrected, null, now, cancellationToken);
            await session.MoveAsync(member.RuleId, member.Id, PointAccount.Reserved, PointAccount.Issued, balance.Reserved, PointMove.Corrected, null, now, cancellationToken);
            var id = member.Id;
            foreach (var exchange in await session.Query<PointExchange>().Where(e => e.MemberId == id).ToListAsync(cancellationToken))
            {
                if (exchange.State == ExchangeState.Requested) (exchange.State, exchange.DecidedAt) = (ExchangeState.Withdrawn, now);
                (exchange.AccountId, exchange.HolderId, exchange.MemberId, exchange.Name) = (null, null, Guid.Empty, "（削除済み）");
                session.Store(exchange);
            }

            session.Delete<PointMember>(member.Id);
            session.Delete<ToldPoints>(member.Id);
        }

        if (members.Count > 0) await session.ForgetMembersAsync([.. members.Select(m => m.Id)], cancellationToken);
        foreach (var account in accounts) session.DeleteWhere<PointActivity>(a => a.AccountId == account);
        foreach (var account in accounts)
            foreach (var decided in await session.QueryAsync<PointExchange>("where d.data -> 'decidedBy' ->> 'accountId' = ? or d.data -> 'enteredBy' ->> 'accountId' = ?", cancellationToken, account.ToString(), account.ToString()))
            {
                if (decided.DecidedBy?.AccountId == account) decided.DecidedBy = new(Guid.Empty, "（削除済み）");
                if (decided.EnteredBy?.AccountId == account) decided.EnteredBy = new(Guid.Empty, "（削除済み）");
                session.Store(decided);
            }
    }
}
