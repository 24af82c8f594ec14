using System.Reflection;
using Kenmin.SharedKernel;

namespace Kenmin.Modularity.Discovery;

/// <summary>A module that could be made from an assembly, before its key is compared with the others'.</summary>
internal sealed record ModuleCandidate(string File, LoadedModule Loaded)
{
    /// <summary>Makes the assembly's one module and reads its manifest; null with a reason when that is not possible.</summary>
    public static ModuleCandidate? From(Assembly assembly, string file, string? pluginFolder, out LocalizedText reason)
    {
        reason = default;
        try
        {
            var types = assembly.GetTypes()
                .Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IProgramModule))).ToList();
            if (types.Count != 1)
            {
                reason = Reasons.NotOneModule(types.Count);
                return null;
            }

            var module = (IProgramModule)Activator.CreateInstance(types[0])!;
            return new(file, new LoadedModule(module, module.Manifest, assembly, pluginFolder));
        }
        catch (Exception exception)
        {
            // Whatever a foreign assembly throws is a reason to refuse it, never one to stop the host.
            reason = Reasons.CannotBeLoaded(exception);
            return null;
        }
    }
}
