using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using Kenmin.SharedKernel;

namespace Kenmin.Modularity.Discovery;

/// <summary>
/// Loads modules built elsewhere: each sub-folder of the folder for plug-ins holds one built module with what it depends on.
/// They go into the default load context, so that the host's own types stay the same types; there is no unloading.
/// </summary>
internal static class PluginLoader
{
    private static readonly AssemblyName Contract = typeof(IProgramModule).Assembly.GetName();

    public static IEnumerable<ModuleCandidate> Load(string pluginFolder, List<ModuleRefusal> refused)
    {
        if (!Directory.Exists(pluginFolder)) yield break;
        foreach (var folder in Directory.EnumerateDirectories(pluginFolder).Order(StringComparer.Ordinal))
        {
            var file = Path.Combine(folder, Path.GetFileName(folder) + ".dll");
            var shown = Shown(file);
            if (!File.Exists(file)) refused.Add(new(shown, Reasons.NoAssembly));
            else if (ContractVersionOf(file, out var reason) is not { } version) refused.Add(new(shown, reason));
            else if (version != Contract.Version!.Major) refused.Add(new(shown, Reasons.OtherContract(version, Contract.Version.Major)));
            else if (LoadAssembly(file, out reason) is not { } assembly) refused.Add(new(shown, reason));
            else if (ModuleCandidate.From(assembly, shown, folder, out reason) is not { } candidate) refused.Add(new(shown, reason));
            else yield return candidate;
        }
    }

    public static string FileOf(LoadedModule module) => Shown(module.Assembly.Location);

    private static string Shown(string file) => $"{Path.GetFileName(Path.GetDirectoryName(file))}/{Path.GetFileName(file)}";

    /// <summary>
    /// The major version of the contract that the file was built against, read without loading it: a file built for another
    /// contract may not even load.
    /// </summary>
    private static int? ContractVersionOf(string file, out LocalizedText reason)
    {
        reason = Reasons.NotAModule;
        try
        {
            using var stream = File.OpenRead(file);
            using var portable = new PEReader(stream);
            if (!portable.HasMetadata) return null;
            var metadata = portable.GetMetadataReader();
            foreach (var handle in metadata.AssemblyReferences)
            {
                var reference = metadata.GetAssemblyReference(handle);
                if (metadata.StringComparer.Equals(reference.Name, Contract.Name!)) return reference.Version.Major;
            }

            return null;
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            reason = Reasons.CannotBeLoaded(exception);
            return null;
        }
    }

    private static Assembly? LoadAssembly(string file, out LocalizedText reason)
    {
        reason = default;
        try
        {
            var resolver = new AssemblyDependencyResolver(file);
            AssemblyLoadContext.Default.Resolving += (context, name) =>
                resolver.ResolveAssemblyToPath(name) is { } path ? context.LoadFromAssemblyPath(path) : null;
            return AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(file));
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException or InvalidOperationException)
        {
            reason = Reasons.CannotBeLoaded(exception);
            return null;
        }
    }
}
