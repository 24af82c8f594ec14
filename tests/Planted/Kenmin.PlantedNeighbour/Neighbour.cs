using Kenmin.Modularity;

namespace Kenmin.PlantedNeighbour;

/// <summary>One module class …</summary>
public sealed class NeighbourModule : IProgramModule
{
    public ModuleManifest Manifest { get; } = Neighbours.Manifest;

    public void AddServices(ModuleBuilder builder) => ArgumentNullException.ThrowIfNull(builder);
}

/// <summary>… and a second one, which the host could not make.</summary>
public sealed class SecondModule(string text) : IProgramModule
{
    public ModuleManifest Manifest { get; } = Neighbours.Manifest with { Owner = new(text, text) };

    public void AddServices(ModuleBuilder builder) => ArgumentNullException.ThrowIfNull(builder);
}

/// <summary>What only the module itself should know.</summary>
public static class NeighbourSecret
{
    public static string Text => Neighbours.Manifest.Key;
}

internal static class Neighbours
{
    public static ModuleManifest Manifest { get; } = new()
    {
        Key = "planted",
        Name = new("隣", "Neighbour"),
        Description = new("規則の試験です。", "For testing the rules."),
        Version = new(1, 0),
        Owner = new("試験", "Tests"),
    };
}
