using System.Reflection;
using System.Xml.Linq;
using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using ArchUnitNET.Loader;
using Kenmin.Architecture.Tests.House;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Assembly = System.Reflection.Assembly;

namespace Kenmin.Architecture.Tests.Rules;

/// <summary>Who may know whom.</summary>
internal static class References
{
    // Loading takes long and much memory, and gives the same for every rule.
    private static readonly Lazy<ArchUnitNET.Domain.Architecture> Real = new(() => new ArchLoader().LoadAssemblies([.. RealHouse.All]).Build());
    private static readonly Lazy<ArchUnitNET.Domain.Architecture> Planted = new(() => new ArchLoader().LoadAssemblies(PlantedHouse.Module, PlantedHouse.Contracts, PlantedHouse.Neighbour, PlantedHouse.Block).Build());

    /// <summary>Types of <paramref name="from"/> that depend on a type of <paramref name="forbidden"/>.</summary>
    public static IEnumerable<Violation> Of(Assembly from, IReadOnlyList<Assembly> forbidden, string whatToDo)
    {
        if (forbidden.Count == 0) return [];
        var architecture = from.GetName().Name!.StartsWith("Kenmin.Planted", StringComparison.Ordinal) ? Planted.Value : Real.Value;
        // Generated code has the same names in several assemblies, and names what it calls; nobody writes or reads it.
        IArchRule rule = Types().That().ResideInAssembly(from).And().DoNotResideInNamespaceMatching("^(Internal|JasperFx)\\.Generated")
            .Should().NotDependOnAny(Types().That().ResideInAssembly(forbidden[0], [.. forbidden.Skip(1)]))
            .WithoutRequiringPositiveResults();
        return rule.Evaluate(architecture).Where(r => !r.Passed).Select(r => new Violation(r.EvaluatedObjectIdentifier.Identifier, $"{r.Description}. {whatToDo}"));
    }

    /// <summary>References of a project file to projects named in <paramref name="forbidden"/>, used or not.</summary>
    public static IEnumerable<Violation> OfProject(string project, IReadOnlyCollection<string> forbidden, string whatToDo) =>
        XDocument.Load(project).Descendants().Where(e => e.Name.LocalName is "ProjectReference" or "PackageReference" or "Reference")
            .Select(e => Path.GetFileNameWithoutExtension(Path.GetFileName((e.Attribute("Include")?.Value ?? "").Replace('\\', '/') + (e.Name.LocalName == "ProjectReference" ? "" : ".x"))))
            .Where(forbidden.Contains)
            .Select(name => new Violation(Path.GetFileName(project), $"references {name}. {whatToDo}"));

    /// <summary>Places in the host's own text that name a module.</summary>
    public static IEnumerable<Violation> InText(string folder, IReadOnlyCollection<string> names) =>
        from file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        where Path.GetExtension(file) is ".cs" or ".razor" or ".csproj" or ".json" or ".props" or ".targets"
        let relative = Path.GetRelativePath(folder, file).Replace('\\', '/')
        where !relative.Split('/').Any(part => part is "bin" or "obj" or "Generated" || part.StartsWith('.'))
        let text = File.ReadAllText(file)
        from name in names
        where text.Contains(name, StringComparison.OrdinalIgnoreCase)
        select new Violation(relative, $"names {name}. Modules are found by their folders: take what is needed from ModuleCatalog.");
}
