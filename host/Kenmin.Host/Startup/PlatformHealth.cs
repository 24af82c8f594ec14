using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Kenmin.Host.Startup;

/// <summary>Whether the host lives, is ready to serve, and which modules it runs or refused.</summary>
internal static class PlatformHealth
{
    private const string Ready = "ready";

    public static void AddPlatformHealth(this IServiceCollection services) =>
        services.AddHealthChecks().AddNpgSql(p => p.GetRequiredService<NpgsqlDataSource>(), name: "database", tags: [Ready], timeout: TimeSpan.FromSeconds(5));

    public static void MapPlatformHealth(this WebApplication app)
    {
        const string reason = "how machines see that the host is well";
        // Alive means that the process answers, whatever the state of the database.
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous().AlwaysOn(reason);
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = c => c.Tags.Contains(Ready) }).AllowAnonymous().AlwaysOn(reason);
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
        }).AllowAnonymous().AlwaysOn(reason).ExcludeFromDescription();
    }
}
