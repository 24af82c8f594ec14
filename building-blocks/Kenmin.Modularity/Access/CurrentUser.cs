using System.Security.Claims;

namespace Kenmin.Modularity.Access;

/// <summary>What the platform's cookie says of the person who is signed in.</summary>
public static class CurrentUser
{
    /// <summary>Claim with the code of a municipality (6 digits) that a member of its staff is scoped to; one claim each.</summary>
    public const string MunicipalityClaim = "kenmin:municipality";

    /// <summary>Claim with the name that pages show to the signed-in person.</summary>
    public const string DisplayNameClaim = "kenmin:display-name";

    /// <summary>The account's id, or null for a visitor.</summary>
    public static Guid? AccountId(this ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;

    /// <summary>The name to greet the person with; empty for a visitor.</summary>
    public static string DisplayName(this ClaimsPrincipal user) =>
        user.FindFirstValue(DisplayNameClaim) ?? user.Identity?.Name ?? "";

    /// <summary>
    /// The municipalities (6-digit codes) that the user's view is confined to, or null when it is not confined.
    /// Only municipal staff who hold no wider role are confined.
    /// </summary>
    public static IReadOnlySet<string>? ConfinedToMunicipalities(this ClaimsPrincipal user) =>
        user.IsInRole(Roles.MunicipalStaff) && !user.IsInRole(Roles.ProgramOwner)
            && !user.IsInRole(Roles.Administrator) && !user.IsInRole(Roles.Auditor)
            ? user.FindAll(MunicipalityClaim).Select(c => c.Value).ToHashSet(StringComparer.Ordinal)
            : null;
}
