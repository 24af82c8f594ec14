using System.Security.Claims;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Initiatives;

/// <summary>
/// What the initiative (事業) of an event allows, and to whom: the one place where this module asks. What belongs to none,
/// because it was there before the first initiative, is open as long as the feature is on, and staff's by their permission alone.
/// </summary>
internal sealed class EventInitiatives(InitiativeDirectory initiatives, FeatureGates gates)
{
    internal static readonly LocalizedText Over = new(
        "この大会の事業では、現在新しい受付をしていません。", "The initiative of this event takes nothing new at present.");

    internal static readonly LocalizedText Missing = new(
        "先に、どの事業の大会かを決めてください。", "First say which initiative the event belongs to.");

    /// <summary>Whether something must be given to an initiative first: it belongs to none, and the user has some to choose from.</summary>
    public bool MustBeGiven(Guid? initiative, ClaimsPrincipal user) => initiative is null && ToChoose(user).Count > 0;

    /// <summary>Whether there are initiatives to choose from at all.</summary>
    public bool AreKept => initiatives.IsKept;

    /// <summary>Whether a feature takes new entries for a matter of a fiscal year: it is on for it, and its initiative takes entries.</summary>
    public Task<bool> TakeAsync(string feature, Guid? initiative, FiscalYear year) => gates.IsOnAsync(feature, year, initiative);

    /// <summary>Whether an initiative takes entries in a fiscal year.</summary>
    public bool TakesEntries(Guid? initiative, FiscalYear year) =>
        initiative is not { } id || !initiatives.IsKept || initiatives.Find(id)?.TakesEntries(SportsVolunteersModule.ModuleKey, year) == true;

    /// <summary>Whether staff may prepare something for an initiative.</summary>
    public bool IsBeingPrepared(Guid? initiative, FiscalYear? year = null) => InitiativeRules.IsBeingPrepared(initiatives, initiative, year);

    /// <summary>
    /// Whether the user, a member of staff, may work with what belongs to an initiative. Municipal staff are confined by the venues
    /// of shifts instead.
    /// </summary>
    public bool IsFor(ClaimsPrincipal user, Guid? initiative) =>
        user.ConfinedToMunicipalities() is not null || user.IsInRole(Roles.Auditor) || initiatives.MayManage(user, initiative);

    /// <summary>Whether the user may open the staff's page of an initiative.</summary>
    public bool MayOpen(ClaimsPrincipal user, Guid initiative) => initiatives.Find(initiative)?.IsSeenBy(user) == true;

    /// <summary>The initiatives that the user may bring events into, by name.</summary>
    public IReadOnlyList<InitiativeFacts> ToChoose(ClaimsPrincipal user) => initiatives.ToChoose(SportsVolunteersModule.ModuleKey, user);

    /// <summary>The initiatives that lists may be narrowed by: all that the user sees, those in work first, by name.</summary>
    public IReadOnlyList<InitiativeFacts> ToNarrowBy(ClaimsPrincipal user) =>
    [
        .. initiatives.All.Where(i => i.IsSeenBy(user) && i.Modules.Values.Any(m => m.Contains(SportsVolunteersModule.ModuleKey)))
            .OrderBy(i => i.State is InitiativeState.Closed or InitiativeState.Archived).ThenByDescending(i => i.Years.Max())
            .ThenBy(i => i.Slug, StringComparer.Ordinal),
    ];

    /// <summary>
    /// What something new belongs to. Where the user has initiatives to choose from it must be one of them, and where there is
    /// only one it is that one; null only where there is none.
    /// </summary>
    /// <param name="text">The id that was chosen; blank when none was.</param>
    /// <param name="user">Who brings it.</param>
    public Parsed<Guid?> Choose(string? text, ClaimsPrincipal user)
    {
        var open = ToChoose(user);
        if (string.IsNullOrWhiteSpace(text) && open.Count <= 1) return Parsed<Guid?>.Ok(open.Count == 1 ? open[0].Id : null);
        return Guid.TryParse(text, out var id) && open.Any(i => i.Id == id)
            ? Parsed<Guid?>.Ok(id)
            : new LocalizedText("どの事業のものか、一覧から選んでください。", "Choose from the list which initiative it belongs to.");
    }

    /// <summary>The initiative; null when there is none or it is unknown.</summary>
    public InitiativeFacts? Find(Guid? id) => id is { } known ? initiatives.Find(known) : null;

    /// <summary>The name of an initiative, or that there is none.</summary>
    public LocalizedText NameOf(Guid? id) => initiatives.NameOf(id);

    /// <summary>What an initiative sets for its events in a fiscal year.</summary>
    public SportsSettings SettingsOf(Guid? initiative, FiscalYear year) =>
        initiatives.SettingsOf<SportsSettings>(SportsVolunteersModule.ModuleKey, initiative, year);
}

/// <summary>Rules that handlers share.</summary>
internal static class InitiativeRules
{
    /// <summary>
    /// The initiative that keeps the standing register (継続登録) in a fiscal year: the one that is set so and takes entries, the
    /// oldest where there are several; null when none does.
    /// </summary>
    public static Guid? OfRegister(this InitiativeDirectory initiatives, FiscalYear year) =>
        initiatives.All
            .Where(i => i.TakesEntries(SportsVolunteersModule.ModuleKey, year)
                && initiatives.SettingsOf<SportsSettings>(SportsVolunteersModule.ModuleKey, i.Id, year).KeepsRegister)
            .Select(i => (Guid?)i.Id).Min();

    /// <summary>Whether staff may prepare something of this module for an initiative.</summary>
    public static bool IsBeingPrepared(this InitiativeDirectory initiatives, Guid? initiative, FiscalYear? year) =>
        initiatives.IsBeingPrepared(SportsVolunteersModule.ModuleKey, initiative, year);
}
