using Kenmin.Persistence;
using Kenmin.SeniorEngagement.PersonalData;
using Marten;

namespace Kenmin.SeniorEngagement.Points;

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
    /// Gives activities to another account, all of them or those that moved before, and the collecting of points where the other has none
    /// by the same rule; then settles all whom it touches, so that the most of the year counts once for the one person.
    /// </summary>
    /// <returns>The members and activities that moved.</returns>
    public static async Task<(List<Guid> Members, List<Guid> Activities)> MoveAsync(
        IDocumentSession session, Guid from, Guid to, (IReadOnlyList<Guid> Members, IReadOnlyList<Guid> Activities)? only, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var members = await PointActivities.MembersOfAsync(session, [from, to], cancellationToken);
        List<Guid> moved = [];
        foreach (var member in members.Where(m => m.AccountId == from))
        {
            if (only is { } before ? !before.Members.Contains(member.Id) : members.Any(m => m.AccountId == to && m.RuleId == member.RuleId)) continue;
            member.AccountId = to;
            session.Store(member);
            moved.Add(member.Id);
        }

        var activities = (await session.Query<PointActivity>().Where(a => a.AccountId == from).ToListAsync(cancellationToken)).Where(a => only is not { } limits || limits.Activities.Contains(a.Id)).ToList();
        foreach (var activity in activities)
        {
            activity.AccountId = to;
            session.Store(activity);
        }

        await PointActivities.SettleAsync(session, members, activities, now, cancellationToken);
        return (moved, [.. activities.Select(a => a.Id)]);
    }

    /// <summary>Takes a person out: what could be exchanged or waits lapses by counter-entries; what was paid stays, of nobody.</summary>
    public static async Task ForgetAsync(IDocumentSession session, IReadOnlyList<Guid> accounts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var members = await PointActivities.MembersOfAsync(session, accounts.Cast<Guid?>(), cancellationToken);
        foreach (var member in members.OrderBy(m => m.Id))
        {
            await session.TakeTurnsAsync(PointLedger.TurnOf(member.Id), cancellationToken);
            var balance = await session.BalanceAsync(member.RuleId, member.Id, cancellationToken);
            await session.MoveAsync(member.RuleId, member.Id, PointAccount.Held, PointAccount.Issued, balance.Held, PointMove.Corrected, null, now, cancellationToken);
            await session.MoveAsync(member.RuleId, member.Id, PointAccount.Reserved, PointAccount.Issued, balance.Reserved, PointMove.Corrected, null, now, cancellationToken);
            var id = member.Id;
            foreach (var exchange in await session.Query<PointExchange>().Where(e => e.MemberId == id).ToListAsync(cancellationToken))
            {
                if (exchange.State == ExchangeState.Requested) (exchange.State, exchange.DecidedAt) = (ExchangeState.Withdrawn, now);
                (exchange.AccountId, exchange.MemberId, exchange.Name) = (null, Guid.Empty, "（削除済み）");
                session.Store(exchange);
            }

            session.Delete<PointMember>(member.Id);
            session.Delete<ToldPoints>(member.Id);
        }

        if (members.Count > 0) await session.ForgetMembersAsync([.. members.Select(m => m.Id)], cancellationToken);
        foreach (var account in accounts) session.DeleteWhere<PointActivity>(a => a.AccountId == account);
        foreach (var account in accounts)
            foreach (var decided in await session.QueryAsync<PointExchange>("where d.data -> 'decidedBy' ->> 'accountId' = ?", cancellationToken, account.ToString()))
            {
                decided.DecidedBy = new(Guid.Empty, "（削除済み）");
                session.Store(decided);
            }
    }
}
