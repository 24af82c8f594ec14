using Kenmin.Modularity.Features;
using Kenmin.PlanProgress.Figures;
using Kenmin.PlanProgress.Plan;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.PlanProgress.Spreadsheet;

/// <summary>Takes figures over from a file: all or none.</summary>
/// <param name="Rows">The rows, each checked.</param>
/// <param name="By">Who imports.</param>
[MessageIdentity("plan-progress.import-figures.v1")]
[NoNewEntries("the pages and endpoints that send it ask for the feature")]
public sealed record ImportFigures(IReadOnlyList<FigureRow> Rows, Doer By);

/// <summary>Takes the rows over.</summary>
public static class ImportFiguresHandler
{
    /// <summary>Looks once more, under the lock, that no year was closed since the file was read.</summary>
    public static async Task<PlanAnswer> Handle(ImportFigures command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var ledger = new Ledger(session);
        await ledger.LockPlanAsync(cancellationToken);
        var known = (await session.LoadManyAsync<Indicator>(cancellationToken, [.. command.Rows.Select(r => r.IndicatorId).Distinct()])).ToDictionary(i => i.Id);
        foreach (var year in command.Rows.Select(r => r.Year).Distinct().Order())
            if (await ledger.IsFrozenAsync(year, cancellationToken)) return PlanAnswer.Frozen(year);
        foreach (var row in command.Rows)
            if (!known.TryGetValue(row.IndicatorId, out var indicator) || !indicator.Covers(row.Year.StartYear) || row.Actual is not null && indicator.CountedBy is not null)
                return PlanAnswer.Refused("plan-changed", $"{row.Line} 行目：計画が変わりました。もう一度ファイルを選んでください。", $"Row {row.Line}: the plan has changed. Choose the file again.");
        foreach (var row in command.Rows)
        {
            if (row.Target is { } target) await ledger.SetTargetAsync(row.IndicatorId, row.Year, target, now, command.By, cancellationToken);
            if (row.Actual is { } actual) await ledger.SetActualAsync(row.IndicatorId, row.Year, actual, row.Stage, row.Note, null, null, now, command.By, cancellationToken);
        }

        return PlanAnswer.Done;
    }
}
