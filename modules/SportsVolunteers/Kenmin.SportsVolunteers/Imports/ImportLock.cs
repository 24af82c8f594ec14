using Kenmin.Persistence;
using Marten;

namespace Kenmin.SportsVolunteers.Imports;

/// <summary>Lets one transaction of all hosts at a time carry out rows of imports.</summary>
internal static class ImportLock
{
    /// <summary>Begins the session's transaction and waits for the lock, which ends with the transaction.</summary>
    public static Task TakeAsync(IDocumentSession session, CancellationToken cancellationToken) => session.TakeTurnsAsync("imports", cancellationToken);
}
