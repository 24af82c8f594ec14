using System.Reflection;
using Kenmin.SharedKernel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kenmin.Modularity.Discovery;

/// <summary>
/// Finds modules: those that the build compiled in by folder, then those in the folder for plug-ins. A candidate that cannot
/// run is refused with file and reason, and the others start.
/// </summary>
public static class ModuleDiscovery
{
    /// <summary>The assembly metadata key under which the host's build lists the modules compiled in.</summary>
    public const string CompiledInKey = "Kenmin.Module";

    /// <summary>Finds all modules, lets each register its services, and registers the catalogue.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's configuration.</param>
    /// <param name="environment">The host's environment.</param>
    /// <param name="host">The host's assembly, which carries the list of modules compiled in.</param>
    /// <param name="pluginFolder">The folder for plug-ins; it need not exist.</param>
    /// <param name="carried">Keys of those compiled in that run; all when null.</param>
    public static ModuleCatalog AddModules(
        IServiceCollection services, IConfiguration configuration, IHostEnvironment environment, Assembly host, string pluginFolder, IReadOnlyCollection<string>? carried = null)
    {
        List<ModuleRefusal> refused = [];
        List<LoadedModule> found = [];
        foreach (var candidate in CompiledIn(host, carried, refused).Concat(PluginLoader.Load(pluginFolder, refused)))
        {
            if (Refuse(candidate, found) is { } reason) refused.Add(new(candidate.File, reason));
            else found.Add(candidate.Loaded);
        }

        List<LoadedModule> running = [];
        foreach (var module in InOrderOfNeed(found))
        {
            ServiceDescriptor[] before = [.. services];
            try
            {
                module.Module.AddServices(new ModuleBuilder(
                    module.Manifest, module.Assembly, services, configuration.GetSection($"Modules:{module.Manifest.Key}"), environment));
                running.Add(module);
            }
            catch (Exception exception) when (module.PluginFolder is not null)
            {
                services.Clear();
                foreach (var descriptor in before) services.Add(descriptor);
                refused.Add(new(PluginLoader.FileOf(module), Reasons.FailedToRegister(exception)));
            }
        }

        var catalog = new ModuleCatalog(running, refused);
        services.AddSingleton(catalog);
        return catalog;
    }

    private static IEnumerable<ModuleCandidate> CompiledIn(Assembly host, IReadOnlyCollection<string>? carried, List<ModuleRefusal> refused)
    {
        foreach (var name in host.GetCustomAttributes<AssemblyMetadataAttribute>().Where(a => a.Key == CompiledInKey).Select(a => a.Value!))
        {
            var file = name + ".dll";
            if (ModuleCandidate.From(Assembly.Load(name), file, pluginFolder: null, out var reason) is { } candidate)
            {
                if (carried?.Contains(candidate.Loaded.Manifest.Key) != false) yield return candidate;
            }
            else refused.Add(new(file, reason));
        }
    }

    private static LocalizedText? Refuse(ModuleCandidate candidate, List<LoadedModule> found)
    {
        var manifest = candidate.Loaded.Manifest;
        if (found.FirstOrDefault(m => m.Manifest.Key == manifest.Key) is { } twin)
            return Reasons.KeyTaken(manifest.Key, twin.Assembly.GetName().Name!);
        if (found.SelectMany(m => m.Manifest.Features).Select(f => f.Key)
            .Intersect(manifest.Features.Select(f => f.Key), StringComparer.Ordinal).FirstOrDefault() is { } feature)
            return Reasons.KeyTaken(feature, "features");
        return ManifestRules.FirstViolation(manifest);
    }

    /// <summary>Modules that others need come first, so that their demonstration data and services are there.</summary>
    private static List<LoadedModule> InOrderOfNeed(List<LoadedModule> found)
    {
        List<LoadedModule> ordered = [];
        HashSet<string> visited = new(StringComparer.Ordinal);
        foreach (var module in found) Visit(module);
        return ordered;

        void Visit(LoadedModule module)
        {
            if (!visited.Add(module.Manifest.Key)) return;
            foreach (var need in found.Where(m => module.Manifest.Needs.Contains(m.Manifest.Key))) Visit(need);
            ordered.Add(module);
        }
    }
}
