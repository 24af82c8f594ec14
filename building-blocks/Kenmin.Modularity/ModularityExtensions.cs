using System.Reflection;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Discovery;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Modularity.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.FeatureManagement;

namespace Kenmin.Modularity;

/// <summary>Adds modules, permissions and feature gates to a host.</summary>
public static class ModularityExtensions
{
    /// <summary>
    /// Finds the modules compiled into <paramref name="host"/> and those in <paramref name="pluginFolder"/>, and lets each
    /// register its services.
    /// </summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="host">The host's assembly.</param>
    /// <param name="pluginFolder">The folder for plug-ins.</param>
    /// <param name="carried">Keys of those compiled in that run; all when null.</param>
    public static ModuleCatalog AddKenminModules(this WebApplicationBuilder builder, Assembly host, string pluginFolder, IReadOnlyCollection<string>? carried = null)
    {
        var services = builder.Services;
        var wall = services.LastOrDefault(s => s.ServiceType == typeof(TimeProvider))?.ImplementationInstance as TimeProvider ?? TimeProvider.System;
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new RequestClock(wall)));
        services.AddDataProtection();
        services.AddSingleton<SitePreviews>();
        services.AddSingleton<FeatureDecisions>();
        services.AddSingleton<InitiativeDirectory>();
        services.AddSingleton<IStaffDirectory, NoStaff>();
        services.AddSingleton<FeatureGates>();
        services.AddSingleton<IFeatureDefinitionProvider, StoredFeatureDefinitions>();
        services.AddFeatureManagement().AddFeatureFilter<FiscalYearFilter>().AddFeatureFilter<InitiativeFilter>();
        services.AddSingleton<IAuthorizationPolicyProvider, PermissionPolicyProvider>();
        services.Configure<AuthorizationOptions>(options => options.DefaultPolicy = PermissionPolicyProvider.Own);

        var catalog = ModuleDiscovery.AddModules(services, builder.Configuration, builder.Environment, host, pluginFolder, carried);
        services.Scan(scan => scan
            .FromAssemblies(catalog.Modules.Select(m => m.Assembly))
            .AddClasses(classes => classes.AssignableTo<IApiEndpoints>(), publicOnly: false)
            .As<IApiEndpoints>()
            .WithSingletonLifetime()
            .AddClasses(classes => classes.AssignableTo<ISiteEndpoints>(), publicOnly: false)
            .As<ISiteEndpoints>()
            .WithSingletonLifetime());
        return catalog;
    }

    /// <summary>
    /// Lets time and decisions about features stand still within a request. Belongs between authentication and authorization.
    /// </summary>
    public static IApplicationBuilder UseRequestMoments(this IApplicationBuilder app) => app.UseMiddleware<RequestMomentMiddleware>();

    /// <summary>Closes pages and endpoints whose feature is off. Belongs after routing and authorization.</summary>
    public static IApplicationBuilder UseFeatureGates(this IApplicationBuilder app) => app.UseMiddleware<FeatureGateMiddleware>();

    /// <summary>Maps the endpoints of all modules below <paramref name="api"/>.</summary>
    public static void MapModuleEndpoints(this IEndpointRouteBuilder api)
    {
        foreach (var endpoints in api.ServiceProvider.GetServices<IApiEndpoints>()) endpoints.Map(api);
    }

    /// <summary>Maps the endpoints of all modules that belong to pages.</summary>
    public static void MapModuleSiteEndpoints(this IEndpointRouteBuilder site)
    {
        foreach (var endpoints in site.ServiceProvider.GetServices<ISiteEndpoints>()) endpoints.Map(site);
    }
}
