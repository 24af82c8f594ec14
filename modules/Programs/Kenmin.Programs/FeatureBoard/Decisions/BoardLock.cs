using Kenmin.Persistence;
using Marten;

namespace Kenmin.Programs.FeatureBoard.Decisions;

/// <summary>Lets one transaction of all hosts at a time change the board, so that what is checked still holds when it is written.</summary>
internal static class BoardLock
{
    /// <summary>Begins the session's transaction, waits for the lock, which ends with the transaction, and reads the board as it then is.</summary>
    public static async Task<IReadOnlyList<FeatureDecision>> TakeAsync(IDocumentSession session, CancellationToken cancellationToken)
    {
        await session.TakeTurnsAsync("feature-board", cancellationToken);
        return await session.Query<FeatureDecision>().ToListAsync(cancellationToken);
    }
}
