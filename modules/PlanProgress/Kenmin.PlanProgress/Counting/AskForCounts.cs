using Kenmin.Modularity.Features;
using Kenmin.Modularity.Jobs;
using Kenmin.PlanProgress.Contracts;
using Kenmin.SharedKernel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.PlanProgress.Counting;

/// <summary>Asks the modules to count a fiscal year anew (再集計).</summary>
/// <param name="Year">The fiscal year.</param>
[MessageIdentity("plan-progress.ask-for-counts.v1")]
[NoNewEntries("the pages and endpoints that send it ask for the feature")]
public sealed record AskForCounts(FiscalYear Year);

/// <summary>Asks.</summary>
public static class AskForCountsHandler
{
    /// <summary>The request, sent with the transaction.</summary>
    public static (PlanAnswer, RecountRequested) Handle(AskForCounts command, TimeProvider clock) => (PlanAnswer.Done, new(command.Year, clock.GetUtcNow()));
}

/// <summary>
/// Asks for the present and the last year every six hours: a figure that went missing on its way comes again. Runs
/// on every host; a count that is asked for twice changes nothing.
/// </summary>
[NoNewEntries("counts, reminds of or removes what exists")]
internal sealed class PeriodicCounts(IServiceProvider services, FeatureGates gates, TimeProvider clock, ILogger<PeriodicCounts> logger) : PeriodicService(TimeSpan.FromHours(6), clock, logger)
{
    private readonly TimeProvider _clock = clock;

    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        if (!await gates.IsOnNowAsync(Features.Counting)) return;
        await using var scope = services.CreateAsyncScope();
        var bus = scope.ServiceProvider.GetRequiredService<IMessageBus>();
        var present = FiscalYear.Current(_clock);
        foreach (var year in new[] { present.Previous, present }) await bus.InvokeAsync<PlanAnswer>(new AskForCounts(year), cancellationToken);
    }
}
