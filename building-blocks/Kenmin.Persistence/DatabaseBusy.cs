using Npgsql;

namespace Kenmin.Persistence;

/// <summary>Tells what the database cannot do now from what it never can.</summary>
public static class DatabaseBusy
{
    /// <summary>
    /// Whether what failed may well succeed when it is done again from the start, a little later: the database was out of reach, stopping,
    /// full or had no connection free, two waited for each other, or the connection broke in the middle, so that a transaction was gone
    /// before its end.
    /// </summary>
    public static bool IsIn(Exception? exception) => Find(exception) is not null;

    /// <summary>The reason in a word, for the log: the database's code, or what kind of failure it was.</summary>
    public static string ReasonOf(Exception exception) => Find(exception) switch
    {
        NpgsqlException found => found.SqlState ?? found.InnerException?.GetType().Name ?? found.GetType().Name,
        var found => (found ?? exception).GetType().Name,
    };

    private static Exception? Find(Exception? exception) => exception switch
    {
        null => null,
        PostgresException
        {
            SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
                or PostgresErrorCodes.CannotConnectNow,
        } => exception,
        NpgsqlException { IsTransient: true } or ObjectDisposedException { ObjectName: nameof(NpgsqlTransaction) or nameof(NpgsqlConnection) } => exception,
        AggregateException many => many.InnerExceptions.Select(Find).FirstOrDefault(found => found is not null),
        _ => Find(exception.InnerException),
    };
}
