using Kenmin.Modularity.Features;
using Kenmin.PlanProgress.Contracts;
using Kenmin.PlanProgress.Figures;
using Kenmin.PlanProgress.Plan;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.PlanProgress.Closing;

/// <summary>Closes a fiscal year (確定・凍結): its figures can never be changed again.</summary>
/// <param name="Year">The fiscal year; it must be over.</param>
/// <param name="EvenWithGaps">Whether it is closed although figures are missing or provisional.</param>
/// <param name="Note">What is to be said about it; public.</param>
/// <param name="By">Who closes it.</param>
[MessageIdentity("plan-progress.freeze-year.v1")]
[NoNewEntries("the pages and endpoints that send it ask for the feature")]
public sealed record FreezeYear(FiscalYear Year, bool EvenWithGaps, string? Note, Doer By)
{
    /// <summary>The longest note, in characters.</summary>
    public const int LongestNote = 500;
}

/// <summary>Closes the year.</summary>
public static class FreezeYearHandler
{
    /// <summary>
    /// Waits for every figure on its way, takes the modules' counts over as they are at this moment, and closes: all in one
    /// transaction. Asked again it changes nothing.
    /// </summary>
    public static async Task<PlanAnswer> Handle(FreezeYear command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (command.Year >= FiscalYear.Of(now))
            return PlanAnswer.Refused("year-not-over", "まだ終わっていない年度は確定できません。", "A year that is not over cannot be closed.");
        if (command.Note?.Length > FreezeYear.LongestNote)
            return PlanAnswer.Refused("invalid-input", $"備考は {FreezeYear.LongestNote} 文字までです。", $"A note has up to {FreezeYear.LongestNote} characters.", nameof(command.Note));
        var ledger = new Ledger(session);
        await ledger.LockPlanAsync(cancellationToken);
        if (await ledger.TakeYearAsync(command.Year, cancellationToken)) return PlanAnswer.Refused("year-frozen", $"{command.Year.ToJapanese()}はすでに確定済みです。", $"{command.Year} is frozen already.");

        var indicators = (await session.Query<Indicator>().ToListAsync(cancellationToken)).Where(i => i.Covers(command.Year.StartYear)).ToList();
        var counts = new Dictionary<Guid, (decimal Value, DateTimeOffset AsOf, string DrillDown)>();
        foreach (var indicator in indicators.Where(i => i.CountedBy is not null))
            if (await ledger.CountAsync(indicator.CountedBy!, command.Year, cancellationToken) is { } count
                && Enum.TryParse<CountKind>(count.Kind, out var kind) && Measures.Fits(indicator.Measured, kind))
                counts[indicator.Id] = (count.Value, count.AsOf, count.DrillDown);
        var settled = await ledger.ReportedAsync(command.Year, finalOnly: true, cancellationToken);
        var gaps = indicators.Count(i => i.CountedBy is null ? !settled.Contains(i.Id) : !counts.ContainsKey(i.Id));
        if (gaps > 0 && !command.EvenWithGaps)
            return PlanAnswer.Refused("gaps",
                $"未報告または暫定の指標が {gaps} 件あります。そのまま確定するときは、確認のチェックを入れてください。",
                $"{gaps} indicators are missing or provisional. Tick the box to close the year as it is.", nameof(command.EvenWithGaps));

        foreach (var (indicator, count) in counts)
            await ledger.SetActualAsync(
                indicator, command.Year, count.Value, FigureStage.Final, null, count.AsOf, count.DrillDown, now, command.By, cancellationToken);
        await ledger.FreezeAsync(command.Year, command.Note, now, command.By, cancellationToken);
        return PlanAnswer.Done;
    }
}
