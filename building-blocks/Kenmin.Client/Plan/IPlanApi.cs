using Refit;

namespace Kenmin.Client.Plan;

/// <summary>The promotion plan: its indicators, reports, closing of years. Fiscal years are numbers, by the year they start in.</summary>
public interface IPlanApi
{
    /// <summary>All indicators with their years, as published.</summary>
    [Get("/api/v1/plan-progress/indicators")]
    Task<IReadOnlyList<PlanIndicator>> IndicatorsAsync(CancellationToken cancellationToken = default);

    /// <summary>One indicator, by its number.</summary>
    [Get("/api/v1/plan-progress/indicators/{number}")]
    Task<PlanIndicator> IndicatorAsync(string number, CancellationToken cancellationToken = default);

    /// <summary>What a department has reported for a year, and owes.</summary>
    [Get("/api/v1/plan-progress/departments/{departmentId}/reports/{year}")]
    Task<PlanDepartmentReport> ReportOfAsync(Guid departmentId, int year, CancellationToken cancellationToken = default);

    /// <summary>Reports a figure; a null value takes it back.</summary>
    [Put("/api/v1/plan-progress/indicators/{number}/figures/{year}")]
    Task ReportAsync(string number, int year, [Body] NewPlanFigure figure, CancellationToken cancellationToken = default);

    /// <summary>Sets a target; null removes it.</summary>
    [Put("/api/v1/plan-progress/indicators/{number}/targets/{year}")]
    Task SetTargetAsync(string number, int year, [Body] NewPlanTarget target, CancellationToken cancellationToken = default);

    /// <summary>Closes a year for good.</summary>
    [Post("/api/v1/plan-progress/years/{year}/freeze")]
    Task FreezeAsync(int year, [Body] PlanClosing closing, CancellationToken cancellationToken = default);

    /// <summary>Restates a frozen figure beside it.</summary>
    [Post("/api/v1/plan-progress/indicators/{number}/restatements")]
    Task RestateAsync(string number, [Body] NewPlanRestatement restatement, CancellationToken cancellationToken = default);

    /// <summary>Asks the modules to count a year anew.</summary>
    [Post("/api/v1/plan-progress/years/{year}/recount")]
    Task RecountAsync(int year, CancellationToken cancellationToken = default);
}

/// <summary>An indicator.</summary>
/// <param name="Number">Its number in the plan.</param>
/// <param name="Name">Its name.</param>
/// <param name="Definition">What is measured.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Source">Where the figures come from.</param>
/// <param name="Measured">distinctPeople, participations, hours, quantity or rate.</param>
/// <param name="Direction">more, less or neither.</param>
/// <param name="Baseline">Where it stood at the outset.</param>
/// <param name="BaselineYear">The fiscal year of the baseline.</param>
/// <param name="Counted">Whether a module counts it.</param>
/// <param name="Breaks">From when on figures are made otherwise.</param>
/// <param name="Years">Its years, oldest first.</param>
public sealed record PlanIndicator(
    string Number, string Name, string Definition, string Unit, string Source, string Measured, string Direction, decimal? Baseline, int? BaselineYear, bool Counted,
    IReadOnlyList<PlanBreak> Breaks, IReadOnlyList<PlanFigure> Years);

/// <summary>A break in a series.</summary>
/// <param name="From">The first fiscal year of the new way.</param>
/// <param name="Reason">What changed.</param>
public sealed record PlanBreak(int From, string Reason);

/// <summary>A figure of a fiscal year.</summary>
/// <param name="Year">The fiscal year.</param>
/// <param name="Target">The target.</param>
/// <param name="Actual">The figure; null when it is missing or withheld.</param>
/// <param name="Stage">provisional or final.</param>
/// <param name="Frozen">Whether the year is closed.</param>
/// <param name="Missing">Whether nothing was reported. It is not zero.</param>
/// <param name="Withheld">Whether it is withheld because few people are counted.</param>
/// <param name="Progress">achieved, onTheWay, behind or notKnown.</param>
/// <param name="Restatements">Corrections beside the frozen figure, oldest first.</param>
public sealed record PlanFigure(
    int Year, decimal? Target, decimal? Actual, string? Stage, bool Frozen, bool Missing, bool Withheld, string Progress, IReadOnlyList<PlanRestatement> Restatements);

/// <summary>A correction beside a frozen figure.</summary>
/// <param name="Value">What is right.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record PlanRestatement(decimal? Value, string Reason, DateTimeOffset At);

/// <summary>What a department has reported, and owes.</summary>
/// <param name="DepartmentId">The department.</param>
/// <param name="Name">Its name.</param>
/// <param name="Year">The fiscal year.</param>
/// <param name="Frozen">Whether the year is closed.</param>
/// <param name="Indicators">Its indicators.</param>
public sealed record PlanDepartmentReport(Guid DepartmentId, string Name, int Year, bool Frozen, IReadOnlyList<PlanOwedFigure> Indicators);

/// <summary>An indicator in a department's report.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Deadline">The last day for the report.</param>
/// <param name="Counted">Whether a module counts it.</param>
/// <param name="Missing">Whether nothing was reported.</param>
/// <param name="Overdue">Whether it is missing after the last day.</param>
/// <param name="Actual">The figure.</param>
/// <param name="Stage">provisional or final.</param>
public sealed record PlanOwedFigure(string Number, string Name, DateOnly Deadline, bool Counted, bool Missing, bool Overdue, decimal? Actual, string? Stage);

/// <summary>A figure to report.</summary>
/// <param name="Value">The figure; null takes a reported one back.</param>
/// <param name="Stage">provisional or final.</param>
/// <param name="Note">What is to be said about it; published.</param>
public sealed record NewPlanFigure(decimal? Value, string? Stage = null, string? Note = null);

/// <summary>A target.</summary>
/// <param name="Target">The target; null removes it.</param>
public sealed record NewPlanTarget(decimal? Target);

/// <summary>How a year is closed.</summary>
/// <param name="EvenWithGaps">Although figures are missing or provisional.</param>
/// <param name="Note">What is to be said about it; published.</param>
public sealed record PlanClosing(bool EvenWithGaps = false, string? Note = null);

/// <summary>A correction of a frozen figure.</summary>
/// <param name="Year">The frozen fiscal year.</param>
/// <param name="Value">What is right.</param>
/// <param name="Reason">Why; published.</param>
/// <param name="Id">Sent again with the same id it is made once.</param>
public sealed record NewPlanRestatement(int Year, decimal Value, string Reason, Guid? Id = null);
