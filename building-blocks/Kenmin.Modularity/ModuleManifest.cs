using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;

namespace Kenmin.Modularity;

/// <summary>What a module declares about itself. Everything that administrators see of a module comes from here.</summary>
public sealed record ModuleManifest
{
    /// <summary>Stable key in lower case with hyphens, unique in an installation, such as <c>sports-volunteers</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The module's name as people see it.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>One sentence on what the module does for whom.</summary>
    public required LocalizedText Description { get; init; }

    /// <summary>The module's own version.</summary>
    public required Version Version { get; init; }

    /// <summary>The department or body that answers for the module.</summary>
    public required LocalizedText Owner { get; init; }

    /// <summary>Keys of modules without which this one is of no use; a missing one is reported, not fatal.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>Features that administrators can switch.</summary>
    public IReadOnlyList<FeatureDeclaration> Features { get; init; } = [];

    /// <summary>Permissions that pages and endpoints of the module ask for.</summary>
    public IReadOnlyList<PermissionDeclaration> Permissions { get; init; } = [];

    /// <summary>Entries in the site's navigation.</summary>
    public IReadOnlyList<NavigationItem> Navigation { get; init; } = [];

    /// <summary>What the module offers to initiatives (事業); null when it cannot be enabled for one.</summary>
    public InitiativeDeclaration? Initiatives { get; init; }

    /// <summary>Types of settings that the module takes from the configuration section <c>Modules:{Key}</c>.</summary>
    public IReadOnlyList<Type> Settings { get; init; } = [];

    /// <summary>What the module uses personal data for only while the person agrees.</summary>
    public IReadOnlyList<PurposeDeclaration> Purposes { get; init; } = [];

    /// <summary>
    /// Whether the module stores anything with the id of a person. It then answers when a person asks what is held about them, and
    /// when their data are to be erased.
    /// </summary>
    public bool HoldsPersonalData { get; init; }

    /// <summary>Files that staff can take out of the module.</summary>
    public IReadOnlyList<ExportDeclaration> Exports { get; init; } = [];

    /// <summary>Kinds of mail that the module has sent to people.</summary>
    public IReadOnlyList<MailKindDeclaration> MailKinds { get; init; } = [];

    /// <summary>A type that implements <see cref="IDemonstrationData"/>; used on the first start in Development only.</summary>
    public Type? DemonstrationData { get; init; }

    /// <summary>The module's schema in the database: the key with hyphens turned into underscores.</summary>
    public string Schema => Key.Replace('-', '_');
}

/// <summary>Something that administrators can switch on and off.</summary>
/// <param name="Key">Stable key that starts with the module's key and a dot, such as <c>sports-volunteers.sign-up</c>.</param>
/// <param name="Name">The name as administrators see it.</param>
/// <param name="Scope">Whether the switch is per fiscal year (年度) or standing.</param>
/// <param name="EnabledByDefault">The state where nobody has decided.</param>
/// <param name="Critical">Whether residents are hurt when it is off by mistake.</param>
public sealed record FeatureDeclaration(
    string Key, LocalizedText Name, FeatureScope Scope = FeatureScope.FiscalYear, bool EnabledByDefault = true, bool Critical = false)
{
    /// <summary>Keys of features without which this one is of no use: it is off whenever one of them is. No circles.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>What the feature may differ in from year to year, such as a limit; the first is the default. None for a plain switch.</summary>
    public IReadOnlyList<FeatureValue> Values { get; init; } = [];
}

/// <summary>One of the values of a feature that administrators choose among for each fiscal year.</summary>
/// <param name="Name">Stable name, unique within the feature.</param>
/// <param name="Text">What administrators read.</param>
/// <param name="Value">What the module gets.</param>
public sealed record FeatureValue(string Name, LocalizedText Text, string Value);

/// <summary>What a feature's switch is decided for.</summary>
public enum FeatureScope
{
    /// <summary>One decision for each fiscal year (年度).</summary>
    FiscalYear,

    /// <summary>One decision for all years.</summary>
    Standing,
}

/// <summary>A permission and the roles that hold it.</summary>
/// <param name="Key">Stable key that starts with the module's key and a dot.</param>
/// <param name="Name">The name as administrators see it.</param>
/// <param name="Roles">The roles of <see cref="Access.Roles"/> that hold it.</param>
public sealed record PermissionDeclaration(string Key, LocalizedText Name, params string[] Roles);

/// <summary>An entry in the navigation.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Href">The address, from the root.</param>
/// <param name="Area">For whom it is.</param>
/// <param name="Order">Position within its area, lower first.</param>
/// <param name="Permission">Shown only to those who hold this permission; to everybody when null.</param>
/// <param name="Feature">Shown only while this feature is on for the present fiscal year; always when null.</param>
/// <param name="Hint">One sentence on what can be done there, shown on the first page.</param>
public sealed record NavigationItem(
    LocalizedText Text, string Href, NavigationArea Area, int Order = 100, string? Permission = null, string? Feature = null,
    LocalizedText? Hint = null);

/// <summary>For whom an entry of the navigation is.</summary>
public enum NavigationArea
{
    /// <summary>Everybody.</summary>
    Public,

    /// <summary>A signed-in resident's own things.</summary>
    Resident,

    /// <summary>Prefectural and municipal staff, program owners.</summary>
    Staff,

    /// <summary>Administrators and auditors.</summary>
    Administration,
}

/// <summary>A file that staff can take out of a module.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Href">Where it is found.</param>
/// <param name="Permission">Who may take it.</param>
/// <param name="ContainsPersonalData">Whether taking it is written to the audit log.</param>
public sealed record ExportDeclaration(LocalizedText Name, string Href, string Permission, bool ContainsPersonalData);

/// <summary>A kind of mail, about which people decide as a whole.</summary>
/// <param name="Key">Stable key that starts with the module's key and a dot.</param>
/// <param name="Name">What people read in their mail settings.</param>
/// <param name="Needed">Whether people need it to take part; then nobody can stop it.</param>
public sealed record MailKindDeclaration(string Key, LocalizedText Name, bool Needed);

/// <summary>Fictional data for a first look at the platform. Never used in Production.</summary>
public interface IDemonstrationData
{
    /// <summary>Fills the module's store; called once on an empty database, in the order of what modules need.</summary>
    Task SeedAsync(IServiceProvider services, CancellationToken cancellationToken);
}
