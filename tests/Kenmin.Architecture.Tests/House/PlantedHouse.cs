using System.Reflection;

namespace Kenmin.Architecture.Tests.House;

/// <summary>Code below tests/Planted that breaks every rule once. No host is built with it.</summary>
internal static class PlantedHouse
{
    public static Assembly Module { get; } = typeof(PlantedModule.PlantedProgramModule).Assembly;

    public static Assembly Contracts { get; } = typeof(PlantedModule.Contracts.SecretTold).Assembly;

    /// <summary>A second module, with two module classes.</summary>
    public static Assembly Neighbour { get; } = typeof(PlantedNeighbour.NeighbourModule).Assembly;

    /// <summary>Stands for a building-block and for a host that know a module.</summary>
    public static Assembly Block { get; } = typeof(PlantedBlock.ModuleLister).Assembly;

    public static IReadOnlyList<Assembly> Modules { get; } = [Module, Neighbour];
}
