using Kenmin.Persistence;
using Marten;

namespace Kenmin.SportsVolunteers.Imports;

/// <summary>Lets one transaction of all hosts at a time carry out rows of imports.</summary>
internal static class ImportLock
{
    /// <summary>Begins the session's transaction and waits for the lock, which ends with the transaction.</summary>
    public static async Task TakeAsync(IDocumentSession session, CancellationToken cancellationToken)
    {
        await session.BeginAsync(cancellationToken);
        await using var command = session.Connection!.CreateCommand();
        command.CommandText = "select pg_advisory_xact_lock(hashtextextended('sports-volunteers.imports', 0))";
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
