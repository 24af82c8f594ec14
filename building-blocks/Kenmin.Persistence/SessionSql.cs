using Marten;
using Npgsql;

namespace Kenmin.Persistence;

/// <summary>
/// SQL by hand within the transaction of a session, for tables that are no documents: begins it where it has not begun. In the text
/// <c>{s}</c> is the store's schema, <c>$1</c>, <c>$2</c> … are the values; null is written as null, a parameter is taken as it is,
/// and an array is one value (of strings alone: with a cast to <see cref="object" />).
/// </summary>
public static class SessionSql
{
    /// <summary>A command that reads, or locks.</summary>
    public static async Task<NpgsqlCommand> SqlAsync(this IDocumentSession session, string sql, CancellationToken cancellationToken, params object?[] values)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(sql);
        ArgumentNullException.ThrowIfNull(values);
        await session.BeginAsync(cancellationToken);
        var command = session.Connection!.CreateCommand();
        command.CommandText = sql.Replace("{s}", session.DocumentStore.Options.DatabaseSchemaName, StringComparison.Ordinal);
        foreach (var value in values) command.Parameters.Add(value as NpgsqlParameter ?? new() { Value = value ?? DBNull.Value });
        return command;
    }

    /// <summary>What the first column of the first row says; the type's default where there is no row, or null in it.</summary>
    public static async Task<T?> ReadSqlAsync<T>(this IDocumentSession session, string sql, CancellationToken cancellationToken, params object?[] values)
    {
        await using var command = await session.SqlAsync(sql, cancellationToken, values);
        return await command.ExecuteScalarAsync(cancellationToken) is T value ? value : default;
    }

    /// <summary>Writes; it is committed with the session, also where that has no other work.</summary>
    /// <returns>How many rows were written.</returns>
    public static async Task<int> WriteSqlAsync(this IDocumentSession session, string sql, CancellationToken cancellationToken, params object?[] values)
    {
        await using var command = await session.WritingSqlAsync(sql, cancellationToken, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Writes, and tells what the first column of the rows that it returns says.</summary>
    public static async Task<IReadOnlyList<T>> WriteSqlAsync<T>(this IDocumentSession session, string sql, CancellationToken cancellationToken, params object?[] values)
    {
        await using var command = await session.WritingSqlAsync(sql, cancellationToken, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<T> returned = [];
        while (await reader.ReadAsync(cancellationToken)) returned.Add(reader.GetFieldValue<T>(0));
        return returned;
    }

    private static async Task<NpgsqlCommand> WritingSqlAsync(this IDocumentSession session, string sql, CancellationToken cancellationToken, object?[] values)
    {
        var command = await session.SqlAsync(sql, cancellationToken, values);
        // Without work of its own the session would not commit what is written by hand.
        session.QueueSqlCommand("select 1");
        return command;
    }
}
