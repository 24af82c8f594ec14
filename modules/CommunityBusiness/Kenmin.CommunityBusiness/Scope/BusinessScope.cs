using System.Security.Claims;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Scope;

/// <summary>Which ideas and businesses staff work with, beside the permission: municipal staff with those of their municipalities.</summary>
internal static class BusinessScope
{
    /// <summary>The municipalities that the user works with: all, or those that staff are confined to.</summary>
    public static IReadOnlyList<Municipality> Of(ClaimsPrincipal user) => [.. Municipality.All.Where(m => Covers(user, m.Code6))];

    /// <summary>Whether a municipality is among those that the user works with.</summary>
    public static bool Covers(ClaimsPrincipal user, string? municipality) =>
        user.ConfinedToMunicipalities() is not { } confined || (municipality is not null && confined.Contains(municipality));

    /// <summary>Whether a venture is among those that the user works with: by its place, and for program owners by the initiative that it belongs to.</summary>
    public static bool MaySee(this InitiativeDirectory initiatives, ClaimsPrincipal user, Venture venture) => initiatives.MaySee(user, venture.MunicipalityCode, venture.InitiativeId);

    /// <summary>The same for what belongs to a venture, by the venture's place and initiative.</summary>
    public static bool MaySee(this InitiativeDirectory initiatives, ClaimsPrincipal user, string municipality, Guid? initiative) =>
        Covers(user, municipality) && (user.ConfinedToMunicipalities() is not null || initiatives.MaySee(user, initiative));
}
