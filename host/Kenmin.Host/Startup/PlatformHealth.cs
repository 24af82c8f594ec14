using Kenmin.Api;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kenmin.Host.Startup;

/// <summary>Whether the host lives, is ready to serve, and which modules it runs or refused.</summary>
internal static class PlatformHealth
{
    public static void MapPlatformHealth(this WebApplication app)
    {
        app.MapReadiness();
        app.MapGet("/health", async (HealthCheckService checks, ModuleCatalog modules, HttpContext context) =>
        {
            var report = await checks.CheckHealthAsync(context.RequestAborted);
            return Results.Json(
                new
                {
                    status = report.Status.ToString(),
                    checks = report.Entries.ToDictionary(e => e.Key, e => e.Value.Status.ToString()),
                    modules = modules.Modules.Select(m => new { key = m.Manifest.Key, version = m.Manifest.Version.ToString(), plugin = m.PluginFolder is not null }),
                    refused = modules.Refused.Select(r => new { file = r.File, reason = r.Reason.ToString() }),
                },
                statusCode: report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
        }).AllowAnonymous().AlwaysOn("how machines see that the host is well").ExcludeFromDescription();
    }
}
