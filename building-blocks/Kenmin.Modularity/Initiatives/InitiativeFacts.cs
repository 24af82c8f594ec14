using Kenmin.SharedKernel;

namespace Kenmin.Modularity.Initiatives;

/// <summary>Where an initiative (事業) stands in its life. It only ever moves forward, or back from approved to draft.</summary>
public enum InitiativeState
{
    /// <summary>Being written; only its owners and administrators see it.</summary>
    Draft,

    /// <summary>Approved by an administrator; it runs from the first of its fiscal years, or when it is started.</summary>
    Approved,

    /// <summary>Open: its modules take new entries.</summary>
    Running,

    /// <summary>Over: no new entries, records stay readable, exportable and cancellable.</summary>
    Closed,

    /// <summary>Closed and out of the lists.</summary>
    Archived,
}

/// <summary>What every module may know of an initiative without asking the module that keeps it.</summary>
public sealed record InitiativeFacts
{
    /// <summary>Its id (version 7).</summary>
    public required Guid Id { get; init; }

    /// <summary>The short name in its public address: lower case, digits and hyphens, unique.</summary>
    public required string Slug { get; init; }

    /// <summary>Its name.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required InitiativeState State { get; init; }

    /// <summary>The fiscal years (年度) it is planned for.</summary>
    public required IReadOnlySet<FiscalYear> Years { get; init; }

    /// <summary>The accounts that run it (事業担当者).</summary>
    public required IReadOnlySet<Guid> Owners { get; init; }

    /// <summary>The municipalities it concerns, by 6-digit code; empty: the whole prefecture.</summary>
    public required IReadOnlySet<string> Municipalities { get; init; }

    /// <summary>The keys of the modules that are enabled for it, by fiscal year.</summary>
    public required IReadOnlyDictionary<FiscalYear, IReadOnlySet<string>> Modules { get; init; }

    /// <summary>What was set for a module, standing (year null) and by fiscal year; nothing where the module's defaults apply.</summary>
    public IReadOnlyDictionary<(string Module, FiscalYear? Year), IReadOnlyDictionary<string, string>> Settings { get; init; } =
        new Dictionary<(string, FiscalYear?), IReadOnlyDictionary<string, string>>();

    /// <summary>Whether everybody may see it: it was approved and is not put away.</summary>
    public bool IsPublic => State is InitiativeState.Approved or InitiativeState.Running or InitiativeState.Closed;

    /// <summary>Its fiscal year that is nearest to <paramref name="now"/>: the present one, else the next to come, else the last; null when it has none.</summary>
    public FiscalYear? YearAt(FiscalYear now) => Years.Count == 0 ? null
        : Years.Where(y => y >= now).Order().Cast<FiscalYear?>().FirstOrDefault() ?? Years.Max();

    /// <summary>What was set for a module in a fiscal year: the standing values with the year's over them.</summary>
    public IReadOnlyDictionary<string, string> SettingsOf(string module, FiscalYear year) => SettingsDeclaration.Merge(
        Settings.GetValueOrDefault((module, (FiscalYear?)null)), Settings.GetValueOrDefault((module, (FiscalYear?)year)));

    /// <summary>Whether <paramref name="module"/> may take new entries for it in <paramref name="year"/>.</summary>
    public bool TakesEntries(string module, FiscalYear year) =>
        State == InitiativeState.Running && Modules.TryGetValue(year, out var enabled) && enabled.Contains(module);
}
