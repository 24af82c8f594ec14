using System.Security.Claims;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Initiatives;
using Kenmin.Persistence.Audit;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.Scope;
using Marten;
using Npgsql;

namespace Kenmin.SeniorEngagement.Points;

/// <summary>A rule as a person sees it.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Member">Whether the person collects points by it.</param>
/// <param name="Balance">What the person has.</param>
/// <param name="Lines">What moved, the latest first.</param>
/// <param name="Exchanges">The person's exchanges, the latest first.</param>
internal sealed record OwnPoints(PointRule Rule, PointMember? Member, PointBalance Balance, IReadOnlyList<PointLine> Lines, IReadOnlyList<PointExchange> Exchanges);

/// <summary>Reads rules and points; each look at others' is in the audit log before anything is shown.</summary>
internal sealed class PointReader(ISeniorEngagementStore store, NpgsqlDataSource database, InitiativeDirectory initiatives, IAuditTrail audit, ModuleCatalog modules)
{
    /// <summary>The own points, and the rules of the own municipality.</summary>
    public async Task<IReadOnlyList<OwnPoints>> OwnAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var account = user.AccountId()!.Value;
        await using var session = store.QuerySession();
        return await OfAsync(session, account, (await session.OfAccountAsync(account, cancellationToken))?.MunicipalityCode ?? "", cancellationToken);
    }

    /// <summary>The points of a person whom the caller was allowed to see, and the rules of the person's municipality.</summary>
    public async Task<IReadOnlyList<OwnPoints>> OfAsync(CardHolder holder, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await OfAsync(session, Collectors.CollectorOf(holder), holder.MunicipalityCode, cancellationToken);
    }

    private async Task<IReadOnlyList<OwnPoints>> OfAsync(IQuerySession session, Guid account, string municipality, CancellationToken cancellationToken)
    {
        var members = await session.Query<PointMember>().Where(m => m.AccountId == account).ToListAsync(cancellationToken);
        Guid[] joined = [.. members.Select(m => m.RuleId)];
        var rules = await session.Query<PointRule>().Where(r => r.MunicipalityCode == municipality || r.Id.IsOneOf(joined)).ToListAsync(cancellationToken);
        List<OwnPoints> own = [];
        foreach (var rule in rules.OrderByDescending(r => r.Year).ThenBy(r => r.Key, StringComparer.Ordinal))
        {
            var member = members.FirstOrDefault(m => m.RuleId == rule.Id);
            if (member is null)
            {
                own.Add(new(rule, null, new(0, 0, 0), [], []));
                continue;
            }

            var id = member.Id;
            own.Add(new(rule, member, await database.BalanceAsync(rule.Id, id, cancellationToken), await database.LinesAsync(rule.Id, id, cancellationToken),
                await session.Query<PointExchange>().Where(e => e.MemberId == id).OrderByDescending(e => e.RequestedAt).ToListAsync(cancellationToken)));
        }

        return own;
    }

    /// <summary>The rules that the user, a member of staff, sees.</summary>
    public async Task<IReadOnlyList<PointRule>> RulesAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return [.. (await session.Query<PointRule>().ToListAsync(cancellationToken)).Where(r => MaySee(user, r)).OrderByDescending(r => r.Year).ThenBy(r => r.MunicipalityCode, StringComparer.Ordinal)];
    }

    /// <summary>A rule that the user sees; null when there is none.</summary>
    public async Task<PointRule?> RuleAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<PointRule>(id, cancellationToken) is { } rule && MaySee(user, rule) ? rule : null;
    }

    /// <summary>The exchanges of a rule, the latest first.</summary>
    public async Task<IReadOnlyList<PointExchange>> ExchangesAsync(PointRule rule, ClaimsPrincipal user, CancellationToken cancellationToken, string action = "senior-engagement.exchanges.listed")
    {
        await using var session = store.QuerySession();
        var exchanges = await session.Query<PointExchange>().Where(e => e.RuleId == rule.Id).OrderByDescending(e => e.RequestedAt).ToListAsync(cancellationToken);
        Guid[] seen = [.. exchanges.Select(e => e.AccountId ?? e.HolderId).OfType<Guid>().Distinct()];
        if (seen.Length > 0) await audit.RecordAsync(new(user.AccountId(), action, seen, rule.Id.ToString()), cancellationToken);
        return exchanges;
    }

    /// <summary>What other terms would have cost over what the members of a rule did; sums only, which name nobody.</summary>
    public async Task<PointCost> CostAsync(PointRule rule, PointTerms terms, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var members = await session.Query<PointMember>().Where(m => m.RuleId == rule.Id).ToListAsync(cancellationToken);
        Guid?[] accounts = [.. members.Select(m => (Guid?)m.AccountId)];
        var activities = (await session.QueryAsync<PointActivity>("where (d.data ->> 'accountId')::uuid = any(?) and (d.data ->> 'year')::int = ?", cancellationToken, accounts.OfType<Guid>().ToArray(), rule.Year))
            .ToLookup(a => a.AccountId);
        return PointReckoning.Cost(terms, rule.Year, members.Select(m => (m.BirthYear, DateOnly.MinValue, (IReadOnlyList<PointActivity>)[.. m.SinceJoining(activities[m.AccountId])])));
    }

    /// <summary>Whether the user may change a rule and decide about its exchanges.</summary>
    public bool MayManage(ClaimsPrincipal user, PointRule rule) => modules.Holds(user, Permissions.ManagePoints) && initiatives.MayManage(user, rule.InitiativeId);

    private bool MaySee(ClaimsPrincipal user, PointRule rule) =>
        modules.Holds(user, Permissions.Read) && (user.ConfinedToMunicipalities() is null ? initiatives.MaySee(user, rule.InitiativeId) : SeniorScope.Covers(user, rule.MunicipalityCode));
}
