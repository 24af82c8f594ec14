using Kenmin.SharedKernel;

namespace Kenmin.Modularity.Initiatives;

/// <summary>What a module offers to initiatives (事業). A module without it cannot be enabled for one.</summary>
public sealed record InitiativeDeclaration
{
    /// <summary>What program owners enable, in their words; the module's own name when null.</summary>
    public LocalizedText? Name { get; init; }

    /// <summary>What it is good for; the module's own description when null.</summary>
    public LocalizedText? Description { get; init; }

    /// <summary>
    /// The settings of the module within an initiative: a type with a public constructor without parameters whose settable
    /// properties carry <see cref="SettingAttribute"/>, see <see cref="SettingsDeclaration"/>; null when nothing can be set.
    /// </summary>
    public Type? Settings { get; init; }

    /// <summary>
    /// A Razor component that shows the module's part of an initiative's public page. It is given the initiative's id in its
    /// parameter <c>Initiative</c> (<see cref="Guid"/>) and draws nothing when it has nothing to show. Null when there is none.
    /// </summary>
    public Type? PublicPart { get; init; }

    /// <summary>Presets that owners choose from, and combine.</summary>
    public IReadOnlyList<ProfileDeclaration> Profiles { get; init; } = [];
}

/// <summary>
/// A named preset (ひな形) for initiatives of a kind: it enables the declaring module with these settings. Modules that declare
/// the same key contribute to one profile, so that choosing it enables all of them.
/// </summary>
/// <param name="Key">Lower case with hyphens, such as <c>sports-festival</c>; the same kind has the same key in every module.</param>
/// <param name="Name">The kind of initiative.</param>
/// <param name="Settings">Values by the setting's key, as they are written in a form.</param>
public sealed record ProfileDeclaration(string Key, LocalizedText Name, IReadOnlyDictionary<string, string> Settings);
