using Kenmin.Modularity.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wolverine;

namespace Kenmin.Accounts.Guardians;

/// <summary>Looks every hour who has come of age. Runs on every host.</summary>
[NoNewEntries("ends what has run out")]
internal sealed partial class GuardianAges(IServiceProvider services, TimeProvider clock, ILogger<GuardianAges> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = services.CreateAsyncScope();
                var bus = scope.ServiceProvider.GetRequiredService<IMessageBus>();
                while ((await bus.InvokeAsync<GuardianshipsEnded>(new EndGuardianshipsOfAge(), stoppingToken)).Count == GuardianHandler.BatchSize)
                {
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(logger, exception);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Guardians' consents could not be looked through; the next round tries again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
