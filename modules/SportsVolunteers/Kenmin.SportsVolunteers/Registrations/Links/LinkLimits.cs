using System.Threading.RateLimiting;
using Kenmin.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Kenmin.SportsVolunteers.Registrations.Links;

/// <summary>
/// How often one network address may open or use personal links. Nobody finds a token by guessing; the limit keeps those who
/// try from being a burden.
/// </summary>
internal static class LinkLimits
{
    public const string Policy = "sports-volunteers.links";

    public static void AddLinkLimits(this IServiceCollection services) => services.AddRateLimiter(options => options.AddPolicy(Policy, context =>
        RateLimitPartition.GetFixedWindowLimiter(ClientNetwork.Of(context.Connection.RemoteIpAddress), _ => new()
        {
            PermitLimit = context.RequestServices.GetRequiredService<IOptions<LinkSettings>>().Value.RequestsPerMinute,
            Window = TimeSpan.FromMinutes(1),
        })));
}
