using Kenmin.Modularity;

namespace Kenmin.PlanProgress.Reporting;

/// <summary>Reminders of figures by mail.</summary>
internal static class ReportingMail
{
    /// <summary>Whoever reports sees the same on the desk: the mail can be stopped.</summary>
    public static MailKindDeclaration Kind { get; } =
        new("plan-progress.reports", new("計画の実績報告の催促", "Reminders to report figures of the plan"), Needed: false);
}
