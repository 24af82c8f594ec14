using Microsoft.Extensions.Hosting;

namespace Kenmin.Modularity.Jobs;

/// <summary>
/// Work beside the requests of a host. It begins once everything else has started: what is published before messages can be routed
/// reaches nobody, and nobody hears of it.
/// </summary>
public abstract class BackgroundJob : BackgroundService, IHostedLifecycleService
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Does the work until the host stops.</summary>
    /// <param name="stoppingToken">The host stops.</param>
    protected abstract Task WorkAsync(CancellationToken stoppingToken);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _started.Task.WaitAsync(stoppingToken);
        await WorkAsync(stoppingToken);
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Lets the work begin.</summary>
    /// <param name="cancellationToken">Not needed.</param>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _started.TrySetResult();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
