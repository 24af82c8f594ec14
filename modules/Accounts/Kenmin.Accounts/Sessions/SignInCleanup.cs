using Kenmin.Accounts.Mail;
using Kenmin.Accounts.Registration;
using Kenmin.Accounts.SignIn;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kenmin.Accounts.Sessions;

/// <summary>Removes sessions that ran out, registrations that nobody finished, notes on old mails and forgotten counters every hour; several hosts doing so at once do no harm.</summary>
[NoNewEntries("removes what ran out")]
internal sealed class SignInCleanup(IServiceScopeFactory scopes, TimeProvider clock, ILogger<SignInCleanup> logger) : PeriodicService(TimeSpan.FromHours(1), clock, logger)
{
    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AccountSessions>().CleanAsync(cancellationToken);
        await scope.ServiceProvider.GetRequiredService<UnfinishedRegistrations>().CleanAsync(cancellationToken);
        await scope.ServiceProvider.GetRequiredService<Outbox>().CleanAsync(cancellationToken);
        await scope.ServiceProvider.GetRequiredService<AttemptGuard>().CleanAsync(cancellationToken);
    }
}
