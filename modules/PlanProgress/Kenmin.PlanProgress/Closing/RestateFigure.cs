using Kenmin.Modularity.Features;
using Kenmin.PlanProgress.Figures;
using Kenmin.PlanProgress.Plan;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.PlanProgress.Closing;

/// <summary>Corrects a frozen figure by a statement beside it (訂正): both are shown from then on.</summary>
/// <param name="Id">The restatement's id: sent again, it is made once.</param>
/// <param name="IndicatorId">The indicator.</param>
/// <param name="Year">The frozen year.</param>
/// <param name="Value">What is right; also for a figure that was missing when the year was closed.</param>
/// <param name="Reason">Why, in 1 to <see cref="LongestReason"/> characters; public.</param>
/// <param name="By">Who corrects.</param>
[MessageIdentity("plan-progress.restate-figure.v1")]
[NoNewEntries("the pages and endpoints that send it ask for the feature")]
public sealed record RestateFigure(Guid Id, Guid IndicatorId, FiscalYear Year, decimal Value, string Reason, Doer By)
{
    /// <summary>The longest reason, in characters.</summary>
    public const int LongestReason = 500;
}

/// <summary>Keeps the restatement.</summary>
public static class RestateFigureHandler
{
    /// <summary>Only of frozen years; what is frozen is not touched.</summary>
    public static async Task<PlanAnswer> Handle(RestateFigure command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(command.Reason) || command.Reason.Length > RestateFigure.LongestReason)
            return PlanAnswer.Refused("invalid-input", $"訂正の理由を 1～{RestateFigure.LongestReason} 文字で入力してください。", $"Give a reason of 1 to {RestateFigure.LongestReason} characters.", nameof(command.Reason));
        if (await session.LoadAsync<Indicator>(command.IndicatorId, cancellationToken) is not { } indicator) return PlanAnswer.Unknown;
        if (!indicator.Covers(command.Year.StartYear))
            return PlanAnswer.Refused("invalid-input", "この指標の対象でない年度です。", "The indicator does not cover this year.", nameof(command.Year));
        if (Measures.Misfit(indicator, command.Value) is { } misfit) return new("invalid-input", misfit, nameof(command.Value));
        var ledger = new Ledger(session);
        if (!await ledger.IsFrozenAsync(command.Year, cancellationToken))
            return PlanAnswer.Refused("year-open", "まだ確定していない年度です。数値そのものを直してください。", "This year is open. Correct the figure itself.", nameof(command.Year));
        await ledger.RestateAsync(command.Id, indicator.Id, command.Year, command.Value, command.Reason.Trim(), clock.GetUtcNow(), command.By, cancellationToken);
        return PlanAnswer.Done;
    }
}
