using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kenmin.Programs.FeatureBoard;

/// <summary>
/// Brings the decisions of all hosts into this host's memory, every second. While the database does not answer, what was
/// known last goes on to apply.
/// </summary>
internal sealed partial class DecisionsSync(
    IProgramsStore store, FeatureDecisions decisions, TimeProvider clock, ILogger<DecisionsSync> logger) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // No request is served before the decisions are known.
        await ReadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var all = await session.Query<FeatureDecision>().ToListAsync(cancellationToken);
        decisions.Replace(new(all.Select(d => new DecidedFeature(d.FeatureKey, d.Year, d.Initiative, d.From, d.On, d.Value))));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        var failing = false;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ReadAsync(stoppingToken);
                failing = false;
            }
            catch (NpgsqlException exception)
            {
                if (!failing) LogFailing(logger, exception);
                failing = true;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Decisions about features cannot be read; the last known ones apply")]
    private static partial void LogFailing(ILogger logger, Exception exception);
}
