using Marten;

namespace Kenmin.CleanUp.Groups;

/// <summary>Reads groups.</summary>
internal sealed class GroupReader(ICleanUpStore store)
{
    /// <summary>The groups that an account leads, the latest first.</summary>
    public async Task<IReadOnlyList<Group>> OfAsync(Guid account, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.Query<Group>().Where(g => g.AccountId == account).OrderByDescending(g => g.Id).Take(100).ToListAsync(cancellationToken);
    }

    /// <summary>A group, if the account leads it.</summary>
    public async Task<Group?> OwnAsync(Guid id, Guid account, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Group>(id, cancellationToken) is { } found && found.AccountId == account ? found : null;
    }
}
