using System.Security.Claims;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Initiatives;

namespace Kenmin.CommunityBusiness.Scope;

/// <summary>A member of staff who acts, and how far that reaches.</summary>
/// <param name="By">Who.</param>
/// <param name="Municipalities">The municipalities to which it is confined; null for all.</param>
/// <param name="ForProgram">Whether it is a program owner or an administrator.</param>
/// <param name="ForAll">Whether it is an administrator, who works with the initiatives of all.</param>
public sealed record OfficePowers(Doer By, IReadOnlyList<string>? Municipalities, bool ForProgram, bool ForAll = false)
{
    internal bool Covers(string municipality) => Municipalities is null || Municipalities.Contains(municipality);

    /// <summary>Whether it reaches a venture: staff of the place, and of the prefecture who runs the initiative that it belongs to.</summary>
    internal bool Covers(Venture venture, InitiativeDirectory initiatives) => Covers(venture.MunicipalityCode, venture.InitiativeId, initiatives);

    /// <summary>The same for what belongs to a venture, by the venture's place and initiative.</summary>
    internal bool Covers(string municipality, Guid? initiative, InitiativeDirectory initiatives) => Covers(municipality)
        && (Municipalities is not null || ForAll || initiative is not { } id || !initiatives.IsKept || initiatives.Find(id)?.Owners.Contains(By.AccountId) == true);

    internal static OfficePowers Of(ClaimsPrincipal user) => new(
        user.Doer(), user.ConfinedToMunicipalities() is { } confined ? [.. confined] : null, user.IsInRole(Roles.ProgramOwner) || user.IsInRole(Roles.Administrator), user.IsInRole(Roles.Administrator));
}
