using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Passport.PersonalData;
using Marten;

namespace Kenmin.Passport.SavedSearches;

/// <summary>Finds what the one who asks has saved.</summary>
internal sealed class SavedSearchDesk(IPassportStore store)
{
    /// <summary>One's own, by name.</summary>
    public async Task<IReadOnlyList<SavedSearch>> MineAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        Guid[] accounts = [.. await session.AccountsOfAsync(user.AccountId()!.Value, cancellationToken)];
        return await session.Query<SavedSearch>().Where(s => s.AccountId.IsOneOf(accounts)).OrderBy(s => s.Name).ThenBy(s => s.Id).ToListAsync(cancellationToken);
    }

    /// <summary>One of them; null when there is none.</summary>
    public async Task<SavedSearch?> FindAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<SavedSearch>(id, cancellationToken) is { } found
            && (await session.AccountsOfAsync(user.AccountId()!.Value, cancellationToken)).Contains(found.AccountId) ? found : null;
    }
}
