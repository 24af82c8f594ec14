using System.Diagnostics;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Kenmin.SportsVolunteers.Initiatives;
using Marten;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kenmin.SportsVolunteers.Imports;

/// <summary>
/// Carries out an import in batches. Each batch, its lines' outcomes and the import's progress are one transaction under a
/// lock of the target: however often, and on however many hosts, an import is started, every line is applied once.
/// </summary>
/// <param name="store">The module's store.</param>
/// <param name="targets">All targets.</param>
/// <param name="database">The host's data source.</param>
/// <param name="initiatives">Says whether the initiative of an import is over.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Takes counts and times; never what stands in a row.</param>
public sealed partial class ImportRunner(
    ISportsVolunteersStore store, ImportTargets targets, NpgsqlDataSource database, InitiativeDirectory initiatives, TimeProvider clock,
    ILogger<ImportRunner> logger)
{
    internal const int BatchSize = 500;

    // A message that runs for a minute is taken for lost; the rest goes on with the next message.
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(20);

    /// <summary>Carries out batches for up to twenty seconds.</summary>
    /// <returns>Whether there is more to do.</returns>
    public async Task<bool> RunAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var query = store.QuerySession();
        var import = await query.LoadAsync<Import>(id, cancellationToken);
        if (import is not { State: ImportState.Running }) return false;
        var started = clock.GetTimestamp();
        try
        {
            using var sheet = await ImportSheet.OpenAsync(import, targets[import.Target], database, clock, cancellationToken);
            await foreach (var rows in AheadAsync(sheet.RowsAfter(import.LastLine).Chunk(BatchSize)))
            {
                // What was begun before its initiative was closed stops there; what was taken in stays.
                if (!initiatives.IsBeingPrepared(import.InitiativeId, null)) throw new SpreadsheetException(EventInitiatives.Over);
                if (!await ApplyAsync(sheet, id, rows, cancellationToken)) return false;
                if (clock.GetElapsedTime(started) > Turn) return true;
            }
            await FinishAsync(id, cancellationToken);
        }
        catch (SpreadsheetException exception)
        {
            await StopAsync(id, exception.Reason, cancellationToken);
        }
        return false;
    }

    /// <summary>Reads the next rows while the database takes the present ones.</summary>
    private static async IAsyncEnumerable<T> AheadAsync<T>(IEnumerable<T> batches)
    {
        using var all = batches.GetEnumerator();
        var reading = Task.Run(all.MoveNext);
        try
        {
            while (await reading)
            {
                var present = all.Current;
                reading = Task.Run(all.MoveNext);
                yield return present;
            }
        }
        finally
        {
            // Nobody closes the file while it is read.
            await Task.WhenAny(reading);
        }
    }

    private async Task<bool> ApplyAsync(ImportSheet sheet, Guid id, (ImportRow Row, ReadRow Read)[] rows, CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        await ImportLock.TakeAsync(session, cancellationToken);
        var import = await session.LoadAsync<Import>(id, cancellationToken);
        if (import is not { State: ImportState.Running }) return false;

        // Another host may have carried out some of them in the meantime.
        var open = rows.Where(r => r.Row.Row.Line > import.LastLine).ToArray();
        if (open.Length == 0) return true;
        var outcomes = await sheet.ApplyAsync(open, session, cancellationToken);
        await ImportLines.WriteAsync(id, outcomes, session.Connection!, cancellationToken);

        import.New += outcomes.Count(o => o.Outcome.Result == RowResult.New);
        import.Merged += outcomes.Count(o => o.Outcome.Result == RowResult.Merged);
        import.Unchanged += outcomes.Count(o => o.Outcome.Result == RowResult.Unchanged);
        import.Refused += outcomes.Count(o => o.Outcome.Result == RowResult.Refused);
        import.LastLine = open[^1].Row.Row.Line;
        import.ProgressAt = clock.GetUtcNow();
        session.Store(import);
        await session.SaveChangesAsync(cancellationToken);
        return true;
    }

    private async Task FinishAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        await ImportLock.TakeAsync(session, cancellationToken);
        var import = await session.LoadAsync<Import>(id, cancellationToken);
        if (import is not { State: ImportState.Running }) return;
        (import.State, import.FinishedAt, import.ProgressAt) = (ImportState.Done, clock.GetUtcNow(), clock.GetUtcNow());
        session.Store(import);
        session.QueueSqlCommand($"delete from {ImportTables.Chunks} where import_id = ?", id);
        await session.SaveChangesAsync(cancellationToken);
        LogDone(logger, id, import.Rows, import.New, import.Merged, import.Unchanged, import.Refused);
    }

    /// <summary>Stops an import that runs; it can be continued from where it stopped.</summary>
    public async Task StopAsync(Guid id, LocalizedText reason, CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        await ImportLock.TakeAsync(session, cancellationToken);
        var import = await session.LoadAsync<Import>(id, cancellationToken);
        if (import is not { State: ImportState.Running }) return;
        (import.State, import.FinishedAt, import.Problem) = (ImportState.Failed, clock.GetUtcNow(), reason);
        session.Store(import);
        await session.SaveChangesAsync(cancellationToken);
        LogFailed(logger, id);
    }

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Import {ImportId} is done: {Rows} rows, {New} new, {Merged} merged, {Unchanged} unchanged, {Refused} refused")]
    private static partial void LogDone(ILogger logger, Guid importId, int rows, int @new, int merged, int unchanged, int refused);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Import {ImportId} stopped: its file cannot be read to the end, or imports were switched off")]
    private static partial void LogFailed(ILogger logger, Guid importId);
}
