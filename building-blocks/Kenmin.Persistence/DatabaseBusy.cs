using Npgsql;

namespace Kenmin.Persistence;

/// <summary>Tells what the database cannot do now from what it never can.</summary>
public static class DatabaseBusy
{
    /// <summary>
    /// Whether something failed because the database was out of reach, stopping, full, or had no connection free: what may well succeed
    /// when it is tried again a little later.
    /// </summary>
    public static bool IsIn(Exception? exception) => Find(exception) is not null;

    /// <summary>
    /// Whether what failed passes by itself when it is done again from the start: the database was busy or away, two waited for each other, or
    /// the connection broke in the middle, so that a transaction was gone before its end.
    /// </summary>
    public static bool IsPassing(Exception? exception) => exception switch
    {
        null => false,
        PostgresException
        {
            SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
                or PostgresErrorCodes.CannotConnectNow,
        } => true,
        NpgsqlException { IsTransient: true } or ObjectDisposedException { ObjectName: nameof(NpgsqlTransaction) or nameof(NpgsqlConnection) } => true,
        AggregateException many => many.InnerExceptions.Any(IsPassing),
        _ => IsPassing(exception.InnerException),
    };

    /// <summary>The reason in a word, for the log: the database's code, or what kind of failure it was.</summary>
    public static string ReasonOf(Exception exception) =>
        Find(exception) is { } found ? found.SqlState ?? found.InnerException?.GetType().Name ?? found.GetType().Name : exception.GetType().Name;

    private static NpgsqlException? Find(Exception? exception) => exception switch
    {
        null => null,
        NpgsqlException { IsTransient: true } found => found,
        _ => Find(exception.InnerException),
    };
}
