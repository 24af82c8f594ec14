using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Passport.PersonalData;

namespace Kenmin.Passport.PaperRecords;

/// <summary>Finds what the one who asks has entered.</summary>
internal sealed class PaperRecordDesk(IPassportStore store)
{
    /// <summary>One's own; null when there is none.</summary>
    public async Task<PaperRecord?> FindAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<PaperRecord>(id, cancellationToken) is { } found
            && (await session.AccountsOfAsync(user.AccountId()!.Value, cancellationToken)).Contains(found.AccountId) ? found : null;
    }
}
