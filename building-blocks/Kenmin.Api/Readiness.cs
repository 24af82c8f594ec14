using Kenmin.Modularity.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kenmin.Api;

/// <summary>How a host leaves; section <c>Shutdown</c> of the configuration.</summary>
public sealed record ShutdownSettings
{
    /// <summary>
    /// How long a host that was asked to stop goes on answering after it has said that it is not ready any more. Longer than it takes the
    /// proxy to look, so that nobody is sent to a host that does not listen.
    /// </summary>
    public TimeSpan Notice { get; init; }
}

/// <summary>
/// Gives notice before the host stops: it is not ready from then on, and answers as before. After that it stops listening, finishes the
/// requests that are under way, and hands the messages that it has not begun to the other hosts.
/// </summary>
internal sealed partial class Leaving(ShutdownSettings settings, ILogger<Leaving> log) : IHostedLifecycleService, IHealthCheck
{
    private volatile bool _leaving;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_leaving ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (_leaving) return;
        _leaving = true;
        if (settings.Notice <= TimeSpan.Zero) return;
        LogLeaving(log, settings.Notice);
        await Task.Delay(settings.Notice, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "Not ready from now on; the host stops listening after {Notice}")]
    private static partial void LogLeaving(ILogger logger, TimeSpan notice);
}

/// <summary>Whether a host lives, and whether requests may be sent to it.</summary>
public static class ReadinessExtensions
{
    private const string Ready = "ready";

    /// <summary>Ready means that the database answers and that nobody has asked the host to stop.</summary>
    public static IServiceCollection AddReadiness(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = configuration.GetSection("Shutdown").Get<ShutdownSettings>() ?? new();
        services.AddSingleton(settings).AddSingleton<Leaving>().AddHostedService(p => p.GetRequiredService<Leaving>());
        services.Configure<HostOptions>(options => options.ShutdownTimeout += settings.Notice);
        services.AddHealthChecks()
            .AddNpgSql(p => p.GetRequiredService<NpgsqlDataSource>(), name: "database", tags: [Ready], timeout: TimeSpan.FromSeconds(5))
            .AddCheck<Leaving>("serving", tags: [Ready]);
        return services;
    }

    /// <summary>Maps <c>/health/live</c> and <c>/health/ready</c>.</summary>
    public static void MapReadiness(this IEndpointRouteBuilder app)
    {
        const string reason = "how machines see that the host is well";
        // Alive means that the process answers, whatever the state of the database.
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous().AlwaysOn(reason);
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = c => c.Tags.Contains(Ready) }).AllowAnonymous().AlwaysOn(reason);
    }
}
