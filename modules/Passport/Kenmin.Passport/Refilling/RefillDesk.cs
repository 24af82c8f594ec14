using Marten;

namespace Kenmin.Passport.Refilling;

/// <summary>How much a module told: counts, and nothing of persons.</summary>
internal sealed record ToldCount(string Module, long Opportunities, long Coming, long Participations);

/// <summary>Counts what modules told.</summary>
internal sealed class RefillDesk(IPassportStore store, TimeProvider clock)
{
    public async Task<IReadOnlyList<ToldCount>> CountsAsync(CancellationToken cancellationToken)
    {
        const string opportunities = "select module, count(*) filter (where starts > 'epoch'), count(*) filter (where ends > ?) from passport.mt_doc_opportunity group by module";
        await using var session = store.QuerySession();
        var offered = await session.AdvancedSql.QueryAsync<string, long, long>(opportunities, cancellationToken, clock.GetUtcNow().ToUniversalTime());
        var recorded = (await session.AdvancedSql.QueryAsync<string, long>(
            "select data ->> 'module', count(*) from passport.mt_doc_participation where account_id is not null group by 1", cancellationToken)).ToDictionary(r => r.Item1, r => r.Item2);
        return
        [
            .. offered.Select(o => o.Item1).Union(recorded.Keys).Order(StringComparer.Ordinal)
                .Select(m => offered.FirstOrDefault(o => o.Item1 == m) is { } o
                    ? new ToldCount(m, o.Item2, o.Item3, recorded.GetValueOrDefault(m)) : new(m, 0, 0, recorded.GetValueOrDefault(m))),
        ];
    }

    public async Task<FactsAsked?> LastAskedAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<FactsAsked>(FactsAsked.TheOne, cancellationToken);
    }
}
