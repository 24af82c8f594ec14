using Kenmin.SharedKernel;
using Wolverine.Attributes;

namespace Kenmin.PlanProgress.Contracts;

/// <summary>
/// The plan's figures of a fiscal year are wanted anew (再集計): by staff, or because the year is about to be closed. Each module that
/// counts answers with an <see cref="IndicatorCounted"/> for each of its sources.
/// </summary>
/// <param name="Year">The fiscal year (年度).</param>
/// <param name="At">When it was asked for.</param>
[MessageIdentity("plan-progress.recount-requested.v1")]
public sealed record RecountRequested(FiscalYear Year, DateTimeOffset At);
