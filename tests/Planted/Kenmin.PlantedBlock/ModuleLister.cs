using Kenmin.PlantedNeighbour;

namespace Kenmin.PlantedBlock;

/// <summary>Names a module where only the catalogue may be asked.</summary>
public static class ModuleLister
{
    public static string First() => NeighbourSecret.Text;
}
