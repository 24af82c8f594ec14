using Kenmin.Persistence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kenmin.Api;

/// <summary>Removes old answers every hour; several hosts doing so at once do no harm.</summary>
internal sealed partial class IdempotencyCleanup(IdempotencyStore store, TimeProvider clock, ILogger<IdempotencyCleanup> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await store.RemoveOldAsync(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                LogFailed(logger, exception);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old answers could not be removed; trying again in an hour")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
