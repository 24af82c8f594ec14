using Marten;
using Npgsql;

namespace Kenmin.Passport.Refilling;

/// <summary>How much a module told: counts, and nothing of persons.</summary>
internal sealed record ToldCount(string Module, long Opportunities, long Coming, long Participations);

/// <summary>Counts what modules told.</summary>
internal sealed class RefillDesk(NpgsqlDataSource database, IPassportStore store, TimeProvider clock)
{
    private const string Counts =
        """
        select module, sum(opportunities)::bigint, sum(coming)::bigint, sum(participations)::bigint from (
          select module, count(*) filter (where starts > 'epoch') opportunities, count(*) filter (where ends > $1) coming, 0 participations
          from passport.mt_doc_opportunity group by module
          union all
          select data ->> 'module', 0, 0, count(*) from passport.mt_doc_participation where account_id is not null group by 1) told
        group by module order by module
        """;

    public async Task<IReadOnlyList<ToldCount>> CountsAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Counts);
        command.Parameters.Add(new() { Value = clock.GetUtcNow().ToUniversalTime() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<ToldCount> counts = [];
        while (await reader.ReadAsync(cancellationToken)) counts.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3)));
        return counts;
    }

    public async Task<FactsAsked?> LastAskedAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<FactsAsked>(FactsAsked.TheOne, cancellationToken);
    }
}
