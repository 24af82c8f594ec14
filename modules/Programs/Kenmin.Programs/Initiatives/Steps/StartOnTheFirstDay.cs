using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Modularity.Jobs;
using Kenmin.Programs.Initiatives.Directory;
using Kenmin.SharedKernel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wolverine;

namespace Kenmin.Programs.Initiatives.Steps;

/// <summary>
/// Starts approved initiatives when their first fiscal year begins (1 April 00:00 in Japan), within two seconds. Each host tries;
/// the first to commit does it. Looks in memory only while nothing is due.
/// </summary>
[NoNewEntries("counts, reminds of or removes what exists")]
internal sealed class StartOnTheFirstDay(
    IServiceScopeFactory scopes, InitiativeDirectory directory, DirectorySync sync, TimeProvider clock, ILogger<StartOnTheFirstDay> logger)
    : PeriodicService(TimeSpan.FromSeconds(1), clock, logger)
{
    private readonly TimeProvider _clock = clock;

    /// <inheritdoc/>
    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        var year = FiscalYear.Current(_clock);
        var due = directory.All.Where(i => i.State == InitiativeState.Approved && i.Years.Count > 0 && i.Years.Min() <= year).ToList();
        if (due.Count == 0) return;
        await using var scope = scopes.CreateAsyncScope();
        var bus = scope.ServiceProvider.GetRequiredService<IMessageBus>();
        foreach (var initiative in due)
            await bus.InvokeAsync<InitiativeOutcome>(
                new TakeInitiativeStep(initiative.Id, InitiativeStep.Start, "", InitiativeActor.Calendar), cancellationToken);
        await sync.ReadAsync(cancellationToken);
    }
}
