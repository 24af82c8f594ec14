using System.Threading.RateLimiting;
using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Outside;
using Marten;
using Marten.Schema;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Organisations;

/// <summary>Where organisations are kept, and what serves them.</summary>
internal static class OrganisationSetup
{
    /// <summary>How often one network may have numbers looked up: more than people who type, less than a program that tries them all.</summary>
    public const string Limit = "community-business.corporate-numbers";

    private const int RequestsPerMinute = 60;

    public static void AddTo(StoreOptions options)
    {
        options.Schema.For<Organisation>().Index(o => o.OwnerAccountId!).Index(o => o.MunicipalityCode).UniqueIndex(UniqueIndexType.Computed, o => o.Number!);
        options.Schema.For<RegisterAnswer>();
    }

    public static void AddOrganisations(this ModuleBuilder builder)
    {
        var settings = builder.Configuration.GetSection("GBizInfo").Get<GBizSettings>() ?? new();
        builder.Services.AddSingleton(settings).AddSingleton<CorporateRegister>().AddSingleton<OrganisationReader>()
            .AddOutsideService<IGBizInfo>("Modules:community-business:GBizInfo:Address", settings)
            .AddRateLimiter(options => options.AddPolicy(Limit, context => LooksUp(context.Request)
                ? RateLimitPartition.GetFixedWindowLimiter(ClientNetwork.Of(context.Connection.RemoteIpAddress), _ => new() { PermitLimit = RequestsPerMinute, Window = TimeSpan.FromMinutes(1) })
                : RateLimitPartition.GetNoLimiter("reading")));
    }

    // A page that is only looked at asks nobody.
    private static bool LooksUp(HttpRequest request) => !HttpMethods.IsGet(request.Method) || request.Path.StartsWithSegments("/api");
}
