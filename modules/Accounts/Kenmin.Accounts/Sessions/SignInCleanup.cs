using Kenmin.Accounts.Registration;
using Kenmin.Accounts.SignIn;
using Kenmin.Modularity.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kenmin.Accounts.Sessions;

/// <summary>Removes sessions that ran out, registrations that nobody finished and forgotten counters every hour; several hosts doing so at once do no harm.</summary>
[NoNewEntries("removes what ran out")]
internal sealed partial class SignInCleanup(IServiceScopeFactory scopes, TimeProvider clock, ILogger<SignInCleanup> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<AccountSessions>().CleanAsync(stoppingToken);
                await scope.ServiceProvider.GetRequiredService<UnfinishedRegistrations>().CleanAsync(stoppingToken);
                await scope.ServiceProvider.GetRequiredService<AttemptGuard>().CleanAsync(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                LogFailed(logger, exception);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old sessions could not be removed; trying again in an hour")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
