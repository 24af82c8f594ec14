using Kenmin.Persistence;
using Kenmin.Accounts.Contracts;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SeniorEngagement.Proxies;

/// <summary>What commands ask of proxies, in their transaction.</summary>
internal static class ProxyRules
{
    /// <summary>Whether an account may act for a person on a day. Who asks keeps the proxy from being ended until the transaction is over.</summary>
    public static async Task<bool> MayActAsync(this IDocumentSession session, Guid holder, Guid account, DateOnly day, CancellationToken cancellationToken)
    {
        await session.BeginAsync(cancellationToken);
        var proxies = await session.QueryAsync<Proxy>("where d.data ->> 'holderId' = ? and d.data ->> 'proxyAccountId' = ? order by d.id for update", cancellationToken, holder.ToString(), account.ToString());
        return proxies.Any(p => p.StateOn(day) == ProxyState.Active);
    }

    /// <summary>Whether the person lets staff act, in the same way.</summary>
    public static async Task<bool> StaffMayActAsync(this IDocumentSession session, Guid holder, DateOnly day, CancellationToken cancellationToken)
    {
        await session.BeginAsync(cancellationToken);
        var proxies = await session.QueryAsync<Proxy>("where d.data ->> 'holderId' = ? and d.data ->> 'relation' = 'Staff' order by d.id for update", cancellationToken, holder.ToString());
        return proxies.Any(p => p.StateOn(day) == ProxyState.Active);
    }

    /// <summary>Ends proxies; where the person has none left, the ledger is told that the consent is over.</summary>
    public static async Task<IReadOnlyList<object>> EndAsync(
        this IDocumentSession session, CardHolder holder, IReadOnlyCollection<Proxy> ended, Doer? by, ActingAs @as, ConsentChannel channel, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var proxy in ended)
        {
            (proxy.EndedAt, proxy.EndedBy, proxy.CodeHash) = (now, by, null);
            session.Store(proxy);
            session.Store(CardEntry.Of(holder, by ?? new(Guid.Empty, ""), @as, EntryKind.ProxyEnded, now));
        }

        var (day, ids) = (JapanTime.DayOf(now), ended.Select(p => p.Id).ToHashSet());
        var all = await session.Query<Proxy>().Where(p => p.HolderId == holder.Id).ToListAsync(cancellationToken);
        if (all.Any(p => !ids.Contains(p.Id) && p.StateOn(day) != ProxyState.Ended)) return [];
        return [new ConsentEnded(Purposes.Proxy, holder.Id, channel, @as.RecordedBy(by), now)];
    }

    internal static string TurnOf(Guid holder) => $"holder|{holder:N}";
}
