using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Collection;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Helpers;
using Kenmin.CleanUp.Insurance;
using Kenmin.CleanUp.Opportunities;
using Kenmin.CleanUp.PersonalData;
using Kenmin.CleanUp.Outcomes;
using Kenmin.CleanUp.Outcomes.Field;
using Kenmin.CleanUp.Photos;
using Kenmin.CleanUp.Rules;
using Kenmin.CleanUp.Scope;
using Kenmin.CleanUp.Sites;
using Kenmin.CleanUp.Sites.Addresses;
using Kenmin.CleanUp.Sites.Import;
using Kenmin.CleanUp.Supplies;
using Kenmin.CleanUp.Weather;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Participation;
using Kenmin.Persistence;
using Marten.Schema;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Kenmin.CleanUp;

/// <summary>
/// Environmental clean-up (環境美化活動): a campaign all over the prefecture, from the rules of each municipality and the sites to the
/// published result.
/// </summary>
public sealed class CleanUpModule : IProgramModule
{
    internal const string Key = "clean-up";

    /// <inheritdoc />
    public ModuleManifest Manifest { get; } = new()
    {
        Key = Key,
        Name = new("環境美化活動", "Environmental clean-up"),
        Description = new(
            "一斉清掃の期間、市町のルール、清掃場所、グループの活動から結果の公表まで。", "Campaigns, municipalities' rules, sites and groups' activities, up to the published result."),
        Version = new(1, 0),
        Owner = new("環境美化担当", "Environmental clean-up"),
        Needs = ["accounts"],
        Features =
        [
            new(Features.Campaigns, new("一斉清掃の期間と市町のルール", "Campaigns and municipalities' rules")),
            new(Features.Sites, new("清掃場所の登録と取り込み", "Registration and import of sites"), FeatureScope.Standing),
            new(Features.Activities, new("グループの活動と参加の申込", "Groups' activities and sign-up")),
            new(Features.Supplies, new("袋や用具の割当", "Allocation of supplies")) { Needs = [Features.Activities] },
            new(Features.Collection, new("ごみ袋の収集", "Collection of bags")) { Needs = [Features.Activities] },
            new(Features.Results, new("清掃の結果の報告", "Results of clean-ups")) { Needs = [Features.Activities] },
            new(Features.Care, new("場所の受け持ち（アダプト）", "Care of a place all year"), FeatureScope.Standing),
            new(Features.Education, new("環境学習の講座と指導者", "Courses and leaders of environmental education"), FeatureScope.Standing),
            new(Features.LitterReports, new("ごみの通報", "Reports of litter"), FeatureScope.Standing),
            new(Features.Photos, new("清掃の写真", "Photos of clean-ups")) { Needs = [Features.Results] },
        ],
        HoldsPersonalData = true,
        MailKinds = MailKinds.All,
        Permissions =
        [
            new(Permissions.Read, new("環境美化活動の管理画面を見る", "See the desk of clean-ups"), Roles.MunicipalStaff, Roles.ProgramOwner, Roles.Administrator, Roles.Auditor),
            new(Permissions.ManageCampaigns, new("一斉清掃の期間を決める", "Manage campaigns"), Roles.ProgramOwner, Roles.Administrator),
            new(Permissions.Manage, new("市町のルール、場所、活動を管理する", "Manage a municipality's rules, sites and activities"), Roles.MunicipalStaff, Roles.ProgramOwner, Roles.Administrator),
            new(Permissions.ReadEducation, new("環境学習の依頼と指導者を見る", "See requests and leaders of environmental education"), Roles.ProgramOwner, Roles.Administrator, Roles.Auditor),
            new(Permissions.ManageEducation, new("環境学習の講座、指導者、依頼を管理する", "Manage courses, leaders and requests of environmental education"), Roles.ProgramOwner, Roles.Administrator),
            new(Permissions.TakePart, new("清掃に参加する", "Take part in clean-ups"), Roles.Resident),
        ],
        Navigation =
        [
            new(new("環境美化活動", "Clean-ups"), "/clean-up", NavigationArea.Public, 30,
                Hint: new("一斉清掃の期間と、清掃する場所を見ます。", "See campaigns and the places that are cleaned.")),
            new(new("わたしの清掃活動", "My clean-ups"), "/clean-up/me", NavigationArea.Resident, 30, Permissions.TakePart),
            new(new("環境美化活動", "Clean-ups"), "/staff/clean-up", NavigationArea.Staff, 30, Permissions.Read,
                Hint: new("期間、市町のルール、場所を管理します。", "Manage campaigns, rules and sites.")),
        ],
        Exports = [new(new("清掃場所（CSV）", "Sites (CSV)"), "/staff/clean-up/sites.csv", Permissions.Read, ContainsPersonalData: false)],
        DemonstrationData = typeof(CleanUpDemonstration),
        Initiatives = new InitiativeDeclaration { PublicPart = typeof(Outcomes.Pages.InitiativePart) },
    };

    /// <inheritdoc />
    public void AddServices(ModuleBuilder builder)
    {
        builder.AddStore<ICleanUpStore>(options =>
        {
            options.Schema.For<Campaign>().UniqueIndex(UniqueIndexType.Computed, c => c.Key);
            options.Schema.For<MunicipalityRules>().Index(r => r.CampaignId);
            options.Schema.For<Site>().UniqueIndex(UniqueIndexType.Computed, s => s.Key);
            options.Schema.For<SiteImport>();
            options.Schema.For<Group>().Index(g => g.AccountId!);
            options.Schema.For<Activity>().Index(a => a.CampaignId).Index(a => a.SiteId).Index(a => a.GroupId).Index(a => a.Day);
            options.Schema.For<Helper>();
            options.Schema.For<RainAnswer>().Index(a => a.ActivityId).Index(a => a.AccountId);
            options.Schema.For<WeatherReading>();
            options.Schema.For<InsuranceRules>();
            options.Schema.For<InsuredList>();
            SupplyTables.AddTo(options);
            options.Schema.For<Result>().Index(r => r.CampaignId);
            options.Schema.For<Outcomes.Freezing.ResultCorrection>().Index(c => c.CampaignId);
            options.Schema.For<OwnReport>().Index(r => r.CampaignId).Index(r => r.ActivityId);
            options.Schema.For<Photo>().Index(p => p.SubjectId).Index(p => p.State);
            PictureTable.AddTo(options);
            options.Schema.For<BagSpot>().Index(b => b.ActivityId).Index(b => b.CampaignId);
            options.Schema.For<GuardianStanding>();
            options.Schema.For<AccountMergeSeen>();
            Care.CareSetup.Configure(options);
            Education.EducationSetup.Configure(options);
            LitterReports.LitterReportSetup.Configure(options);
            options.Schema.For<ToldActivity>();
            options.Schema.For<ToldSignUps>();
        });
        builder.Services.AddSingleton<CleanUpScope>();
        builder.Services.AddSingleton<CampaignReader>();
        builder.Services.AddSingleton<SiteReader>();
        builder.Services.AddSingleton<SiteImports>();
        builder.Services.AddParticipation<ICleanUpStore>(options =>
        {
            options.Publish(HelperChanged.Of);
            options.TellSignUps(people => new TellSignUps(people));
        });
        builder.Services.AddSingleton<ISignUpAdmission<ICleanUpStore>, HelperAdmission>();
        builder.Services.AddSingleton<GroupReader>();
        builder.Services.AddSingleton<ActivityReader>();
        builder.Services.AddSingleton<ActivityDesk>();
        builder.Services.AddSingleton<HelperDesk>();
        builder.AddWeather();
        builder.AddInsurance();
        builder.AddAddressSearch();
        builder.Services.AddSingleton<SupplyReader>();
        builder.Services.AddSingleton<BagReader>();
        builder.Services.AddSingleton<ResultReader>();
        builder.Services.AddSingleton<LiveResults>();
        builder.Services.AddSingleton<FieldDesk>();
        builder.Services.TryAddSingleton<PictureMaker>();
        builder.Services.AddSingleton<IPhotoSubjectRule, ActivityPhotoRule>();
        builder.Services.AddSingleton<PhotoReader>();
        builder.Services.AddSingleton<PhotoPlaces>();
        builder.Services.AddSingleton<ICleanUpCounts, CleanUpCounts>();
        Care.CareSetup.AddServices(builder.Services);
        Education.EducationSetup.AddServices(builder.Services);
        LitterReports.LitterReportSetup.AddServices(builder.Services);
    }
}
