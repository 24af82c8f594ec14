using System.Security.Claims;
using Kenmin.Modularity.Access;

namespace Kenmin.CommunityBusiness.Scope;

/// <summary>A member of staff who acts, and how far that reaches.</summary>
/// <param name="By">Who.</param>
/// <param name="Municipalities">The municipalities to which it is confined; null for all.</param>
/// <param name="ForProgram">Whether it is a program owner or an administrator.</param>
public sealed record OfficePowers(Doer By, IReadOnlyList<string>? Municipalities, bool ForProgram)
{
    internal bool Covers(string municipality) => Municipalities is null || Municipalities.Contains(municipality);

    internal static OfficePowers Of(ClaimsPrincipal user) => new(
        user.Doer(), user.ConfinedToMunicipalities() is { } confined ? [.. confined] : null, user.IsInRole(Roles.ProgramOwner) || user.IsInRole(Roles.Administrator));
}
