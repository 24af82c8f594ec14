using Kenmin.Modularity;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;

namespace Kenmin.Programs.Initiatives.Enabling;

/// <summary>A module that initiatives can enable.</summary>
/// <param name="Key">The module's key.</param>
/// <param name="Name">What owners enable, in their words.</param>
/// <param name="Description">What it is good for.</param>
/// <param name="Settings">What can be set; null when nothing can.</param>
/// <param name="Profiles">Its presets.</param>
internal sealed record ModuleOffer(
    string Key, LocalizedText Name, LocalizedText Description, SettingsDeclaration? Settings, IReadOnlyList<ProfileDeclaration> Profiles);

/// <summary>What the modules that run offer to initiatives.</summary>
internal static class ModuleOffers
{
    /// <summary>All offers.</summary>
    public static IReadOnlyList<ModuleOffer> Offers(this ModuleCatalog catalog) =>
    [
        .. catalog.Modules.Where(m => m.Manifest.Initiatives is not null).Select(m => new ModuleOffer(
            m.Manifest.Key, m.Manifest.Initiatives!.Name ?? m.Manifest.Name, m.Manifest.Initiatives.Description ?? m.Manifest.Description,
            m.Manifest.Initiatives.Settings is { } type ? SettingsDeclaration.Of(type) : null, m.Manifest.Initiatives.Profiles)),
    ];

    /// <summary>One offer; null when no module of this key runs or it offers nothing.</summary>
    public static ModuleOffer? Offer(this ModuleCatalog catalog, string key) => catalog.Offers().FirstOrDefault(o => o.Key == key);

    /// <summary>The name of a module, also of one that no longer runs.</summary>
    public static LocalizedText OfferName(this ModuleCatalog catalog, string key) => catalog.Offer(key)?.Name
        ?? new LocalizedText($"{key}（現在は入っていません）", $"{key} (not installed now)");

    /// <summary>The kinds of initiative for which some module has a preset, by key.</summary>
    public static IReadOnlyDictionary<string, LocalizedText> Profiles(this ModuleCatalog catalog) => catalog.Offers().SelectMany(o => o.Profiles)
        .GroupBy(p => p.Key, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Name);
}
