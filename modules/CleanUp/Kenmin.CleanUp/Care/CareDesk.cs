using System.Security.Claims;
using Kenmin.CleanUp.Scope;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;

namespace Kenmin.CleanUp.Care;

/// <summary>An adoption as a member of staff sees it.</summary>
internal sealed record SeenAdoption(AdoptionLine Line, bool MayManage);

/// <summary>Staff look at adoptions of their municipalities.</summary>
internal sealed class CareDesk(CareReader reader, ModuleCatalog modules, IAuditTrail audit)
{
    /// <summary>The adoption with its leader, if the user may see it; the look is in the audit log before it is shown.</summary>
    public async Task<SeenAdoption?> LookAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, user, cancellationToken) is not { } found) return null;
        if (found.Line.Group.AccountId is { } leader)
            await audit.RecordAsync(new(user.AccountId(), "clean-up.adoption.viewed", [leader], id.ToString()), cancellationToken);
        return found;
    }

    /// <summary>The adoption, if the user may see it; nothing of its people may be shown.</summary>
    public async Task<SeenAdoption?> FindAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        modules.Holds(user, Permissions.Read) && await reader.FindAsync(id, cancellationToken) is { } line && CleanUpScope.Covers(user, line.Adoption.MunicipalityCode)
            ? new(line, MayManage(user, line.Adoption.MunicipalityCode)) : null;

    /// <summary>The adoption, if the account leads its group.</summary>
    public async Task<AdoptionLine?> OwnAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await reader.FindAsync(id, cancellationToken) is { } line && line.Group.AccountId is { } leader && leader == user.AccountId() ? line : null;

    /// <summary>Whether the user decides in a municipality.</summary>
    public bool MayManage(ClaimsPrincipal user, string municipality) => modules.Holds(user, Permissions.Manage) && CleanUpScope.Covers(user, municipality);
}
