using Kenmin.Modularity.Features;
using Kenmin.Modularity.Jobs;
using Marten;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kenmin.SportsVolunteers.Imports;

/// <summary>
/// Removes files that nobody ran or that got stuck, and refused rows whose time is over, every hour; several hosts doing so at
/// once do no harm. A file that was run is removed with its last row, and of accepted rows no values are kept here at all.
/// </summary>
[NoNewEntries("removes what has expired")]
internal sealed class ImportCleanup(
    ISportsVolunteersStore store, IOptionsMonitor<ImportSettings> settings, TimeProvider clock, ILogger<ImportCleanup> logger) : PeriodicService(TimeSpan.FromHours(1), clock, logger)
{
    private readonly TimeProvider _clock = clock;

    protected override Task RoundAsync(CancellationToken cancellationToken) => CleanAsync(cancellationToken);

    internal async Task CleanAsync(CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
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
}
