using Kenmin.Modularity.Features;
using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kenmin.Programs.FeatureBoard.Decisions;

/// <summary>
/// Brings the decisions of all hosts into this host's memory, every second. While the database does not answer, what was
/// known last goes on to apply.
/// </summary>
[NoNewEntries("reads what was decided")]
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
        decisions.Replace(new(all.Select(d => d.Decided)));
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        EverySecond.ReadAsync(clock, ReadAsync, e => LogFailing(logger, e), stoppingToken);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Decisions about features cannot be read; the last known ones apply")]
    private static partial void LogFailing(ILogger logger, Exception exception);
}
