using System.Security.Claims;
using Kenmin.Modularity.Access;
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
}
