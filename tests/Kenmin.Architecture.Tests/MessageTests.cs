using Kenmin.Architecture.Tests.House;
using Kenmin.Architecture.Tests.Rules;

namespace Kenmin.Architecture.Tests;

/// <summary>Messages outlive the version that sent them. Each rule is proved on planted code that breaks it.</summary>
public sealed class MessageTests
{
    private static readonly List<Type> Real = [.. RealHouse.Modules.SelectMany(Messages.In), .. RealHouse.Contracts.SelectMany(Messages.InContracts)];

    private static readonly List<Type> Planted = [.. Messages.In(PlantedHouse.Module), .. Messages.InContracts(PlantedHouse.Contracts)];

    [Fact]
    public void Messages_are_sealed_records_with_an_alias_in_their_modules_name()
    {
        Real.SelectMany(m => Messages.Shape(m, Messages.KeyOf(m.Assembly, RealHouse.Manifests))).ShouldBeKept();

        var planted = Planted.SelectMany(m => Messages.Shape(m, "planted")).ToList();
        planted.ShouldReport("SomethingHappened", "no sealed record");
        planted.ShouldReport("SomethingHappened", "no alias");
        planted.ShouldReport("DoSomething", "no sealed record");
        planted.ShouldReport("DoSomething", "no alias");
        planted.ShouldReport("PublishedThing", "no sealed record");
        planted.ShouldReport("Moved", "planted.name.v1");
        planted.ShouldNotContain(v => v.Where.EndsWith("DoWell") || v.Where.EndsWith("WellTold") || v.Where.EndsWith("Detail"));
    }

    [Fact]
    public void An_alias_belongs_to_one_message()
    {
        Messages.Clashes(Real).ShouldBeKept();
        Messages.Clashes(Planted).ShouldReport("WellToldAgain", "planted.well-told.v1");
    }

    [Fact]
    public void Every_message_is_documented_and_nothing_else_is()
    {
        Messages.Documentation(Real, File.ReadAllText(RealHouse.Folder("docs", "messages.md"))).ShouldBeKept();

        var planted = Messages.Documentation(Planted, "| `planted.do-well.v1` | … |\n| `planted.forgotten.v2` | … |\n").ToList();
        planted.ShouldReport("planted.secret-told.v1", "is not in docs/messages.md");
        planted.ShouldReport("planted.forgotten.v2", "is no message");
        planted.ShouldNotContain(v => v.Where == "planted.do-well.v1");
    }

    [Fact]
    public void Contracts_depend_on_the_base_library_and_the_shared_kernel_only()
    {
        RealHouse.Contracts.SelectMany(Messages.Dependencies).ShouldBeKept();
        Messages.Dependencies(PlantedHouse.Contracts).ShouldReport("Marten.IReadOnlyStoreOptions", "must not take a library");
    }

    [Fact]
    public void Every_contract_has_a_subscriber()
    {
        Messages.Unheard(RealHouse.Contracts.SelectMany(Messages.InContracts), Handled(RealHouse.Modules)).ShouldBeKept();
        Messages.Unheard(Messages.InContracts(PlantedHouse.Contracts), Handled(PlantedHouse.Modules)).ShouldReport("SecretTold", "no subscriber");
    }

    private static HashSet<Type> Handled(IEnumerable<System.Reflection.Assembly> modules) =>
        [.. modules.SelectMany(Handlers.In).Where(h => h.Handler.IsVisible).Select(h => h.Message)];
}
