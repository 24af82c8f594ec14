using Kenmin.Modularity.Features;
using Kenmin.PlanProgress.Figures;
using Kenmin.PlanProgress.Plan;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;

namespace Kenmin.PlanProgress.Departments;

/// <summary>Adds a department, or gives it another name.</summary>
/// <param name="Id">Its id; a new one adds it.</param>
/// <param name="Name">Its name.</param>
[MessageIdentity("plan-progress.save-department.v1")]
[NoNewEntries("the pages and endpoints that send it ask for the feature")]
public sealed record SaveDepartment(Guid Id, LocalizedText Name);

/// <summary>Keeps the department.</summary>
public static class SaveDepartmentHandler
{
    /// <summary>Members stay.</summary>
    public static async Task<PlanAnswer> Handle(SaveDepartment command, IDocumentSession session, CancellationToken cancellationToken)
    {
        if (PlanTexts.Required(command.Name, nameof(command.Name), 60).FirstOrDefault() is { Field: { } field } flaw) return new("invalid-input", flaw.Problem, field);
        var ledger = new Ledger(session);
        await ledger.LockPlanAsync(cancellationToken);
        var known = await session.LoadAsync<Department>(command.Id, cancellationToken) ?? new Department { Id = command.Id };
        known.Name = PlanTexts.Trim(command.Name);
        session.Store(known);
        return PlanAnswer.Done;
    }
}

/// <summary>Somebody asks to report for a department.</summary>
/// <param name="DepartmentId">The department.</param>
/// <param name="By">Who asks.</param>
/// <param name="Approved">Whether the one who asks may agree to it, too.</param>
[MessageIdentity("plan-progress.ask-to-report.v1")]
[NoNewEntries("the pages and endpoints that send it ask for the feature")]
public sealed record AskToReport(Guid DepartmentId, Doer By, bool Approved);

/// <summary>Notes the wish.</summary>
public static class AskToReportHandler
{
    /// <summary>Asking twice changes nothing.</summary>
    public static async Task<PlanAnswer> Handle(AskToReport command, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        var ledger = new Ledger(session);
        await ledger.LockPlanAsync(cancellationToken);
        if (await session.LoadAsync<Department>(command.DepartmentId, cancellationToken) is not { } department) return PlanAnswer.Unknown;
        if (department.Members.Any(m => m.AccountId == command.By.AccountId)) return PlanAnswer.Done;
        department.Members.Add(new(command.By.AccountId, command.By.Name, command.Approved, clock.GetUtcNow()));
        session.Store(department);
        return PlanAnswer.Done;
    }
}

/// <summary>An administrator agrees that somebody reports for a department, or ends it.</summary>
/// <param name="DepartmentId">The department.</param>
/// <param name="AccountId">The account.</param>
/// <param name="Approve">Agree; false takes the account off the department.</param>
[MessageIdentity("plan-progress.decide-reporter.v1")]
[NoNewEntries("the pages and endpoints that send it ask for the feature")]
public sealed record DecideReporter(Guid DepartmentId, Guid AccountId, bool Approve);

/// <summary>Keeps the decision.</summary>
public static class DecideReporterHandler
{
    /// <summary>Only of accounts that asked.</summary>
    public static async Task<PlanAnswer> Handle(DecideReporter command, IDocumentSession session, CancellationToken cancellationToken)
    {
        var ledger = new Ledger(session);
        await ledger.LockPlanAsync(cancellationToken);
        if (await session.LoadAsync<Department>(command.DepartmentId, cancellationToken) is not { } department) return PlanAnswer.Unknown;
        if (department.Members.FirstOrDefault(m => m.AccountId == command.AccountId) is not { } member) return PlanAnswer.Unknown;
        department.Members.Remove(member);
        if (command.Approve) department.Members.Add(member with { Approved = true });
        session.Store(department);
        return PlanAnswer.Done;
    }
}
