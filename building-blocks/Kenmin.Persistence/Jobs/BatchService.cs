using Kenmin.Modularity.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wolverine;

namespace Kenmin.Persistence.Jobs;

/// <summary>How much of a batch was done.</summary>
/// <param name="Count">How many; fewer than <see cref="BatchService.BatchSize"/> means that none are left.</param>
public sealed record BatchDone(int Count);

/// <summary>Sends a command again and again until a batch was not full; each batch is a transaction of its own.</summary>
/// <param name="services">Where the bus is.</param>
/// <param name="period">From one round to the next.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">The log of the service.</param>
public abstract class BatchService(IServiceProvider services, TimeSpan period, TimeProvider clock, ILogger logger) : PeriodicService(period, clock, logger)
{
    /// <summary>How many a handler does at once.</summary>
    public const int BatchSize = 200;

    /// <summary>The command of one batch, which answers <see cref="BatchDone"/>.</summary>
    protected abstract object Command();

    /// <summary>Whether there is anything to do at all at present, such as while a feature is on.</summary>
    protected virtual Task<bool> MayRunAsync() => Task.FromResult(true);

    /// <inheritdoc/>
    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        if (!await MayRunAsync()) return;
        BatchDone done;
        do
        {
            await using var scope = services.CreateAsyncScope();
            done = await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<BatchDone>(Command(), cancellationToken);
        }
        while (done.Count == BatchSize);
    }
}
