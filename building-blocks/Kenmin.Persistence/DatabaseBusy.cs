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
