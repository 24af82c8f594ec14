using System.Reflection;
using Kenmin.Architecture.Tests.House;
using Kenmin.Architecture.Tests.Rules;

namespace Kenmin.Architecture.Tests;

/// <summary>Rules that are read from the assemblies and sources. Each is proved on planted code that breaks it.</summary>
public sealed class RuleTests
{
    private const string UseContracts = "Take a message from its .Contracts, or keep an own copy from messages.";
    private const string Neighbour = "Kenmin.PlantedNeighbour";

    [Fact]
    public void A_module_knows_other_modules_by_their_contracts_only()
    {
        RealHouse.Modules.Concat(RealHouse.Contracts).SelectMany(m => References.Of(m, Except(RealHouse.Modules, m), UseContracts)).ShouldBeKept();
        References.Of(PlantedHouse.Module, [PlantedHouse.Neighbour], UseContracts).ShouldReport("Trespasser", UseContracts);
    }

    [Fact]
    public void A_modules_project_references_no_other_modules_inside_not_even_unused()
    {
        foreach (var project in RealHouse.Projects("modules", "*/Kenmin.*"))
        {
            var own = Path.GetFileNameWithoutExtension(project).Replace(".Contracts", "", StringComparison.Ordinal);
            References.OfProject(project, Names(RealHouse.Modules, except: project.EndsWith(".Contracts.csproj", StringComparison.Ordinal) ? null : own), UseContracts).ShouldBeKept();
        }

        References.OfProject(Planted("Kenmin.PlantedModule"), [Neighbour], UseContracts).ShouldReport("Kenmin.PlantedModule.csproj", Neighbour);
    }

    [Fact]
    public void Building_blocks_know_no_module()
    {
        const string whatToDo = "Move what modules share into the building-block, and what one module needs into the module.";
        IReadOnlyList<Assembly> modules = [.. RealHouse.Modules, .. RealHouse.Contracts];
        RealHouse.BuildingBlocks.SelectMany(b => References.Of(b, modules, whatToDo)).ShouldBeKept();
        RealHouse.Projects("building-blocks", "Kenmin.*").SelectMany(p => References.OfProject(p, Names(modules), whatToDo)).ShouldBeKept();

        References.Of(PlantedHouse.Block, [PlantedHouse.Neighbour], whatToDo).ShouldReport("ModuleLister", whatToDo);
        References.OfProject(Planted("Kenmin.PlantedBlock"), [Neighbour], whatToDo).ShouldReport("Kenmin.PlantedBlock.csproj", Neighbour);
    }

    [Fact]
    public void The_host_names_no_module_in_its_text_or_its_code()
    {
        const string whatToDo = "Ask ModuleCatalog.";
        References.Of(RealHouse.Host, [.. RealHouse.Modules, .. RealHouse.Contracts], whatToDo).ShouldBeKept();
        References.InText(RealHouse.Folder("host"), [.. Names(RealHouse.Modules), .. RealHouse.Manifests.Select(m => $"\"{m.Key}\"")]).ShouldBeKept();

        References.Of(PlantedHouse.Block, [PlantedHouse.Neighbour], whatToDo).ShouldReport("ModuleLister", whatToDo);
        References.InText(RealHouse.Folder("tests", "Planted", "Kenmin.PlantedBlock"), [Neighbour]).ShouldReport("ModuleLister.cs", Neighbour);
    }

    [Fact]
    public void A_module_has_exactly_one_module_class_that_the_host_can_make()
    {
        RealHouse.Modules.SelectMany(ModuleClasses.NotOne).ShouldBeKept();
        RealHouse.Manifests.Select(m => m.Key).ShouldBeUnique();

        ModuleClasses.NotOne(PlantedHouse.Neighbour).ShouldReport(Neighbour, "has 2 classes");
        ModuleClasses.NotOne(PlantedHouse.Neighbour).ShouldReport("SecondModule", "cannot be made");
        ModuleClasses.NotOne(PlantedHouse.Contracts).ShouldReport("Contracts", "has 0 classes");
    }

    [Fact]
    public void A_module_uses_its_own_store_and_no_other()
    {
        RealHouse.Modules.SelectMany(Stores.NotOne).ShouldBeKept();
        RealHouse.Modules.SelectMany(Stores.Foreigners).ShouldBeKept();

        Stores.NotOne(PlantedHouse.Module).ShouldReport("ISecondStore", "second store");
        var foreigners = Stores.Foreigners(PlantedHouse.Module).ToList();
        foreigners.ShouldReport("TakesTheMainStore", "takes IDocumentStore");
        foreigners.ShouldReport("TakesTheMainSession", "takes IQuerySession");
        foreigners.ShouldReport("PageWithMainSession", "takes IDocumentSession");
        foreigners.ShouldReport("AsksForTheMainStore", "asks for IDocumentStore");
        foreigners.ShouldNotContain(v => v.Where.Contains("TakesItsOwnStore"));
    }

    [Fact]
    public void Handlers_are_public_because_others_are_passed_over_without_a_word()
    {
        RealHouse.Modules.SelectMany(Visibility.HiddenHandlers).ShouldBeKept();
        Visibility.HiddenHandlers(PlantedHouse.Module).ShouldReport("HiddenHandler", "not public");
        Visibility.HiddenHandlers(PlantedHouse.Module).ShouldReport("OnDoWell", "Add [WolverineHandler]");
    }

    [Fact]
    public void Nothing_reads_a_clock_that_a_test_cannot_set()
    {
        RealHouse.All.SelectMany(ForbiddenCalls.Clocks).ShouldBeKept();

        var planted = ForbiddenCalls.Clocks(PlantedHouse.Module).ToList();
        planted.ShouldReport("PublicHelper.Now", "DateTime.Now");
        planted.ShouldReport("PublicHelper", "DateTimeOffset.UtcNow");
    }

    [Fact]
    public void Nothing_is_decorated_where_generated_handlers_would_pass_over_it()
    {
        RealHouse.All.SelectMany(ForbiddenCalls.Decorators).ShouldBeKept();
        ForbiddenCalls.Decorators(PlantedHouse.Module).ShouldReport("PlantedProgramModule", "decorates");
    }

    [Fact]
    public void Transactions_of_sessions_begin_in_the_one_way_that_loses_no_connection()
    {
        RealHouse.All.SelectMany(ForbiddenCalls.SessionTransactions).ShouldBeKept();
        ForbiddenCalls.SessionTransactions(PlantedHouse.Module).ShouldReport("PublicHelper", "begins a session's transaction");
    }

    [Fact]
    public void What_works_beside_requests_waits_until_messages_can_be_routed()
    {
        RealHouse.All.SelectMany(BackgroundWork.TooEarly).ShouldBeKept();
        BackgroundWork.TooEarly(PlantedHouse.Module).ShouldReport("EarlyBird", "Derive from BackgroundJob");
    }

    private static string Planted(string project) => RealHouse.Folder("tests", "Planted", project, project + ".csproj");

    private static List<Assembly> Except(IEnumerable<Assembly> modules, Assembly module) =>
        [.. modules.Where(m => m != module)];

    private static HashSet<string> Names(IEnumerable<Assembly> assemblies, string? except = null) =>
        [.. assemblies.Select(a => a.GetName().Name!).Where(n => n != except)];
}
