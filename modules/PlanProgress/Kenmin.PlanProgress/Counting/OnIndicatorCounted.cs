using Kenmin.Modularity.Features;
using Kenmin.PlanProgress.Contracts;
using Kenmin.PlanProgress.Figures;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.PlanProgress.Counting;

/// <summary>Keeps what modules count. The latest count of a source and year stands, however often and in whatever order they come.</summary>
[WolverineHandler]
[StickyHandler("plan-progress-counts")]
[NoNewEntries("keeps or counts what exists")]
public static class OnIndicatorCounted
{
    /// <summary>Keeps the count beside the plan: what is frozen stays as it is.</summary>
    public static async Task Handle(IndicatorCounted message, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (message.Value < 0 || !message.DrillDown.StartsWith('/') || message.DrillDown.StartsWith("//", StringComparison.Ordinal)) return;
        var ledger = new Ledger(session);
        await ledger.KeepCountAsync(message.Source, message.Year, message.Kind.ToString(), message.Value, message.AsOf, message.DrillDown, cancellationToken);
    }
}
