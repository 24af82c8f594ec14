using System.Reflection;
using Kenmin.Architecture.Tests.House;
using Kenmin.Modularity;
using Marten;

namespace Kenmin.Architecture.Tests.Rules;

/// <summary>A module keeps its things in its own store, and in no other.</summary>
internal static class Stores
{
    private const string TakeTheMarker =
        "this is the platform's store. Take the module's own store marker and open a session of it; only handlers get sessions, of their module's store.";

    private static readonly Type[] Sessions = [typeof(IDocumentSession), typeof(IQuerySession)];

    private static readonly Type[] Foreign = [typeof(IDocumentStore), .. Sessions];

    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The markers of an assembly's stores.</summary>
    public static IEnumerable<Type> MarkersIn(Assembly module) =>
        module.GetTypes().Where(t => t.IsInterface && t != typeof(IDocumentStore) && t.IsAssignableTo(typeof(IDocumentStore)));

    /// <summary>More than one store in a module.</summary>
    public static IEnumerable<Violation> NotOne(Assembly module) => MarkersIn(module).Skip(1)
        .Select(m => new Violation(m.FullName!, "is a second store of the module. One module has one store; put the documents there."));

    /// <summary>Places that are given the platform's store or a session of it.</summary>
    public static IEnumerable<Violation> Foreigners(Assembly module)
    {
        foreach (var type in module.GetTypes())
        {
            var taken = type.GetConstructors(Everything).SelectMany(c => c.GetParameters()).Where(p => Foreign.Contains(p.ParameterType)).Select(p => p.ParameterType)
                .Concat(type.GetProperties(Everything).Where(p => IsInjected(p) && Foreign.Contains(p.PropertyType)).Select(p => p.PropertyType))
                .Concat(type.GetFields(Everything).Where(f => f.FieldType == typeof(IDocumentStore)).Select(f => f.FieldType))
                .Concat(type.GetMethods(Everything).SelectMany(m => m.GetParameters()).Where(p => p.ParameterType == typeof(IDocumentStore)).Select(p => p.ParameterType));
            // What a compiler makes of an async method or a lambda keeps the sessions that it uses in fields and parameters.
            if (Nested(type)) taken = taken.Where(t => t == typeof(IDocumentStore));
            foreach (var t in taken.Distinct()) yield return new(type.FullName!, $"takes {t.Name}: {TakeTheMarker}");
        }

        foreach (var use in Reach.Of(module))
            if (use.Member is MethodInfo { IsGenericMethod: true, Name: "GetService" or "GetRequiredService" or "GetServices" or "GetKeyedService" or "GetRequiredKeyedService" } asked
                && asked.GetGenericArguments().FirstOrDefault(Foreign.Contains) is { } service)
                yield return new(use.Where, $"asks for {service.Name}: {TakeTheMarker}");
    }

    /// <summary>An endpoint's method that is given a session: outside of handlers it is the platform's.</summary>
    public static IEnumerable<Violation> Foreigners(MethodInfo endpoint) => endpoint.GetParameters()
        .Where(p => Foreign.Contains(p.ParameterType))
        .Select(p => new Violation($"{endpoint.DeclaringType!.FullName}.{endpoint.Name}", $"takes {p.ParameterType.Name}: {TakeTheMarker}"));

    /// <summary>Stores that keep something outside of the schema named by the manifest's key, or in another's.</summary>
    public static IEnumerable<Violation> Schemas(IEnumerable<(ModuleManifest Manifest, IReadOnlyStoreOptions Options)> stores)
    {
        HashSet<string> taken = new(StringComparer.Ordinal);
        foreach (var (manifest, options) in stores)
        {
            var schema = manifest.Key.Replace('-', '_');
            if (!taken.Add(schema))
                yield return new(manifest.Key, $"the schema {schema} belongs to another module. Give the module a key of its own.");
            IEnumerable<string> used = [options.DatabaseSchemaName, options.Events.DatabaseSchemaName, .. options.AllKnownDocumentTypes().Select(d => d.TableName.Schema)];
            foreach (var other in used.Distinct().Where(s => s != schema))
                yield return new(manifest.Key, $"keeps something in the schema {other}. Register the store with ModuleBuilder.AddStore, which gives it {schema}.");
        }
    }

    private static bool IsInjected(PropertyInfo property) =>
        property.GetCustomAttributes().Any(a => a.GetType().Name is "InjectAttribute" or "FromServicesAttribute" or "CascadingParameterAttribute");

    private static bool Nested(Type type) => type.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute));
}
