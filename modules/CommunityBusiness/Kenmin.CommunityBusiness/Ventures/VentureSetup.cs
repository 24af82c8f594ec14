using System.Threading.RateLimiting;
using Kenmin.Api;
using Marten;
using Marten.Schema;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Ventures;

/// <summary>Where ideas and businesses are kept, and what serves them.</summary>
internal static class VentureSetup
{
    /// <summary>How often one network may write ideas without an account or try codes: more than people at a counter, less than a program.</summary>
    public const string Limit = "community-business.ideas";

    private const int RequestsPerMinute = 60;

    public static void AddTo(StoreOptions options)
    {
        options.Schema.For<Venture>().UniqueIndex(UniqueIndexType.Computed, v => v.Number).Index(v => v.OwnerAccountId!).Index(v => v.MunicipalityCode).Index(v => v.InviteHash!);
        options.Schema.For<VentureStep>().Index(s => s.VentureId);
        options.Schema.For<VentureSerial>();
        options.Schema.For<GateRules>();
        GateTable.AddTo(options);
    }

    public static void AddVentures(this IServiceCollection services)
    {
        services.AddSingleton<VentureReader>();
        services.AddHostedService<VentureReminders>();
        services.AddRateLimiter(options => options.AddPolicy(Limit, context =>
            RateLimitPartition.GetFixedWindowLimiter(ClientNetwork.Of(context.Connection.RemoteIpAddress), _ => new() { PermitLimit = RequestsPerMinute, Window = TimeSpan.FromMinutes(1) })));
    }
}
