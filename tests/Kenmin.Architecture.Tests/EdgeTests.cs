using System.Reflection;
using Kenmin.Architecture.Tests.House;
using Kenmin.Architecture.Tests.Rules;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Kenmin.PlantedModule;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Wolverine.Runtime;

namespace Kenmin.Architecture.Tests;

/// <summary>What the running host shows to the outside. Each rule is proved on planted pages and endpoints that break it.</summary>
public sealed class EdgeTests(RunningHost host) : IClassFixture<RunningHost>
{
    private readonly IReadOnlyList<RouteEndpoint> edges = Edges.Of(host.Services.GetRequiredService<EndpointDataSource>());
    private readonly ModuleCatalog catalog = host.Services.GetRequiredService<ModuleCatalog>();

    [Fact]
    public async Task Every_page_and_endpoint_says_who_may_reach_it_and_which_feature_it_belongs_to()
    {
        edges.Count.ShouldBeGreaterThan(10);
        Edges.WithoutRule(edges).ShouldBeKept();

        var planted = Edges.WithoutRule(await PlantedEdgesAsync()).ToList();
        planted.ShouldReport("/planted/page", "who may reach it");
        planted.ShouldReport("/planted/page", "to which feature it belongs");
        planted.ShouldReport("GET /planted/session", "who may reach it");
        planted.ShouldReport("POST /planted/open", "AllowAnonymous wins");
        planted.ShouldReport("POST /planted/open", "Remove RequireFeature or AlwaysOn");
        planted.ShouldNotContain(v => v.Where.Contains("/planted/undeclared"));
    }

    [Fact]
    public async Task Permissions_and_features_of_pages_and_endpoints_are_declared_in_a_manifest()
    {
        Edges.Undeclared(edges, catalog).ShouldBeKept();
        Edges.Undeclared(RealHouse.Manifests).ShouldBeKept();

        var planted = Edges.Undeclared(await PlantedEdgesAsync(), catalog).ToList();
        planted.ShouldReport("GET /planted/undeclared", "planted.nowhere");
        planted.ShouldReport("GET /planted/undeclared", "planted.never");
        var manifests = Edges.Undeclared(RealHouse.ManifestsOf(PlantedHouse.Module)).ToList();
        manifests.ShouldReport("planted", "planted.nowhere");
        manifests.ShouldReport("planted", "planted.never");
    }

    [Fact]
    public async Task No_endpoint_is_given_a_session_of_the_platforms_store()
    {
        Edges.Methods(edges).Where(m => RealHouse.Modules.Contains(m.DeclaringType!.Assembly)).SelectMany(Stores.Foreigners).ShouldBeKept();
        Edges.Methods(await PlantedEdgesAsync()).SelectMany(Stores.Foreigners).ShouldReport("PlantedEndpoints", "takes IQuerySession");
    }

    [Fact]
    public void A_module_keeps_everything_in_the_schema_named_by_its_key()
    {
        var stores = host.Services.GetServices<ModuleStore>().Select(s => (
            catalog.Modules.Single(m => m.Assembly == s.Assembly).Manifest,
            ((IDocumentStore)host.Services.GetRequiredService(s.StoreType)).Options)).ToList();
        stores.Select(s => s.Manifest.Key).ShouldBe(
            RealHouse.Modules.Where(m => Stores.MarkersIn(m).Any()).SelectMany(RealHouse.ManifestsOf).Select(m => m.Key), ignoreOrder: true,
            "every store is registered with ModuleBuilder.AddStore");
        Stores.Schemas(stores).ShouldBeKept();

        var services = new ServiceCollection();
        var module = new PlantedProgramModule();
        var environment = host.Services.GetRequiredService<Microsoft.Extensions.Hosting.IHostEnvironment>();
        var configuration = host.Services.GetRequiredService<Microsoft.Extensions.Configuration.IConfiguration>();
        services.AddSingleton(environment).AddLogging();
        module.AddServices(new ModuleBuilder(module.Manifest, PlantedHouse.Module, services, configuration, environment));
        using var provider = services.BuildServiceProvider();
        var planted = provider.GetRequiredService<IPlantedStore>().Options;
        var violations = Stores.Schemas([(module.Manifest, planted), (module.Manifest, planted)]).ToList();
        violations.ShouldReport("planted", "keeps something in the schema chosen_by_itself");
        violations.ShouldReport("planted", "belongs to another module");
    }

    [Fact]
    public void The_running_bus_knows_a_handler_for_every_message()
    {
        var bus = (WolverineRuntime)host.Services.GetRequiredService<IWolverineRuntime>();
        var messages = RealHouse.Contracts.SelectMany(Messages.InContracts).Concat(RealHouse.Modules.SelectMany(Messages.In)).ToList();

        messages.Where(m => !bus.Handlers.CanHandle(m)).Select(m => m.FullName).ShouldBeEmpty();
        bus.Handlers.CanHandle(typeof(PlantedModule.DoWell)).ShouldBeFalse("the planted module is in no host");
    }

    private static async Task<IReadOnlyList<RouteEndpoint>> PlantedEdgesAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddRazorComponents();
        builder.Services.AddAuthorization();
        await using var app = builder.Build();
        PlantedEndpoints.Map(app);
        app.MapPost("/planted/open", () => "").AllowAnonymous().RequirePermission("planted.nowhere").AlwaysOn("").RequireFeature("planted.never");
        app.MapGet("/planted/undeclared", () => "").RequirePermission("planted.nowhere").RequireFeature("planted.never");
        app.MapRazorComponents<UnguardedPage>();
        return Edges.Of(new CompositeEndpointDataSource(((IEndpointRouteBuilder)app).DataSources));
    }
}
