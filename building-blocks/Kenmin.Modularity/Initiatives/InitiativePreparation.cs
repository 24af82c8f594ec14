using System.Security.Claims;
using Kenmin.SharedKernel;

namespace Kenmin.Modularity.Initiatives;

/// <summary>What staff prepare for initiatives (事業): whether they still may, and which one something new belongs to.</summary>
public static class InitiativePreparation
{
    /// <summary>
    /// Whether staff may prepare something of a module for an initiative: it is not over, and the module is enabled for it in the fiscal
    /// year, or in some year when none is said. What belongs to none is always open.
    /// </summary>
    /// <param name="initiatives">The initiatives.</param>
    /// <param name="module">The module's key.</param>
    /// <param name="initiative">The initiative; null for none.</param>
    /// <param name="year">The fiscal year; null for any.</param>
    public static bool IsBeingPrepared(this InitiativeDirectory initiatives, string module, Guid? initiative, FiscalYear? year)
    {
        ArgumentNullException.ThrowIfNull(initiatives);
        if (initiative is not { } id || !initiatives.IsKept) return true;
        return initiatives.Find(id) is { State: InitiativeState.Draft or InitiativeState.Approved or InitiativeState.Running } facts
            && (year is { } y ? facts.Modules.TryGetValue(y, out var modules) && modules.Contains(module) : facts.Modules.Values.Any(m => m.Contains(module)));
    }

    /// <summary>The initiatives that the user may bring something new of a module into, the latest first.</summary>
    public static IReadOnlyList<InitiativeFacts> ToChoose(this InitiativeDirectory initiatives, string module, ClaimsPrincipal user) =>
    [
        .. initiatives.All.Where(i => i.IsManagedBy(user) && initiatives.IsBeingPrepared(module, i.Id, null))
            .OrderByDescending(i => i.Years.Max()).ThenBy(i => i.Slug, StringComparer.Ordinal),
    ];

    /// <summary>
    /// What something new belongs to: one of <see cref="ToChoose"/>, without a choice the only one; null only where no module keeps
    /// initiatives.
    /// </summary>
    /// <param name="initiatives">The initiatives.</param>
    /// <param name="module">The module's key.</param>
    /// <param name="text">The id that was chosen; blank when none was.</param>
    /// <param name="user">Who brings it.</param>
    public static Parsed<Guid?> Choose(this InitiativeDirectory initiatives, string module, string? text, ClaimsPrincipal user)
    {
        if (!initiatives.IsKept) return Parsed<Guid?>.Ok(null);
        var open = initiatives.ToChoose(module, user);
        if (open.Count == 0) return new LocalizedText("先に、事業でこのモジュールを使えるようにしてください。", "First enable this module for an initiative.");
        if (string.IsNullOrWhiteSpace(text) && open.Count == 1) return Parsed<Guid?>.Ok(open[0].Id);
        return Guid.TryParse(text, out var id) && open.Any(i => i.Id == id)
            ? Parsed<Guid?>.Ok(id) : new LocalizedText("どの事業のものか、一覧から選んでください。", "Choose from the list which initiative it belongs to.");
    }

    /// <summary>The name of an initiative, or that there is none.</summary>
    public static LocalizedText NameOf(this InitiativeDirectory initiatives, Guid? id) =>
        (id is { } known ? initiatives.Find(known) : null)?.Name ?? new LocalizedText("事業に属さない", "No initiative");
}
