using Microsoft.Extensions.Logging;

namespace Kenmin.Modularity.Jobs;

/// <summary>
/// Work that every host looks for again and again, the first time one period after its start, one round at a time. A round that fails is
/// logged, and the next one tries again.
/// </summary>
/// <param name="period">From one round to the next.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">The log of the service, whose name says what failed.</param>
public abstract partial class PeriodicService(TimeSpan period, TimeProvider clock, ILogger logger) : BackgroundJob
{
    /// <summary>Does what is due; several hosts doing so at once must do no harm.</summary>
    /// <param name="cancellationToken">The host stops.</param>
    protected abstract Task RoundAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override async Task WorkAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await RoundAsync(stoppingToken);
                }
                catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
                {
                    LogFailed(logger, exception);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A round failed; the next one tries again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
