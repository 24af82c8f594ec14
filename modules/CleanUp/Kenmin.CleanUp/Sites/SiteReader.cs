using Kenmin.Api;
using Marten;

namespace Kenmin.CleanUp.Sites;

/// <summary>Reads sites.</summary>
internal sealed class SiteReader(ICleanUpStore store)
{
    /// <summary>A site; null when there is none.</summary>
    public async Task<Site?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Site>(id, cancellationToken);
    }

    /// <summary>Sites in the order of municipality and name; each key of the list is where the page after it starts.</summary>
    /// <param name="municipality">Only of this municipality.</param>
    /// <param name="kind">Only of this kind.</param>
    /// <param name="closedToo">Also those that are no longer offered.</param>
    /// <param name="after">The key of the last one of the page before.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<Page<Site>> PageAsync(
        string? municipality, SiteKind? kind, bool closedToo, string? after, int take, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var found = await session.QueryAsync<Site>(
            """
            where d.data ->> 'key' > ? and (? = '' or d.data ->> 'municipalityCode' = ?) and (? = '' or d.data ->> 'kind' = ?)
              and (? or not (d.data ->> 'closed')::boolean)
            order by d.data ->> 'key' limit ?
            """, cancellationToken, after ?? "", municipality ?? "", municipality ?? "", kind?.ToString() ?? "", kind?.ToString() ?? "", closedToo, take + 1);
        return Page<Site>.Of(found, take, s => s.Key);
    }

    /// <summary>How many sites are offered in each municipality.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountsAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var codes = await session.Query<Site>().Where(s => !s.Closed).Select(s => s.MunicipalityCode).ToListAsync(cancellationToken);
        return codes.GroupBy(c => c, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
    }
}
