using Kenmin.Modularity.Features;
using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Kenmin.SportsVolunteers.Imports;

/// <summary>
/// Removes files that nobody ran or that got stuck, and refused rows whose time is over, every hour; several hosts doing so at
/// once do no harm. A file that was run is removed with its last row, and of accepted rows no values are kept here at all.
/// </summary>
[NoNewEntries("removes what has expired")]
internal sealed partial class ImportCleanup(
    ISportsVolunteersStore store, IOptionsMonitor<ImportSettings> settings, TimeProvider clock, ILogger<ImportCleanup> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CleanAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or JasperFx.ConcurrencyException)
            {
                LogFailed(logger, exception);
            }
        }
    }

    internal async Task CleanAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var session = store.LightweightSession();
        var oldFiles = now - ImportDesk.KeptFor;
        foreach (var import in await session.Query<Import>()
            .Where(x => ((x.State == ImportState.Uploaded || x.State == ImportState.Failed) && x.UploadedAt < oldFiles)
                || (x.State == ImportState.Running && x.ProgressAt < oldFiles))
            .ToListAsync(cancellationToken))
        {
            (import.State, import.FinishedAt) = (ImportState.Dropped, now);
            session.Store(import);
            session.QueueSqlCommand($"delete from {ImportTables.Chunks} where import_id = ?", import.Id);
        }
        var oldRows = now.AddDays(-settings.CurrentValue.RefusedRowsKeptDays);
        foreach (var id in await session.Query<Import>().Where(x => x.Refused > 0 && x.FinishedAt < oldRows).Select(x => x.Id).ToListAsync(cancellationToken))
            session.QueueSqlCommand($"update {ImportTables.Lines} set refused = null where import_id = ? and refused is not null", id);
        await session.SaveChangesAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old imports could not be cleaned up; trying again in an hour")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
