using System.Globalization;
using System.Threading.RateLimiting;
using Kenmin.Api;
using Kenmin.Modularity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Accounts.SignIn;

/// <summary>How often one network address may try to sign in or register. Looking at the pages is not counted.</summary>
internal static class AttemptLimits
{
    public const string SignIn = "accounts.sign-in";
    public const string Registration = "accounts.registration";
    public const string AccountMail = "accounts.mail";

    public static void AddAttemptLimits(this ModuleBuilder module)
    {
        var settings = module.Configuration.Get<AccountsSettings>() ?? new();
        module.Services.AddRateLimiter(options =>
        {
            options.AddPolicy(SignIn, context => Limit(context, settings.SignInAttemptsPerMinute, TimeSpan.FromMinutes(1)));
            options.AddPolicy(Registration, context => Limit(context, settings.RegistrationsPerHour, TimeSpan.FromHours(1)));
            options.AddPolicy(AccountMail, context => Limit(context, settings.AccountMailsPerHour, TimeSpan.FromHours(1)));
            options.OnRejected = (context, _) =>
            {
                var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
                context.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };
        });
    }

    private static RateLimitPartition<string> Limit(HttpContext context, int permits, TimeSpan window) =>
        HttpMethods.IsPost(context.Request.Method)
            ? RateLimitPartition.GetFixedWindowLimiter(ClientNetwork.Of(context.Connection.RemoteIpAddress), _ => new() { PermitLimit = permits, Window = window })
            : RateLimitPartition.GetNoLimiter("looking");
}
