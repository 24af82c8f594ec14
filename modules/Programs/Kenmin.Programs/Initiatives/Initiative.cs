using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;

namespace Kenmin.Programs.Initiatives;

/// <summary>
/// An initiative (事業): what a program owner runs in one or several fiscal years, and the modules that it uses. Made from the
/// events of its stream, in the transaction that records them.
/// </summary>
public sealed record Initiative
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>Counts the changes: a form that was opened before somebody else's change is not taken.</summary>
    public int Revision { get; init; }

    /// <summary>Where it stands.</summary>
    public InitiativeState State { get; init; }

    /// <summary>What it is.</summary>
    public InitiativeDetails Details { get; init; } = new();

    /// <summary>The modules that are enabled for it, by fiscal year.</summary>
    public Dictionary<FiscalYear, List<string>> Modules { get; init; } = [];

    /// <summary>What was set for its modules.</summary>
    public List<ModuleSettings> Settings { get; init; } = [];

    /// <summary>The initiative that it was copied from; null when it was drafted anew.</summary>
    public Guid? CopiedFrom { get; init; }

    /// <summary>When it was drafted.</summary>
    public DateTimeOffset DraftedAt { get; init; }

    /// <summary>When it was approved last; null when never.</summary>
    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>Whether the account is one of those who run it.</summary>
    public bool IsRunBy(Guid? account) => Details.Owners.Any(o => o.Account == account);

    /// <summary>What was set for a module, standing or in a fiscal year; nothing where the module's defaults apply.</summary>
    public IReadOnlyDictionary<string, string> SettingsOf(string module, FiscalYear? year) =>
        Settings.FirstOrDefault(s => s.Module == module && s.Year == year)?.Values ?? [];

    /// <summary>The keys of all modules that are enabled in some year.</summary>
    public IEnumerable<string> AllModules => Modules.Values.SelectMany(m => m).Distinct(StringComparer.Ordinal);
}

/// <summary>What was set for a module.</summary>
/// <param name="Module">The module's key.</param>
/// <param name="Year">The fiscal year; null for all years.</param>
/// <param name="Values">Values by the setting's key.</param>
public sealed record ModuleSettings(string Module, FiscalYear? Year, Dictionary<string, string> Values);

/// <summary>The public address of an initiative: one for each, for good.</summary>
public sealed class InitiativeAddress
{
    /// <summary>The short name in the address.</summary>
    public string Id { get; set; } = "";

    /// <summary>The initiative.</summary>
    public Guid InitiativeId { get; set; }
}
