using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kenmin.Participation.Engine;

/// <summary>Takes back offers that ran out, and fills places that stayed free because a host died in between. Runs on every host.</summary>
internal sealed class OfferSweeper<TStore>(
    IParticipation<TStore> participation, ParticipationOptions options, TimeProvider clock, ILogger<OfferSweeper<TStore>> log) : BackgroundService
    where TStore : class, IDocumentStore
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.SweepEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await participation.ExpireOffersAsync(clock.GetUtcNow(), stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    log.LogWarning(e, "Offers could not be swept; the next round tries again");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }
}
