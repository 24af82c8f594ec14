using System.CodeDom.Compiler;
using System.Reflection;
using System.Runtime.CompilerServices;
using Kenmin.Architecture.Tests.House;
using Kenmin.Modularity;
using Marten;
using Microsoft.AspNetCore.Components;

namespace Kenmin.Architecture.Tests.Rules;

/// <summary>
/// Public is only what must be found from outside or named by generated code: the module class, the store's marker, pages,
/// demonstration data, handlers, messages, documents and events, and what these show in their own public members.
/// </summary>
internal static class Visibility
{
    private static readonly string[] StoreLibraries = ["Marten", "JasperFx.Events", "JasperFx"];

    private static readonly string[] EntityLibraries = ["Microsoft.EntityFrameworkCore", "Microsoft.EntityFrameworkCore.Relational", "Microsoft.EntityFrameworkCore.Abstractions"];

    public static IEnumerable<Violation> NeedlesslyPublic(Assembly module)
    {
        HashSet<Type> needed = [];
        foreach (var root in Roots(module)) Need(root, module, needed);
        return module.GetExportedTypes().Where(t => !needed.Contains(t) && !IsGenerated(t)).Select(t => new Violation(
            t.FullName!, "is public, and neither module class, store, page, demonstration data, handler, message, document nor event, nor part of one. Make it internal."));
    }

    /// <summary>The bus passes over handlers that are not public, without a word.</summary>
    public static IEnumerable<Violation> HiddenHandlers(Assembly module) => Handlers.TypesIn(module).Where(t => !t.IsVisible)
        .Select(t => new Violation(t.FullName!, "is a handler and not public, so its messages are never handled. Make it public."));

    private static IEnumerable<Type> Roots(Assembly module)
    {
        var types = module.GetExportedTypes();
        var found = types.Where(t => t.IsAssignableTo(typeof(IProgramModule)) || t.IsAssignableTo(typeof(IDocumentStore))
            || t.IsAssignableTo(typeof(IComponent)) || t.IsAssignableTo(typeof(IDemonstrationData)) || Ancestors(t).Any(IsOfStoreOrEntities));
        var handled = Handlers.TypesIn(module).Concat(Messages.In(module));
        // Documents and events are named between the angle brackets of the store's methods, and by Apply and Create of what they make.
        var stored = Reach.Of(module)
            .Where(u => u.Member.DeclaringType is { } d && (IsOfStoreOrEntities(d) || u.Member is MethodInfo m && m.ReturnType.Assembly is var a && StoreLibraries.Contains(a.GetName().Name)))
            .SelectMany(u => u.Member.GenericArguments());
        var applied = module.GetTypes().SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(m => m.Name is "Apply" or "Create" or "ShouldDelete" or "Evolve" or "Project").SelectMany(m => m.GetParameters().Select(p => p.ParameterType));
        return found.Concat(handled).Concat(stored).Concat(applied).ToList();
    }

    private static IEnumerable<Type> Ancestors(Type type)
    {
        for (var at = type.BaseType; at is not null; at = at.BaseType) yield return at;
        foreach (var i in type.GetInterfaces()) yield return i;
    }

    private static bool IsOfStoreOrEntities(Type type) =>
        StoreLibraries.Contains(type.Assembly.GetName().Name) || EntityLibraries.Contains(type.Assembly.GetName().Name);

    private static void Need(Type type, Assembly module, HashSet<Type> needed)
    {
        if (type.HasElementType) Need(type.GetElementType()!, module, needed);
        foreach (var argument in type.GenericTypeArguments) Need(argument, module, needed);
        if (type.IsGenericType) type = type.GetGenericTypeDefinition();
        if (type.Assembly != module || !type.IsVisible || !needed.Add(type)) return;
        if (type.DeclaringType is { } outer) Need(outer, module, needed);
        foreach (var ancestor in Ancestors(type)) Need(ancestor, module, needed);
        foreach (var member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        {
            IEnumerable<Type> shown = member switch
            {
                MethodInfo m => [m.ReturnType, .. m.GetParameters().Select(p => p.ParameterType)],
                ConstructorInfo c => c.GetParameters().Select(p => p.ParameterType),
                PropertyInfo p => [p.PropertyType],
                FieldInfo f => [f.FieldType],
                Type nested => [nested],
                _ => [],
            };
            foreach (var t in shown) Need(t, module, needed);
        }
    }

    private static bool IsGenerated(Type type) => type.Name == "_Imports" || type.IsDefined(typeof(GeneratedCodeAttribute)) || type.IsDefined(typeof(CompilerGeneratedAttribute));
}
