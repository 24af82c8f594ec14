using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Polly;
using Refit;

namespace Kenmin.Outside;

/// <summary>Registers clients of services outside.</summary>
public static class OutsideExtensions
{
    /// <summary>
    /// Adds <see cref="OutsideService{TClient}"/> for a Refit interface: with a limit of time for each attempt and for all, further attempts
    /// after failures that pass, a rest for what keeps failing, and a limit for the size of answers. Redirects are not followed.
    /// </summary>
    /// <typeparam name="TClient">The Refit interface; its project references Refit itself, which writes the client.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="name">Where its settings stand, for messages.</param>
    /// <param name="settings">Its settings.</param>
    public static IServiceCollection AddOutsideService<TClient>(this IServiceCollection services, string name, OutsideSettings settings)
        where TClient : class
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.TryAddSingleton<OutsideGate>();
        if (settings.Target(name) is not { } target)
        {
            services.AddSingleton(p => new OutsideService<TClient>(null, p.GetRequiredService<ILogger<OutsideService<TClient>>>()));
            return services;
        }

        var client = services.AddRefitGeneratedClient<TClient>(new RefitSettings(new SystemTextJsonContentSerializer(new JsonSerializerOptions(JsonSerializerDefaults.Web))));
        client.ConfigureHttpClient(http =>
        {
            http.BaseAddress = target;
            http.DefaultRequestHeaders.UserAgent.ParseAdd("Kenmin-Platform");
            // The pipeline below keeps the time.
            http.Timeout = Timeout.InfiniteTimeSpan;
        });
        // Addresses hold what was asked.
        client.RemoveAllLoggers();
        client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
        client.AddResilienceHandler("outside", pipeline =>
        {
            // The machine's own time: that of the house stands still within a request, and tests move it.
            pipeline.TimeProvider = TimeProvider.System;
            pipeline.AddTimeout(settings.TotalTimeout);
            if (settings.Retries > 0)
            {
                HttpRetryStrategyOptions retry = new() { MaxRetryAttempts = settings.Retries, Delay = settings.FirstWait, BackoffType = DelayBackoffType.Exponential, UseJitter = true };
                retry.DisableForUnsafeHttpMethods();
                pipeline.AddRetry(retry);
            }

            pipeline.AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
            {
                SamplingDuration = TimeSpan.FromSeconds(Math.Max(30, 2 * settings.AttemptTimeout.TotalSeconds)), MinimumThroughput = 8, BreakDuration = settings.Rest,
            });
            pipeline.AddTimeout(settings.AttemptTimeout);
        });
        // Innermost, so that reading the body is within the time of the attempt.
        client.AddHttpMessageHandler(() => new WholeAnswer(settings.LongestAnswer));
        services.AddSingleton(p => new OutsideService<TClient>(
            p.GetRequiredService<OutsideGate>().IsOpen ? p.GetRequiredService<TClient>() : null, p.GetRequiredService<ILogger<OutsideService<TClient>>>()));
        return services;
    }

    /// <summary>Reads the whole answer before it is handed on, and no more than it may be.</summary>
    private sealed class WholeAnswer(int longest) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            try
            {
                await answer.Content.LoadIntoBufferAsync(longest, cancellationToken);
                return answer;
            }
            catch
            {
                answer.Dispose();
                throw;
            }
        }
    }
}
