using System.Collections.Frozen;
using System.Reflection;
using Kenmin.SharedKernel;

namespace Kenmin.Modularity;

/// <summary>What was found at start, and what was refused and why.</summary>
public sealed class ModuleCatalog
{
    private readonly FrozenDictionary<string, FeatureDeclaration> _features;
    private readonly FrozenDictionary<string, PermissionDeclaration> _permissions;
    private readonly FrozenDictionary<string, string> _moduleOfFeature;

    /// <summary>Makes the catalogue of the <paramref name="modules"/> that run and the candidates that were <paramref name="refused"/>.</summary>
    public ModuleCatalog(IEnumerable<LoadedModule> modules, IEnumerable<ModuleRefusal> refused)
    {
        Modules = [.. modules];
        Refused = [.. refused];
        _features = Modules.SelectMany(m => m.Manifest.Features).ToFrozenDictionary(f => f.Key, StringComparer.Ordinal);
        _moduleOfFeature = Modules.SelectMany(m => m.Manifest.Features, (m, f) => (m.Manifest.Key, Feature: f.Key))
            .ToFrozenDictionary(f => f.Feature, f => f.Key, StringComparer.Ordinal);
        _permissions = Modules.SelectMany(m => m.Manifest.Permissions).ToFrozenDictionary(p => p.Key, StringComparer.Ordinal);
    }

    /// <summary>The modules that run, those that others need first.</summary>
    public IReadOnlyList<LoadedModule> Modules { get; }

    /// <summary>The candidates that were not loaded.</summary>
    public IReadOnlyList<ModuleRefusal> Refused { get; }

    /// <summary>All declared features by key.</summary>
    public IReadOnlyDictionary<string, FeatureDeclaration> Features => _features;

    /// <summary>The key of the module that declares a feature; null when none does.</summary>
    public string? ModuleOf(string feature) => _moduleOfFeature.GetValueOrDefault(feature);

    /// <summary>All declared permissions by key.</summary>
    public IReadOnlyDictionary<string, PermissionDeclaration> Permissions => _permissions;

    /// <summary>The roles that hold a permission; none for one that is not declared.</summary>
    public IReadOnlyList<string> RolesWith(string permission) =>
        _permissions.TryGetValue(permission, out var declared) ? declared.Roles : [];
}

/// <summary>A module that runs.</summary>
/// <param name="Module">The module.</param>
/// <param name="Manifest">Its manifest, read once.</param>
/// <param name="Assembly">Its assembly.</param>
/// <param name="PluginFolder">The folder it was loaded from; null when it is compiled in.</param>
public sealed record LoadedModule(IProgramModule Module, ModuleManifest Manifest, Assembly Assembly, string? PluginFolder);

/// <summary>A candidate that was not loaded.</summary>
/// <param name="File">The file's name with its folder, such as <c>Kenmin.Sample/Kenmin.Sample.dll</c>.</param>
/// <param name="Reason">Why, in words for an administrator.</param>
public sealed record ModuleRefusal(string File, LocalizedText Reason);
