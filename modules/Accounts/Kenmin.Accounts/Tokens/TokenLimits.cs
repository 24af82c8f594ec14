using System.Threading.RateLimiting;
using Kenmin.Api;
using Kenmin.Modularity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Accounts.Tokens;

/// <summary>How often programs may call: each token, and all tokens of one network address together. Counted before any look into the database.</summary>
internal static class TokenLimits
{
    public static void AddTokenLimits(this ModuleBuilder module)
    {
        var settings = module.Configuration.Get<AccountsSettings>() ?? new();
        module.Services.AddRateLimiter(options => options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, string>(http => TokenAuthentication.Of(http.Request) is null
                ? RateLimitPartition.GetNoLimiter("")
                : Window("address " + ClientNetwork.Of(http.Connection.RemoteIpAddress), settings.TokenRequestsPerMinuteFromOneAddress)),
            PartitionedRateLimiter.Create<HttpContext, string>(http => TokenAuthentication.Of(http.Request) is not { } token
                ? RateLimitPartition.GetNoLimiter("")
                : Window(Convert.ToHexString(AccessTokens.HashOf(token)), settings.TokenRequestsPerMinute))));
    }

    private static RateLimitPartition<string> Window(string key, int permits) =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new() { PermitLimit = permits, Window = TimeSpan.FromMinutes(1) });
}
