using System.Reflection;
using System.Runtime.Loader;

namespace Kenmin.Persistence;

/// <summary>What an assembly refers to.</summary>
internal static class AssemblyReferences
{
    /// <summary>The assemblies that this one refers to, as it sees them itself: a plug-in may bring some of its own.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="which">Which are asked for.</param>
    public static IEnumerable<Assembly> References(this Assembly assembly, Func<AssemblyName, bool> which)
    {
        var context = AssemblyLoadContext.GetLoadContext(assembly) ?? AssemblyLoadContext.Default;
        return assembly.GetReferencedAssemblies().Where(which).Select(context.LoadFromAssemblyName);
    }
}
