using System.Linq.Expressions;
using Kenmin.SharedKernel;
using Marten;
using Marten.Linq.MatchesSql;

namespace Kenmin.Persistence;

/// <summary>A document that keeps what others were told of a matter (知らせた内容).</summary>
public interface IToldFacts
{
    /// <summary>The matter.</summary>
    Guid Id { get; set; }

    /// <summary>Each fact that was ever told, by its key, which says nothing of persons.</summary>
    Dictionary<Guid, ToldFact> Facts { get; set; }
}

/// <summary>A document that keeps what another module told last.</summary>
public interface IToldVersion
{
    /// <summary>The document.</summary>
    Guid Id { get; }

    /// <summary>The version that stands.</summary>
    long Version { get; }
}

/// <summary>Telling other modules of facts, and hearing of theirs.</summary>
public static class FactTelling
{
    /// <summary>What is to be told of a matter now, which is noted with it. The caller holds the matter: what is told last is what was changed last.</summary>
    /// <typeparam name="T">The document that keeps it.</typeparam>
    /// <param name="session">The handler's session.</param>
    /// <param name="id">The matter.</param>
    /// <param name="facts">What there is, by key, without versions.</param>
    /// <param name="again">Whether what did not change is told once more, with the version that it has.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<ToTell>> NextToTellAsync<T>(
        this IDocumentSession session, Guid id, IReadOnlyDictionary<Guid, object> facts, bool again, DateTimeOffset now, CancellationToken cancellationToken)
        where T : class, IToldFacts, new()
    {
        ArgumentNullException.ThrowIfNull(session);
        var told = await session.LoadAsync<T>(id, cancellationToken) ?? new T { Id = id };
        var next = Telling.Next(told.Facts, facts, again, now);
        if (next.Count > 0) session.Store(told);
        return next;
    }

    /// <summary>The same for several matters that have one fact each, which has the matter's id: what is to be told now, by matter.</summary>
    /// <typeparam name="T">The document that keeps it.</typeparam>
    /// <param name="session">The handler's session.</param>
    /// <param name="facts">What there is, by matter, without versions, and whether it is nothing: that is told only where something was told before.</param>
    /// <param name="again">Whether what did not change is told once more, with the version that it has.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyDictionary<Guid, ToTell>> NextToTellOfManyAsync<T>(
        this IDocumentSession session, IReadOnlyDictionary<Guid, (object Fact, bool Nothing)> facts, bool again, DateTimeOffset now, CancellationToken cancellationToken)
        where T : class, IToldFacts, new()
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(facts);
        var told = (await session.LoadManyAsync<T>(cancellationToken, [.. facts.Keys])).ToDictionary(t => t.Id);
        Dictionary<Guid, ToTell> next = [];
        foreach (var (id, (fact, nothing)) in facts)
        {
            if (!told.TryGetValue(id, out var before))
            {
                if (nothing) continue;
                before = new T { Id = id };
            }

            if (Telling.Next(before.Facts, new Dictionary<Guid, object> { [id] = fact }, again, now) is not [var one, ..]) continue;
            session.Store(before);
            next[id] = one;
        }

        return next;
    }

    /// <summary>The ids of a batch, in their order: for telling of many, one batch after the other.</summary>
    /// <typeparam name="T">The documents.</typeparam>
    /// <param name="query">Which of them.</param>
    /// <param name="id">Their id.</param>
    /// <param name="after">The last of the batch before; null for the first batch.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task<IReadOnlyList<Guid>> IdsAfterAsync<T>(this IQueryable<T> query, Expression<Func<T, Guid>> id, Guid? after, int take, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(query);
        if (after is { } last) query = query.Where(t => t.MatchesSql("d.id > ?", last));
        return query.OrderBy(id).Select(id).Take(take).ToListAsync(cancellationToken);
    }

    /// <summary>Whether a version is higher than what is kept; two of the same fact wait for each other.</summary>
    /// <typeparam name="T">The document that keeps it.</typeparam>
    /// <param name="session">The handler's session.</param>
    /// <param name="kind">What it is, such as "participation": part of the turn.</param>
    /// <param name="id">The document.</param>
    /// <param name="version">The version that came.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<bool> IsNewsAsync<T>(this IDocumentSession session, string kind, Guid id, long version, CancellationToken cancellationToken)
        where T : class, IToldVersion
    {
        ArgumentNullException.ThrowIfNull(session);
        await session.TakeTurnsAsync($"{kind}|{id:N}", cancellationToken);
        return await session.LoadAsync<T>(id, cancellationToken) is not { } known || known.Version < version;
    }
}
