using Kenmin.Modularity.Jobs;
using Kenmin.Persistence;
using Microsoft.Extensions.Logging;

namespace Kenmin.Api;

/// <summary>Removes old answers every hour; several hosts doing so at once do no harm.</summary>
internal sealed class IdempotencyCleanup(IdempotencyStore store, TimeProvider clock, ILogger<IdempotencyCleanup> logger) : PeriodicService(TimeSpan.FromHours(1), clock, logger)
{
    protected override Task RoundAsync(CancellationToken cancellationToken) => store.RemoveOldAsync(cancellationToken);
}
