using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Kenmin.Architecture.Tests.House;
using Kenmin.Modularity;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.Architecture.Tests.Rules;

/// <summary>What is sent from here to there, and may still be on its way after an upgrade.</summary>
internal static partial class Messages
{
    /// <summary>Everything that a module handles, publishes or marks as a message.</summary>
    public static IEnumerable<Type> In(Assembly assembly)
    {
        var published = Reach.Of(assembly).Select(u => u.Member).OfType<MethodInfo>()
            .Where(m => m.IsGenericMethod && m.Name is "PublishAsync" or "SendAsync" or "BroadcastToTopicAsync" or "ScheduleAsync"
                && m.DeclaringType!.Assembly.GetName().Name!.StartsWith("Wolverine", StringComparison.Ordinal))
            .SelectMany(m => m.GetGenericArguments());
        return assembly.GetTypes().Where(t => t.IsDefined(typeof(MessageIdentityAttribute)))
            .Concat(Handlers.In(assembly).Select(h => h.Message)).Concat(published)
            .Where(t => t.Assembly == assembly && !t.IsInterface).Distinct();
    }

    /// <summary>
    /// The messages of a contracts assembly. A public type there is a message unless another contract mentions it: then it is
    /// a part of that one.
    /// </summary>
    public static IEnumerable<Type> InContracts(Assembly contracts)
    {
        var types = contracts.GetExportedTypes().Where(t => t.IsClass && !(t.IsAbstract && t.IsSealed)).ToList();
        return types.Where(t => t.IsDefined(typeof(MessageIdentityAttribute)) || !contracts.GetExportedTypes().Any(o => o != t && Mentions(o, t)));
    }

    public static IEnumerable<Violation> Shape(Type message, string moduleKey)
    {
        if (!message.IsSealed || message.GetMethod("<Clone>$") is null)
            yield return new(message.FullName!, "is a message and no sealed record. What was sent must not change or be extended.");
        if (message.GetCustomAttribute<MessageIdentityAttribute>()?.GetName() is not { } alias)
            yield return new(message.FullName!, $"""has no alias. Add [MessageIdentity("{moduleKey}.name.v1")], so that what is on its way survives a new name of the class.""");
        else if (!AliasPattern().IsMatch(alias) || !alias.StartsWith(moduleKey + ".", StringComparison.Ordinal))
            yield return new(message.FullName!, $"has the alias '{alias}'. Use the form {moduleKey}.name.v1: lower case, hyphens, version.");
    }

    /// <summary>Two messages with one alias.</summary>
    public static IEnumerable<Violation> Clashes(IEnumerable<Type> messages) => messages.Where(m => AliasOf(m) is not null).GroupBy(AliasOf)
        .Where(g => g.Count() > 1)
        .Select(g => new Violation(string.Join(", ", g.Select(m => m.FullName)), $"share the alias '{g.Key}'. Give each its own."));

    /// <summary>Messages that are not in the table of messages, and lines there of messages that are no more.</summary>
    public static IEnumerable<Violation> Documentation(IEnumerable<Type> messages, string markdown)
    {
        var documented = DocumentedAlias().Matches(markdown).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var real = messages.Select(AliasOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var alias in real.Except(documented)) yield return new(alias, "is not in docs/messages.md. Add a line: who publishes it, who takes it, when.");
        foreach (var alias in documented.Except(real)) yield return new(alias, "is in docs/messages.md and is no message. Remove the line.");
    }

    /// <summary>Contracts that nobody takes: the bus would only log that there is no subscriber.</summary>
    public static IEnumerable<Violation> Unheard(IEnumerable<Type> contracts, IReadOnlyCollection<Type> handled) => contracts.Except(handled)
        .Select(c => new Violation(c.FullName!, "has no subscriber. Write a public handler in the module that needs it, or remove the contract."));

    /// <summary>What a contracts assembly takes from elsewhere than the base library and the shared kernel.</summary>
    public static IEnumerable<Violation> Dependencies(Assembly contracts)
    {
        using var portable = new PEReader(File.OpenRead(contracts.Location));
        var metadata = portable.GetMetadataReader();
        foreach (var handle in metadata.TypeReferences)
        {
            var type = metadata.GetTypeReference(handle);
            if (type.ResolutionScope.Kind != HandleKind.AssemblyReference) continue;
            var from = metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name);
            var name = $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
            if (from is "netstandard" or "Kenmin.SharedKernel" || from.StartsWith("System.", StringComparison.Ordinal)
                || name == typeof(MessageIdentityAttribute).FullName) continue;
            yield return new($"{contracts.GetName().Name} → {name}", "is neither of the base library nor of the shared kernel. Who takes a contract must not take a library with it.");
        }
    }

    /// <summary>The key of the module that an assembly belongs to, by its manifest or by its name.</summary>
    public static string KeyOf(Assembly assembly, IEnumerable<ModuleManifest> manifests)
    {
        var name = assembly.GetName().Name!.Split('.')[1];
        return manifests.FirstOrDefault(m => m.Key.Replace("-", "", StringComparison.Ordinal).Equals(name, StringComparison.OrdinalIgnoreCase))?.Key
            ?? name.ToLowerInvariant();
    }

    private static string? AliasOf(Type message) => message.GetCustomAttribute<MessageIdentityAttribute>()?.GetName();

    private static bool Mentions(Type type, Type part) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static).Select(p => p.PropertyType)
        .Concat(type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(m => m.ReturnType))
        .Any(p => p == part || p.GetElementType() == part || p.GenericTypeArguments.Contains(part));

    [GeneratedRegex(@"^[a-z][a-z0-9-]*\.[a-z0-9-]+\.v[1-9][0-9]*$")]
    private static partial Regex AliasPattern();

    [GeneratedRegex(@"^\| *`([^`]+\.v[0-9]+)` *\|", RegexOptions.Multiline)]
    private static partial Regex DocumentedAlias();
}
