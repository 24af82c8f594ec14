using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Persistence;
using Kenmin.PlanProgress.Counting;
using Kenmin.PlanProgress.Demonstration;
using Kenmin.PlanProgress.Departments;
using Kenmin.PlanProgress.Figures;
using Kenmin.PlanProgress.Plan;
using Kenmin.PlanProgress.Reporting;
using Marten.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.PlanProgress;

/// <summary>
/// Progress of the plan (推進計画の進みぐあい): goals, policies, measures and their indicators, reported, closed and published year
/// by year.
/// </summary>
public sealed class PlanProgressModule : IProgramModule
{
    internal const string Key = "plan-progress";

    /// <inheritdoc />
    public ModuleManifest Manifest { get; } = new()
    {
        Key = Key,
        Name = new("計画の進みぐあい", "Progress of the plan"),
        Description = new("県民活動促進計画の目標と指標を年度ごとに集め、確定し、公表します。", "Gathers, closes and publishes the plan's indicators year by year."),
        Version = new(1, 0),
        Owner = new("県民活動推進担当", "Citizens' activity promotion"),
        Needs = ["accounts"],
        Features =
        [
            new(Features.Publication, new("計画の進みぐあいの公表", "Publication of the plan's progress"), FeatureScope.Standing),
            new(Features.Reporting, new("担当課からの実績報告", "Reports of departments"), FeatureScope.Standing),
            new(Features.Counting, new("実績の自動集計", "Counts by modules"), FeatureScope.Standing),
        ],
        HoldsPersonalData = true,
        Permissions =
        [
            new(Permissions.Read, new("計画の管理画面を見る", "See the plan's desk"), Roles.ProgramOwner, Roles.Administrator, Roles.Auditor),
            new(Permissions.Edit, new("計画と目標を編集する", "Edit the plan and its targets"), Roles.ProgramOwner, Roles.Administrator),
            new(Permissions.Report, new("担当課の実績を報告する", "Report a department's figures"), Roles.ProgramOwner, Roles.Administrator),
            new(Permissions.ReportForAll, new("すべての課の実績を報告する", "Report every department's figures"), Roles.Administrator),
            new(Permissions.Close, new("年度を確定し、訂正を記録する", "Close years and restate figures"), Roles.Administrator),
            new(Permissions.ManageDepartments, new("担当課の報告者を決める", "Decide who reports for a department"), Roles.Administrator),
        ],
        Navigation =
        [
            new(new("計画の進みぐあい", "Progress of the plan"), "/plan", NavigationArea.Public, 60, Feature: Features.Publication,
                Hint: new("県民活動促進計画の目標が、どこまで進んだかを見ます。", "See how far the plan has come.")),
            new(new("計画の管理", "The plan"), "/staff/plan", NavigationArea.Staff, 70, Permissions.Read,
                Hint: new("実績を報告し、年度を確定します。", "Report figures and close years.")),
        ],
        MailKinds = [Reporting.ReportingMail.Kind],
        Exports =
        [
            new(new("計画の数値（CSV）", "Figures of the plan (CSV)"), "/staff/plan/figures.csv", Permissions.Read, ContainsPersonalData: false),
            new(new("計画の数値（Excel）", "Figures of the plan (Excel)"), "/staff/plan/figures.xlsx", Permissions.Read, ContainsPersonalData: false),
        ],
        DemonstrationData = typeof(PlanDemonstration),
    };

    /// <inheritdoc />
    public void AddServices(ModuleBuilder builder)
    {
        builder.AddStore<IPlanProgressStore>(options =>
        {
            options.Schema.For<PlanElement>();
            options.Schema.For<Indicator>().UniqueIndex(UniqueIndexType.Computed, i => i.Number);
            options.Schema.For<Department>();
            options.Schema.For<ReminderSent>();
            FigureTables.AddTo(options);
        });
        builder.Services.AddSingleton<PlanReader>();
        builder.Services.AddHostedService<PeriodicCounts>();
        builder.Services.AddHostedService<Reminders>();
    }
}
