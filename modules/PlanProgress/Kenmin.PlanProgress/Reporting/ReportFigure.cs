using Kenmin.Modularity.Features;
using Kenmin.PlanProgress.Departments;
using Kenmin.PlanProgress.Figures;
using Kenmin.PlanProgress.Plan;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.PlanProgress.Reporting;

/// <summary>A department reports the figure of an indicator for a fiscal year (実績の報告).</summary>
/// <param name="IndicatorId">The indicator.</param>
/// <param name="Year">The fiscal year.</param>
/// <param name="Value">The figure; null takes a reported one back, so that it is missing again.</param>
/// <param name="Stage">How sure it is.</param>
/// <param name="Note">What is to be said about it, in up to <see cref="LongestNote"/> characters; public.</param>
/// <param name="By">Who reports.</param>
/// <param name="ForAll">Whether that person may report for every department.</param>
[MessageIdentity("plan-progress.report-figure.v1")]
[NoNewEntries("the pages and endpoints that send it ask for the feature")]
public sealed record ReportFigure(Guid IndicatorId, FiscalYear Year, decimal? Value, FigureStage Stage, string? Note, Doer By, bool ForAll)
{
    /// <summary>The longest note, in characters.</summary>
    public const int LongestNote = 500;
}

/// <summary>Keeps the figure.</summary>
public static class ReportFigureHandler
{
    /// <summary>Refused in a frozen year, for what a module counts, and for other departments' indicators.</summary>
    public static async Task<PlanAnswer> Handle(ReportFigure command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<Indicator>(command.IndicatorId, cancellationToken) is not { } indicator) return PlanAnswer.Unknown;
        var department = await session.LoadAsync<Department>(indicator.DepartmentId, cancellationToken);
        var now = clock.GetUtcNow();
        if (Refusal(command, indicator, department, FiscalYear.Of(now)) is { } refusal) return refusal;
        var ledger = new Ledger(session);
        if (await ledger.IsFrozenAsync(command.Year, cancellationToken)) return PlanAnswer.Frozen(command.Year);
        if (command.Value is { } value)
            await ledger.SetActualAsync(
                indicator.Id, command.Year, value, command.Stage, string.IsNullOrWhiteSpace(command.Note) ? null : command.Note.Trim(), null, null, now, command.By, cancellationToken);
        else
            await ledger.WithdrawActualAsync(indicator.Id, command.Year, now, command.By, cancellationToken);
        return PlanAnswer.Done;
    }

    /// <summary>What stands against a report, before the year is looked at.</summary>
    internal static PlanAnswer? Refusal(ReportFigure command, Indicator indicator, Department? department, FiscalYear present)
    {
        if (indicator.CountedBy is not null)
            return PlanAnswer.Refused("counted", "この指標は自動で集計されます。手で入力することはできません。", "This indicator is counted and cannot be entered by hand.");
        if (!command.ForAll && department?.IsReporter(command.By.AccountId) != true)
            return PlanAnswer.Refused("not-your-department",
                "この指標の担当課の報告者だけが入力できます。担当課のページから申し出てください。",
                "Only those who report for its department may enter it. Ask to on the page of departments.");
        if (!indicator.Covers(command.Year.StartYear))
            return PlanAnswer.Refused("invalid-input", "この指標の対象でない年度です。", "The indicator does not cover this year.", nameof(command.Year));
        if (command.Year > present)
            return PlanAnswer.Refused("invalid-input", "先の年度の実績は入力できません。", "A year to come has no figure yet.", nameof(command.Year));
        if (command.Year == present && command is { Value: not null, Stage: FigureStage.Final })
            return PlanAnswer.Refused("invalid-input", "年度の途中の数値は「暫定」で入力してください。", "Before the year has ended a figure is provisional.", nameof(command.Stage));
        if (command.Note?.Length > ReportFigure.LongestNote)
            return PlanAnswer.Refused("invalid-input", $"備考は {ReportFigure.LongestNote} 文字までです。", $"A note has up to {ReportFigure.LongestNote} characters.", nameof(command.Note));
        return command.Value is { } value && Measures.Misfit(indicator, value) is { } misfit ? new("invalid-input", misfit, nameof(command.Value)) : null;
    }
}
