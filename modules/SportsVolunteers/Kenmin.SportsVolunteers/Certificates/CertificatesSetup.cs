using System.Threading.RateLimiting;
using Kenmin.Api;
using Kenmin.SportsVolunteers.Certificates.Thanks;
using Marten;
using Marten.Schema;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Weasel.Postgresql.Tables;

namespace Kenmin.SportsVolunteers.Certificates;

internal static class CertificatesSetup
{
    /// <summary>How often one network may ask for a number: more than a person who types them, less than a program that tries them.</summary>
    public const string Limit = "sports-volunteers.certificates";

    private const int AskedPerMinute = 30;

    public static void Configure(StoreOptions options)
    {
        options.Schema.For<EventThanks>();
        options.Schema.For<Certificate>()
            .UniqueIndex(UniqueIndexType.Computed, c => c.Number)
            .UniqueIndex(UniqueIndexType.Computed, c => c.ValidKey!)
            .Index(c => c.EventId)
            .Index(c => c.VolunteerId!);
    }

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<CertificateDesk>();
        services.AddRateLimiter(options => options.AddPolicy(Limit, context =>
            RateLimitPartition.GetFixedWindowLimiter(ClientNetwork.Of(context.Connection.RemoteIpAddress), _ => new()
            {
                PermitLimit = AskedPerMinute, Window = TimeSpan.FromMinutes(1),
            })));
    }
}
