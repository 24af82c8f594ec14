using System.Threading.RateLimiting;
using Kenmin.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Passport.Sharing;

/// <summary>How often one network may open shared records. Nobody finds an address by guessing; the limit keeps those who try from being a burden.</summary>
internal static class ShareLimits
{
    public const string Policy = "passport.shares";
    private const int OpenedPerMinute = 60;

    public static void AddShareLimits(this IServiceCollection services) => services.AddRateLimiter(options => options.AddPolicy(Policy, context =>
        RateLimitPartition.GetFixedWindowLimiter(ClientNetwork.Of(context.Connection.RemoteIpAddress), _ => new()
        {
            PermitLimit = OpenedPerMinute, Window = TimeSpan.FromMinutes(1),
        })));
}
