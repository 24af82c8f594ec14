using Marten;
using Npgsql;

namespace Kenmin.Persistence;

/// <summary>
/// Questions whose conditions people choose, such as those of a search. Statements are prepared (<see cref="KenminDataSource"/>), and after some
/// uses the server may keep one plan for all values. For short statements that is what one wants; but how many rows a word or a place finds is
/// then guessed without knowing the word, and the guess can cost a hundred times what it should.
/// </summary>
public static class PlannedForValues
{
    private const string Sql = "set local plan_cache_mode = force_custom_plan";

    /// <summary>Has the statements of the session planned for the values they come with, until its transaction ends; begins it where it has not begun.</summary>
    public static async Task PlanForValuesAsync(this IDocumentSession session, CancellationToken cancellationToken)
    {
        await using var command = await session.SqlAsync(Sql, cancellationToken);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The same for a question that is asked without a store.</summary>
    /// <param name="database">Where it is asked.</param>
    /// <param name="ask">Asks on the connection that it is given, which is planned for; what it writes is not kept.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<T> AskAsync<T>(this NpgsqlDataSource database, Func<NpgsqlConnection, Task<T>> ask, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(ask);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (NpgsqlCommand command = new(Sql, connection)) await command.ExecuteNonQueryAsync(cancellationToken);
        return await ask(connection);
    }
}
