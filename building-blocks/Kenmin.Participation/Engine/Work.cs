using Marten;
using Npgsql;
using Wolverine.Runtime;

namespace Kenmin.Participation.Engine;

/// <summary>One transaction under way.</summary>
internal sealed class Work(
    IDocumentSession session, MessageContext messages, string schema, string eventSchema, DateTimeOffset now, ParticipationOptions options)
{
    /// <summary>The clock when the transaction began, at the precision of the database.</summary>
    public DateTimeOffset Now { get; private set; } = Precise(now);

    public string Schema => schema;

    public string EventSchema => eventSchema;

    public IDocumentSession Session => session;

    public NpgsqlConnection Connection => session.Connection;

    /// <summary>The same transaction as of another time.</summary>
    public Work At(DateTimeOffset time)
    {
        Now = Precise(time);
        return this;
    }

    /// <summary>What happened to sign-ups so far.</summary>
    public List<ISignUpEvent> Changes { get; } = [];

    /// <summary>Openings where someone could not be served because another transaction held the person: to be settled again.</summary>
    public HashSet<Guid> Unsettled { get; } = [];

    /// <summary>Appends the event to the sign-up's stream and sends the module's message for it.</summary>
    public async Task RecordAsync(ISignUpEvent happened, OpeningSummary opening, object? stored = null)
    {
        Changes.Add(happened);
        session.Events.Append(SignUpStream.IdOf(happened.OpeningId, happened.PersonId), stored ?? happened);
        if (options.Message(new SignUpChange(happened, opening)) is { } message) await messages.PublishAsync(message);
    }

    /// <summary>Has others told of these people's sign-ups, where the module tells of them.</summary>
    public async Task TellAsync(IReadOnlyList<Guid> people)
    {
        if (options.Telling is not { } tell) return;
        foreach (var some in people.Chunk(100)) await messages.PublishAsync(tell(some));
    }

    public NpgsqlCommand Sql(string text, params ReadOnlySpan<object?> values)
    {
        var command = Connection.CreateCommand();
        command.CommandText = text.Replace("{s}", schema, StringComparison.Ordinal);
        foreach (var value in values) command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }

    public async Task<int> ExecuteAsync(string text, object?[] values, CancellationToken ct)
    {
        await using var command = Sql(text, values);
        return await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<List<T>> QueryAsync<T>(string text, object?[] values, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        await using var command = Sql(text, values);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct)) rows.Add(read(reader));
        return rows;
    }

    /// <summary>Takes the locks of persons, in the order of their keys. Always before any opening is locked.</summary>
    public Task LockPersonsAsync(IReadOnlyCollection<Guid> persons, CancellationToken ct) => ExecuteAsync(
        "SELECT pg_advisory_xact_lock(k.lock_key) FROM (SELECT DISTINCT hashtextextended('{s}' || p::text, 0) AS lock_key FROM unnest($1) AS p ORDER BY 1) k",
        [persons.ToArray()], ct);

    /// <summary>A time at the precision of the database, in UTC.</summary>
    public static DateTimeOffset Precise(DateTimeOffset time) => new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}
