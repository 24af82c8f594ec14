using Npgsql;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Kenmin.Host.Startup;

/// <summary>
/// Traces, metrics and logs go to a collector when one is configured by the standard variable
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>; without it nothing is collected. Query strings and SQL parameters are never recorded.
/// </summary>
internal static class Observability
{
    public static void AddObservability(this WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment())
            builder.Logging.ClearProviders().AddJsonConsole(o => o.UseUtcTimestamp = true);
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])) return;

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("kenmin-platform"))
            .WithTracing(traces => traces.AddAspNetCoreInstrumentation().AddNpgsql().AddSource("Wolverine").AddOtlpExporter())
            .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddMeter("Wolverine:*", "Npgsql", "Marten", "Kenmin.*").AddOtlpExporter())
            .WithLogging(logs => logs.AddOtlpExporter());
    }
}
