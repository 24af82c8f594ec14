using Kenmin.Modularity.Jobs;
using Marten;
using Microsoft.Extensions.Logging;

namespace Kenmin.Participation.Engine;

/// <summary>Takes back offers that ran out, and fills places that stayed free because a host died in between. Runs on every host.</summary>
internal sealed class OfferSweeper<TStore>(
    IParticipation<TStore> participation, ParticipationOptions options, TimeProvider clock, ILogger<OfferSweeper<TStore>> log) : PeriodicService(options.SweepEvery, clock, log)
    where TStore : class, IDocumentStore
{
    private readonly TimeProvider _clock = clock;

    protected override Task RoundAsync(CancellationToken cancellationToken) => participation.ExpireOffersAsync(_clock.GetUtcNow(), cancellationToken);
}
