using Microsoft.Extensions.DependencyInjection;
using Wolverine;

namespace Kenmin.SportsVolunteers.Registrations;

/// <summary>How many were done.</summary>
/// <param name="Count">Persons; fewer than a batch means that none are left.</param>
public sealed record BatchDone(int Count);

/// <summary>Sends a command again and again until a batch was not full, at start and then periodically.</summary>
internal static class PeriodicBatches
{
    public static async Task RunAsync(
        IServiceProvider services, TimeSpan period, TimeProvider clock, Func<object> command, Func<Task<bool>> mayRun, Action<Exception> failed, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                try
                {
                    if (!await mayRun()) continue;
                    BatchDone done;
                    do
                    {
                        await using var scope = services.CreateAsyncScope();
                        done = await scope.ServiceProvider.GetRequiredService<IMessageBus>().InvokeAsync<BatchDone>(command(), stop);
                    }
                    while (done.Count == RegistrationRun.BatchSize);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    failed(e);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }
}
