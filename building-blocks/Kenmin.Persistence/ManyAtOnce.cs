using Marten;
using Marten.Internal.Storage;
using Marten.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Kenmin.Persistence;

/// <summary>A stream that begins, with what happened in it so far.</summary>
/// <param name="Id">The stream.</param>
/// <param name="Events">What happened, in order.</param>
public sealed record NewStream(Guid Id, IReadOnlyList<object> Events);

/// <summary>
/// Writing much that is new in one go within a session's transaction, where a statement for each would take most of the time. Listeners
/// and projections do not see it: who writes this way writes what they would have written.
/// </summary>
public static class ManyAtOnce
{
    /// <summary>Writes documents that are not stored yet, by COPY, as the session would.</summary>
    /// <typeparam name="T">The documents.</typeparam>
    /// <param name="session">The session, whose transaction has begun.</param>
    /// <param name="documents">The documents.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task CopyAsync<T>(this IDocumentSession session, IReadOnlyCollection<T> documents, CancellationToken cancellationToken)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(documents);
        if (documents.Count == 0) return;
        await session.BeginAsync(cancellationToken);
        var loader = ((MartenDocumentProvider<T>)session.Database.Providers.StorageFor<T>()).BulkLoader;
        await loader.LoadAsync(new Tenant(session.TenantId, session.Database), session.DocumentStore.Options.Serializer(), session.Connection!, documents, cancellationToken);
    }

    /// <summary>Begins streams, as the session would.</summary>
    /// <param name="session">The session, whose transaction has begun.</param>
    /// <param name="streams">The streams.</param>
    /// <param name="at">When the events happened.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task StartStreamsAsync(this IDocumentSession session, IReadOnlyCollection<NewStream> streams, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(streams);
        if (streams.Count == 0) return;
        var serializer = session.DocumentStore.Options.Serializer();
        await using var begin = await session.SqlAsync(
            "insert into {s}.mt_streams (id, version, timestamp, tenant_id) select s.id, s.version, now(), $3 from unnest($1, $2) as s(id, version)",
            cancellationToken, streams.Select(s => s.Id).ToArray(), streams.Select(s => (long)s.Events.Count).ToArray(), session.TenantId);
        await begin.ExecuteNonQueryAsync(cancellationToken);

        var events = streams.SelectMany(s => s.Events.Select((data, i) => (Stream: s.Id, Version: i + 1L, Event: session.Events.BuildEvent(data)))).ToList();
        await using var append = await session.SqlAsync(
            """
            insert into {s}.mt_events (seq_id, id, stream_id, version, data, type, mt_dotnet_type, timestamp, tenant_id, is_archived)
            select nextval('{s}.mt_events_sequence'), e.id, e.stream, e.version, e.data, e.type, e.dotnet, $7, $8, false
            from unnest($1, $2, $3, $4, $5, $6) with ordinality as e(id, stream, version, data, type, dotnet, nth) order by e.nth
            """,
            cancellationToken, events.Select(_ => Guid.CreateVersion7()).ToArray(), events.Select(e => e.Stream).ToArray(), events.Select(e => e.Version).ToArray(),
            new NpgsqlParameter { Value = events.Select(e => serializer.ToJson(e.Event.Data)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb },
            events.Select(e => e.Event.EventTypeName).ToArray(), events.Select(e => e.Event.DotNetTypeName).ToArray(), at.ToUniversalTime(), session.TenantId);
        await append.ExecuteNonQueryAsync(cancellationToken);
    }
}
