using System.Globalization;
using Kenmin.Api;
using Kenmin.Passport.Opportunities;
using Kenmin.Persistence;
using Marten;

namespace Kenmin.Passport.Search;

/// <summary>Which facts of suitability anything to come is known by; a question that nothing answers is not asked.</summary>
internal sealed record KnownSuitability(bool Wheelchair, bool Children, bool LifeStages);

/// <summary>Finds what there is to take part in. Pages, the API and files read through it, so that all show the same.</summary>
internal sealed class OpportunitySearch(IPassportStore store, TimeProvider clock)
{
    /// <summary>A page of what was found, by its start.</summary>
    /// <param name="query">What is looked for.</param>
    /// <param name="after">The last key of the page before; null for the first page.</param>
    /// <param name="take">Rows on the page.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<Page<Found>> FindAsync(SearchQuery query, string? after, int take, CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        await session.PlanForValuesAsync(cancellationToken);
        var further = Read(after) is (var starts, var id) ? new Conditions().And("(d.starts, d.id) > (?, ?)", starts, id) : new();
        var rows = await session.FindAsync(query, further, clock.GetUtcNow(), take + 1, cancellationToken);
        return Page<Found>.Of([.. rows.Select(o => new Found(o, query.Near is { } near && o.Position is { } there ? near.DistanceTo(there) : null))], take, f => KeyOf(f.Opportunity));
    }

    /// <summary>Which modules have something to come.</summary>
    public async Task<IReadOnlyList<string>> ModulesAsync(CancellationToken cancellationToken)
    {
        // One look by the index for each module, not one at every row.
        const string sql =
            """
            with recursive m(key) as (
              select min(module) from passport.mt_doc_opportunity
              union all
              select (select min(o.module) from passport.mt_doc_opportunity o where o.module > m.key) from m where m.key is not null)
            select key from m where key is not null and exists (select 1 from passport.mt_doc_opportunity o where o.module = m.key and o.ends > ?)
            """;
        await using var session = store.QuerySession();
        return [.. await session.AdvancedSql.QueryAsync<string>(sql, cancellationToken, clock.GetUtcNow().ToUniversalTime())];
    }

    /// <summary>What is known of the suitability of anything to come.</summary>
    public async Task<KnownSuitability> SuitabilityAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return new(await AnyAsync("d.wheelchair"), await AnyAsync("d.children"), await AnyAsync("d.life_stages <> '{}'"));

        async Task<bool> AnyAsync(string condition) => (await session.AdvancedSql.QueryAsync<bool>(
            $"select exists (select 1 from passport.mt_doc_opportunity d where {condition} and d.ends > ?)", cancellationToken, clock.GetUtcNow().ToUniversalTime()))[0];
    }

    internal static string KeyOf(Opportunity o) => string.Create(CultureInfo.InvariantCulture, $"{o.Starts.UtcTicks}-{o.Id:N}");

    private static (DateTimeOffset Starts, Guid Id)? Read(string? key) =>
        key?.Split('-') is [var ticks, var id] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
        && at <= DateTime.MaxValue.Ticks && Guid.TryParseExact(id, "N", out var known) ? (new(at, TimeSpan.Zero), known) : null;
}

/// <summary>Reads what is looked for.</summary>
internal static class SearchSql
{
    /// <summary>The first of what is found, by its start: what is under way, then what is to come.</summary>
    /// <param name="session">Reads, and plans for values (<see cref="PlannedForValues"/>).</param>
    /// <param name="query">What is looked for.</param>
    /// <param name="besides">What must hold besides.</param>
    /// <param name="now">What ended before is not found.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<IReadOnlyList<Opportunity>> FindAsync(this IQuerySession session, SearchQuery query, Conditions besides, DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        var (underWay, toCome) = query.Parts(now);
        List<Opportunity> found = [];
        foreach (var part in new[] { underWay, toCome })
        {
            if (found.Count == most) break;
            part.And(besides);
            found.AddRange(await session.QueryAsync<Opportunity>($"where {part.Sql} order by d.starts, d.id limit ?", cancellationToken, [.. part.Parameters, most - found.Count]));
        }

        return found;
    }
}
