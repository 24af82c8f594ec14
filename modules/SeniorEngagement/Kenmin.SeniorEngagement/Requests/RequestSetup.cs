using System.Threading.RateLimiting;
using Kenmin.Api;
using Kenmin.Persistence;
using Marten;
using Marten.Schema;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SeniorEngagement.Requests;

/// <summary>Where leaders and requests are kept, and what serves them.</summary>
internal static class RequestSetup
{
    /// <summary>How often one network may open the public form, send it, or try links: more than a school, less than a program.</summary>
    public const string Limit = "senior-engagement.leader-requests";

    private const int RequestsPerMinute = 60;

    public static void AddTo(StoreOptions options)
    {
        options.Schema.For<LeaderProfile>();
        options.Schema.For<LeaderRequest>().UniqueIndex(UniqueIndexType.Computed, r => r.SecretHash!).Index(r => r.AccountId!);
        options.Schema.For<LeaderMatch>().UniqueIndex(UniqueIndexType.Computed, m => m.Key).Index(m => m.HolderId).Index(m => m.RequestId);
        LeaderPromises.AddTo(options);
    }

    public static void AddLeaderRequests(this IServiceCollection services)
    {
        services.AddSingleton<LeaderReader>();
        services.AddHostedService<LeaderRequestClock>();
        services.AddRateLimiter(options => options.AddPolicy(Limit, context =>
            RateLimitPartition.GetFixedWindowLimiter(ClientNetwork.Of(context.Connection.RemoteIpAddress), _ => new() { PermitLimit = RequestsPerMinute, Window = TimeSpan.FromMinutes(1) })));
    }
}
