namespace Kenmin.PlanProgress;

/// <summary>Features of this module. All standing: the plan runs over years, and a year is reported in the next.</summary>
internal static class Features
{
    public const string Publication = "plan-progress.publication";
    public const string Reporting = "plan-progress.reporting";
    public const string Counting = "plan-progress.counting";
}

/// <summary>Permissions of this module.</summary>
internal static class Permissions
{
    public const string Read = "plan-progress.read";
    public const string Edit = "plan-progress.edit";
    public const string Report = "plan-progress.report";
    public const string ReportForAll = "plan-progress.report-for-all";
    public const string Close = "plan-progress.close";
    public const string ManageDepartments = "plan-progress.departments.manage";
}
