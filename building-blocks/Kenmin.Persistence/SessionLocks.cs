using Marten;

namespace Kenmin.Persistence;

/// <summary>Locks within the transaction of a session: they begin it where it has not begun, and end with it.</summary>
public static class SessionLocks
{
    /// <summary>
    /// Begins the session's transaction where it has not begun. The only way to do so here: the session loses the connection, and the pool
    /// loses it for good, when it is stopped between opening it and beginning, which happens whenever callers hang up. So it is not stopped
    /// there; waiting for a connection ends by the pool's own limit.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was stopped before.</exception>
    public static ValueTask BeginAsync(this IDocumentSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        cancellationToken.ThrowIfCancellationRequested();
        return session.BeginTransactionAsync(CancellationToken.None);
    }

    /// <summary>Loads a document and keeps others from changing it until the transaction ends; null when there is none.</summary>
    public static async Task<T?> LockAsync<T>(this IDocumentSession session, Guid id, CancellationToken cancellationToken)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(session);
        await session.BeginAsync(cancellationToken);
        return (await session.QueryAsync<T>("where d.id = ? for update", cancellationToken, id)).SingleOrDefault();
    }

    /// <summary>The same with several at once: those that there are, by their ids. All who lock several take them in one order, so that none of them waits for one who waits for it.</summary>
    public static async Task<IReadOnlyList<T>> LockBatchAsync<T>(this IDocumentSession session, IEnumerable<Guid> ids, CancellationToken cancellationToken)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(session);
        Guid[] all = [.. ids.Distinct()];
        if (all.Length == 0) return [];
        await session.BeginAsync(cancellationToken);
        return await session.QueryAsync<T>("where d.id = any(?) order by d.id for update", cancellationToken, (object)all);
    }

    /// <summary>Waits for whoever holds the same key in the store's schema, and keeps others waiting until the transaction ends.</summary>
    public static Task TakeTurnsAsync(this IDocumentSession session, string key, CancellationToken cancellationToken) => session.TakeTurnsAsync([key], cancellationToken);

    /// <summary>The same with several keys at once. All who ask for several take them in one order, so that none of them waits for one who waits for it.</summary>
    public static async Task TakeTurnsAsync(this IDocumentSession session, IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        string[] all = [.. keys.Select(key => $"{session.DocumentStore.Options.DatabaseSchemaName}.{key}")];
        if (all.Length == 0) return;
        await using var command = await session.SqlAsync(
            "select pg_advisory_xact_lock(k.key) from (select distinct hashtextextended(t, 0) as key from unnest($1) as t order by 1) k", cancellationToken, (object)all);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
