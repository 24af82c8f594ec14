using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Initiatives;

/// <summary>
/// What the initiative (事業) of an event allows, and to whom: the one place where this module asks. What belongs to no initiative
/// is open as long as the feature is on, and staff's by their permission alone.
/// </summary>
internal sealed class EventInitiatives(InitiativeDirectory initiatives, FeatureGates gates)
{
    internal static readonly LocalizedText Over = new(
        "この大会の事業では、現在新しい受付をしていません。", "The initiative of this event takes nothing new at present.");

    /// <summary>Whether there are initiatives to choose from at all.</summary>
    public bool AreKept => initiatives.IsKept;

    /// <summary>Whether a feature takes new entries for a matter of a fiscal year: it is on for it, and its initiative takes entries.</summary>
    public Task<bool> TakeAsync(string feature, Guid? initiative, FiscalYear year) => gates.IsOnAsync(feature, year, initiative);

    /// <summary>Whether an initiative takes entries in a fiscal year.</summary>
    public bool TakesEntries(Guid? initiative, FiscalYear year) =>
        initiative is not { } id || !initiatives.IsKept || initiatives.Find(id)?.TakesEntries(SportsVolunteersModule.ModuleKey, year) == true;

    /// <summary>Whether staff may prepare something for an initiative.</summary>
    public bool IsBeingPrepared(Guid? initiative, FiscalYear? year = null) => initiatives.IsBeingPrepared(initiative, year);

    /// <summary>
    /// Whether the user, a member of staff, may work with what belongs to an initiative. Municipal staff are confined by the venues
    /// of shifts instead.
    /// </summary>
    public bool IsFor(ClaimsPrincipal user, Guid? initiative) =>
        user.ConfinedToMunicipalities() is not null || user.IsInRole(Roles.Auditor) || initiatives.MayManage(user, initiative);

    /// <summary>Whether the user may open the staff's page of an initiative.</summary>
    public bool MayOpen(ClaimsPrincipal user, Guid initiative) => initiatives.Find(initiative)?.IsSeenBy(user) == true;

    /// <summary>The initiatives that the user may bring events into, by name.</summary>
    public IReadOnlyList<InitiativeFacts> ToChoose(ClaimsPrincipal user) =>
    [
        .. initiatives.All.Where(i => i.IsManagedBy(user) && initiatives.IsBeingPrepared(i.Id, null))
            .OrderByDescending(i => i.Years.Max()).ThenBy(i => i.Slug, StringComparer.Ordinal),
    ];

    /// <summary>The initiative; null when there is none or it is unknown.</summary>
    public InitiativeFacts? Find(Guid? id) => id is { } known ? initiatives.Find(known) : null;

    /// <summary>The name of an initiative, or that there is none.</summary>
    public LocalizedText NameOf(Guid? id) => Find(id)?.Name ?? new LocalizedText("事業に属さない", "No initiative");

    /// <summary>What an initiative sets for its events in a fiscal year.</summary>
    public SportsSettings SettingsOf(Guid? initiative, FiscalYear year) =>
        initiatives.SettingsOf<SportsSettings>(SportsVolunteersModule.ModuleKey, initiative, year);
}

/// <summary>Rules that handlers share.</summary>
internal static class InitiativeRules
{
    /// <summary>
    /// Whether staff may prepare something for an initiative: it is not over, and this module is enabled for it in the fiscal year,
    /// or in some year when none is said.
    /// </summary>
    public static bool IsBeingPrepared(this InitiativeDirectory initiatives, Guid? initiative, FiscalYear? year)
    {
        if (initiative is not { } id || !initiatives.IsKept) return true;
        return initiatives.Find(id) is { State: InitiativeState.Draft or InitiativeState.Approved or InitiativeState.Running } facts
            && (year is { } y ? facts.Modules.TryGetValue(y, out var modules) && modules.Contains(SportsVolunteersModule.ModuleKey)
                : facts.Modules.Values.Any(m => m.Contains(SportsVolunteersModule.ModuleKey)));
    }
}
