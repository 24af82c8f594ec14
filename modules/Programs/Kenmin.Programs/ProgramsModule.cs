using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Persistence;
using Kenmin.Programs.FeatureBoard;
using Kenmin.Programs.Initiatives;
using Kenmin.Programs.StuckMessages;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Programs;

/// <summary>Programs (事業と機能): the initiatives, which features exist in which fiscal year, and which modules run.</summary>
public sealed class ProgramsModule : IProgramModule
{
    internal const string Key = "programs";
    internal const string InitiativesFeature = "programs.initiatives";
    internal const string ReadInitiatives = "programs.initiatives.read";
    internal const string RunInitiatives = "programs.initiatives.run";
    internal const string ReadFeatures = "programs.features.read";
    internal const string SwitchFeatures = "programs.features.switch";
    internal const string ReadModules = "programs.modules.read";
    internal const string ReadMessages = "programs.messages.read";
    internal const string ManageMessages = "programs.messages.manage";

    /// <inheritdoc />
    public ModuleManifest Manifest { get; } = new()
    {
        Key = Key,
        Name = new("事業と機能", "Programs and features"),
        Description = new(
            "県の事業をつくり、使う機能を選び、年度ごとに使う機能を決めます。",
            "Keeps the initiatives with the modules they use, and decides which features exist in which fiscal year."),
        Version = new(1, 0),
        Owner = new("県民活動推進担当", "Citizens' activity promotion"),
        HoldsPersonalData = true,
        Features =
        [
            new(InitiativesFeature, new("事業の公開ページ", "Public pages of initiatives"), FeatureScope.Standing),
        ],
        Initiatives = InitiativesSetup.Offer,
        Exports =
        [
            new(new("事業の一覧（CSV）", "Initiatives (CSV)"), "/staff/initiatives/list.csv", ReadInitiatives, ContainsPersonalData: false),
            new(new("事業の一覧（Excel）", "Initiatives (Excel)"), "/staff/initiatives/list.xlsx", ReadInitiatives, ContainsPersonalData: false),
        ],
        DemonstrationData = typeof(ProgramsDemonstration),
        Permissions =
        [
            new(ReadInitiatives, new("事業を見る", "See initiatives"), Roles.MunicipalStaff, Roles.ProgramOwner, Roles.Administrator, Roles.Auditor),
            new(RunInitiatives, new("事業を担当する", "Run initiatives"), Roles.ProgramOwner, Roles.Administrator),
            new(ReadFeatures, new("機能の一覧を見る", "See the features"), Roles.ProgramOwner, Roles.Administrator, Roles.Auditor),
            new(SwitchFeatures, new("機能を切り替える", "Switch features"), Roles.Administrator),
            new(ReadModules, new("モジュールの一覧を見る", "See the modules"), Roles.Administrator, Roles.Auditor),
            new(ReadMessages, new("処理できなかった連絡を見る", "See messages that got stuck"), Roles.Administrator, Roles.Auditor),
            new(ManageMessages, new("処理できなかった連絡をもう一度処理する、破棄する", "Have stuck messages handled again, or let them go"), Roles.Administrator),
        ],
        Navigation =
        [
            .. InitiativesSetup.Navigation,
            new(new("年度ごとの機能", "Features by year"), "/admin/features", NavigationArea.Administration, 10, ReadFeatures,
                Hint: new("機能を年度ごとに使うかどうか決めます。", "Decide which features exist in which year.")),
            new(new("モジュール", "Modules"), "/admin/modules", NavigationArea.Administration, 90, ReadModules,
                Hint: new("動いているモジュールと、読み込まれなかったものを見ます。", "See the modules that run, and what was refused.")),
            new(new("処理できなかった連絡", "Stuck messages"), "/admin/messages", NavigationArea.Administration, 95, ReadMessages,
                Hint: new("機能どうしの連絡で、処理できなかったものを見て、もう一度処理します。", "See messages between modules that could not be handled, and have them handled again.")),
        ],
    };

    /// <inheritdoc />
    public void AddServices(ModuleBuilder builder)
    {
        builder.AddStore<IProgramsStore>(options =>
        {
            FeatureBoardSetup.Configure(options);
            InitiativesSetup.Configure(options);
        });
        FeatureBoardSetup.AddServices(builder.Services);
        InitiativesSetup.AddServices(builder.Services);
        builder.Services.AddSingleton<StuckMessageDesk>();
    }
}
