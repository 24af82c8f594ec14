using System.Security.Claims;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.RuralLeaders.Curriculum;
using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Scope;

/// <summary>
/// Who may do what, beside the permission: program owners with courses of the initiatives (事業) that they run, municipal staff with
/// what lies in their municipalities.
/// </summary>
internal sealed class RuralScope(InitiativeDirectory initiatives, ModuleCatalog modules)
{
    /// <summary>Whether somebody is offered to take part: residents, and visitors, who are led to sign in first.</summary>
    public bool IsOffered(ClaimsPrincipal user) => user.Identity?.IsAuthenticated != true || modules.Holds(user, Permissions.TakePart);

    /// <summary>Whether the user, a member of staff, may look at a course.</summary>
    public bool MaySee(ClaimsPrincipal user, Course course) =>
        modules.Holds(user, Permissions.Read) && (initiatives.MaySee(user, course.InitiativeId) || (user.ConfinedToMunicipalities() is not null && course.Published));

    /// <summary>Whether the user may change the course and its sessions.</summary>
    public bool MayManage(ClaimsPrincipal user, Course course) =>
        modules.Holds(user, Permissions.ManageCourses) && initiatives.MayManage(user, course.InitiativeId);

    /// <summary>Whether the user sees who comes to a session.</summary>
    public bool MaySeePeople(ClaimsPrincipal user, Course course, CourseSession session) => MaySee(user, course) && Covers(user, session.MunicipalityCode);

    /// <summary>Whether the user receives the people of a session: enters those on paper and records who was there.</summary>
    public bool MayReceive(ClaimsPrincipal user, Course course, CourseSession session) =>
        modules.Holds(user, Permissions.Manage) && MaySeePeople(user, course, session)
        && (user.ConfinedToMunicipalities() is not null || initiatives.MayManage(user, course.InitiativeId));

    /// <summary>Whether the user may change what is kept on people.</summary>
    public bool MayManagePeople(ClaimsPrincipal user, string municipality) => modules.Holds(user, Permissions.Manage) && Covers(user, municipality);

    /// <summary>The municipalities that the user works with: all, or those that staff are confined to.</summary>
    public static IReadOnlyList<Municipality> Of(ClaimsPrincipal user) => [.. Municipality.All.Where(m => Covers(user, m.Code6))];

    /// <summary>Whether a municipality is among those that the user works with; what lies in several is nobody's who is confined.</summary>
    public static bool Covers(ClaimsPrincipal user, string municipality) =>
        user.ConfinedToMunicipalities() is not { } confined || confined.Contains(municipality);

    /// <summary>The initiatives that the user may make a course for, the latest first.</summary>
    public IReadOnlyList<InitiativeFacts> ToChoose(ClaimsPrincipal user) => initiatives.ToChoose(RuralLeadersModule.Key, user);

    /// <summary>What a new course belongs to.</summary>
    public Parsed<Guid?> Choose(string? text, ClaimsPrincipal user) => initiatives.Choose(RuralLeadersModule.Key, text, user);

    /// <summary>The name of an initiative, or that there is none.</summary>
    public LocalizedText NameOf(Guid? id) => initiatives.NameOf(id);
}

/// <summary>What a course lets in.</summary>
internal static class Gates
{
    /// <summary>Whether a feature takes something new for a course: it is on for its fiscal year, and its initiative takes entries.</summary>
    public static Task<bool> TakesAsync(this FeatureGates gates, string feature, Course course) => gates.IsOnAsync(feature, course.FiscalYear, course.InitiativeId);

    /// <summary>Whether staff may still prepare a course: the feature is on for its fiscal year, and its initiative is not over.</summary>
    public static async Task<bool> MayPrepareAsync(this FeatureGates gates, InitiativeDirectory initiatives, Course course) =>
        await gates.IsOnAsync(Features.Courses, course.FiscalYear)
        && initiatives.IsBeingPrepared(RuralLeadersModule.Key, course.InitiativeId, course.FiscalYear);
}
