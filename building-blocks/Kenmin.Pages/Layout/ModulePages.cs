using System.Reflection;
using Kenmin.Modularity;

namespace Kenmin.Pages;

/// <summary>The assemblies that bring pages.</summary>
public static class ModulePages
{
    /// <summary>
    /// The assemblies of all modules that run. Both the router and
    /// <c>app.MapRazorComponents&lt;App&gt;().AddAdditionalAssemblies(…)</c> need them.
    /// </summary>
    public static Assembly[] PageAssemblies(this ModuleCatalog catalog) =>
        [.. catalog.Modules.Select(m => m.Assembly).Distinct().Where(a => a != typeof(ModulePages).Assembly)];
}
