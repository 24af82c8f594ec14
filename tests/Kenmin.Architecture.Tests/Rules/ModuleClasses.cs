using System.Reflection;
using Kenmin.Architecture.Tests.House;
using Kenmin.Modularity;

namespace Kenmin.Architecture.Tests.Rules;

/// <summary>The host knows a module by exactly one class.</summary>
internal static class ModuleClasses
{
    public static IEnumerable<Violation> NotOne(Assembly module)
    {
        var classes = module.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IProgramModule))).ToList();
        if (classes.Count != 1)
            yield return new(module.GetName().Name!, $"has {classes.Count} classes that implement IProgramModule ({string.Join(", ", classes.Select(c => c.Name))}). It needs exactly one.");
        foreach (var hidden in classes.Where(c => !c.IsVisible || c.GetConstructor(Type.EmptyTypes) is null))
            yield return new(hidden.FullName!, "cannot be made by the host. The module class is public and has a constructor without parameters.");
    }
}
