using System.Security.Claims;
using Kenmin.Modularity.Access;

namespace Kenmin.Modularity.Initiatives;

/// <summary>
/// Who may do what with the things of an initiative (事業), beside the permission: a program owner (事業担当者) only with those of
/// the initiatives they run, municipal staff only with those of their municipalities.
/// </summary>
public static class InitiativeAccess
{
    /// <summary>
    /// Whether the user may change what belongs to an initiative: administrators everything, others what they run. What belongs
    /// to no initiative is left to the permission alone.
    /// </summary>
    public static bool MayManage(this InitiativeDirectory directory, ClaimsPrincipal user, Guid? initiative) =>
        initiative is not { } id || !directory.IsKept || user.IsInRole(Roles.Administrator) || directory.Find(id)?.IsManagedBy(user) == true;

    /// <summary>
    /// Whether the user, a member of staff, may look at what belongs to an initiative. What belongs to none is left to the
    /// permission alone.
    /// </summary>
    public static bool MaySee(this InitiativeDirectory directory, ClaimsPrincipal user, Guid? initiative) =>
        initiative is not { } id || !directory.IsKept || SeesAll(user) || directory.Find(id)?.IsSeenBy(user) == true;

    /// <summary>Whether the user may change it: administrators, and those who run it.</summary>
    public static bool IsManagedBy(this InitiativeFacts facts, ClaimsPrincipal user) => user.IsInRole(Roles.Administrator) || facts.IsRunBy(user);

    /// <summary>
    /// Whether the user, a member of staff, may look at it: administrators and auditors at all, program owners at what they run,
    /// municipal staff at what concerns their municipalities and is no draft.
    /// </summary>
    public static bool IsSeenBy(this InitiativeFacts facts, ClaimsPrincipal user) =>
        SeesAll(user) || facts.IsRunBy(user)
        || (user.IsInRole(Roles.MunicipalStaff) && facts.State != InitiativeState.Draft && facts.Concerns(user));

    /// <summary>Whether the user is one of those who run it.</summary>
    public static bool IsRunBy(this InitiativeFacts facts, ClaimsPrincipal user) =>
        user.IsInRole(Roles.ProgramOwner) && user.AccountId() is { } account && facts.Owners.Contains(account);

    private static bool SeesAll(ClaimsPrincipal user) => user.IsInRole(Roles.Administrator) || user.IsInRole(Roles.Auditor);

    private static bool Concerns(this InitiativeFacts facts, ClaimsPrincipal user) =>
        facts.Municipalities.Count == 0
        || user.FindAll(CurrentUser.MunicipalityClaim).Any(c => facts.Municipalities.Contains(c.Value));
}
