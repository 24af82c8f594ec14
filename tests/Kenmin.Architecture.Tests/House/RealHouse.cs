using System.Reflection;
using Kenmin.Modularity;
using Kenmin.Testing;

namespace Kenmin.Architecture.Tests.House;

/// <summary>The assemblies of this repository, found by their folders.</summary>
internal static class RealHouse
{
    /// <summary>Every module without its contracts.</summary>
    public static IReadOnlyList<Assembly> Modules { get; } = Load(Projects("modules", "*/Kenmin.*").Where(p => !IsContracts(p)));

    /// <summary>What modules may take from each other.</summary>
    public static IReadOnlyList<Assembly> Contracts { get; } = Load(Projects("modules", "*/Kenmin.*").Where(IsContracts));

    public static IReadOnlyList<Assembly> BuildingBlocks { get; } = Load(Projects("building-blocks", "Kenmin.*"));

    public static Assembly Host { get; } = typeof(Program).Assembly;

    public static IReadOnlyList<Assembly> All { get; } = [Host, .. BuildingBlocks, .. Contracts, .. Modules];

    public static IReadOnlyList<ModuleManifest> Manifests { get; } = [.. Modules.SelectMany(ManifestsOf)];

    public static string Folder(params string[] parts) => Path.Combine([RepositoryRoot.Path, .. parts]);

    /// <summary>The manifests that an assembly brings; one, when it obeys the rules.</summary>
    public static IEnumerable<ModuleManifest> ManifestsOf(Assembly module) => module.GetTypes()
        .Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IProgramModule)))
        .Select(t => ((IProgramModule)Activator.CreateInstance(t)!).Manifest);

    /// <summary>The project files that stand in the folders of a part of the house.</summary>
    public static IEnumerable<string> Projects(string part, string pattern)
    {
        IEnumerable<string> folders = [Folder(part)];
        foreach (var step in pattern.Split('/')) folders = folders.SelectMany(f => Directory.EnumerateDirectories(f, step));
        return folders.Select(f => Path.Combine(f, Path.GetFileName(f) + ".csproj")).Where(File.Exists).Order(StringComparer.Ordinal);
    }

    private static bool IsContracts(string project) => project.EndsWith(".Contracts.csproj", StringComparison.Ordinal);

    private static IReadOnlyList<Assembly> Load(IEnumerable<string> projects) =>
        [.. projects.Select(p => Assembly.Load(Path.GetFileNameWithoutExtension(p)))];
}
