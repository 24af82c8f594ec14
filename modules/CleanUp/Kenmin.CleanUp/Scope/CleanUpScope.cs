using System.Security.Claims;
using Kenmin.CleanUp.Campaigns;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Scope;

/// <summary>
/// Who may do what, beside the permission: program owners with campaigns of the initiatives (事業) that they run, municipal staff with
/// what lies in their municipalities.
/// </summary>
internal sealed class CleanUpScope(InitiativeDirectory initiatives, ModuleCatalog modules)
{
    /// <summary>Whether somebody is offered to take part: residents, and visitors, who are led to sign in first.</summary>
    public bool IsOffered(ClaimsPrincipal user) => user.Identity?.IsAuthenticated != true || modules.Holds(user, Permissions.TakePart);

    /// <summary>Whether the user, a member of staff, may look at a campaign.</summary>
    public bool MaySee(ClaimsPrincipal user, Campaign campaign) =>
        modules.Holds(user, Permissions.Read) && (initiatives.MaySee(user, campaign.InitiativeId) || (user.ConfinedToMunicipalities() is not null && campaign.Published));

    /// <summary>Whether the user may change the campaign itself.</summary>
    public bool MayManage(ClaimsPrincipal user, Campaign campaign) =>
        modules.Holds(user, Permissions.ManageCampaigns) && initiatives.MayManage(user, campaign.InitiativeId);

    /// <summary>Whether the user may work with what a municipality does in a campaign.</summary>
    public bool MayManage(ClaimsPrincipal user, Campaign campaign, string municipality) =>
        modules.Holds(user, Permissions.Manage) && Covers(user, municipality)
        && (user.ConfinedToMunicipalities() is not null || initiatives.MayManage(user, campaign.InitiativeId));

    /// <summary>Whether the user may look at what a municipality does in a campaign.</summary>
    public bool MaySee(ClaimsPrincipal user, Campaign campaign, string municipality) => MaySee(user, campaign) && Covers(user, municipality);

    /// <summary>The municipalities that the user works with: all, or those that staff are confined to.</summary>
    public static IReadOnlyList<Municipality> Of(ClaimsPrincipal user) =>
        [.. Municipality.All.Where(m => Covers(user, m.Code6))];

    /// <summary>Whether a municipality is among those that the user works with.</summary>
    public static bool Covers(ClaimsPrincipal user, string municipality) =>
        user.ConfinedToMunicipalities() is not { } confined || confined.Contains(municipality);

    /// <summary>The initiatives that the user may make a campaign for, the latest first.</summary>
    public IReadOnlyList<InitiativeFacts> ToChoose(ClaimsPrincipal user) => initiatives.ToChoose(CleanUpModule.Key, user);

    /// <summary>What a new campaign belongs to.</summary>
    public Parsed<Guid?> Choose(string? text, ClaimsPrincipal user) => initiatives.Choose(CleanUpModule.Key, text, user);

    /// <summary>The initiative; null when there is none.</summary>
    public InitiativeFacts? Find(Guid? id) => id is { } known ? initiatives.Find(known) : null;

    /// <summary>The name of an initiative, or that there is none.</summary>
    public LocalizedText NameOf(Guid? id) => initiatives.NameOf(id);
}

/// <summary>What a campaign lets in.</summary>
internal static class Gates
{
    /// <summary>Whether a feature takes something new for a campaign: it is on for its fiscal year, and its initiative takes entries.</summary>
    public static Task<bool> TakesAsync(this FeatureGates gates, string feature, Campaign campaign) =>
        gates.IsOnAsync(feature, campaign.FiscalYear, campaign.InitiativeId);

    /// <summary>Whether staff may still prepare a campaign: the feature is on for its fiscal year, and its initiative is not over.</summary>
    public static async Task<bool> MayPrepareAsync(this FeatureGates gates, InitiativeDirectory initiatives, Campaign campaign) =>
        await gates.IsOnAsync(Features.Campaigns, campaign.FiscalYear)
        && initiatives.IsBeingPrepared(CleanUpModule.Key, campaign.InitiativeId, campaign.FiscalYear);
}
