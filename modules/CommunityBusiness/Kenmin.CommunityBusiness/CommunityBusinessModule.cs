using Kenmin.CommunityBusiness.Contests;
using Kenmin.CommunityBusiness.FollowUps;
using Kenmin.CommunityBusiness.Library;
using Kenmin.CommunityBusiness.OpenData;
using Kenmin.CommunityBusiness.Money;
using Kenmin.CommunityBusiness.Organisations;
using Kenmin.CommunityBusiness.PersonalData;
using Kenmin.CommunityBusiness.Plans;
using Kenmin.CommunityBusiness.Resources;
using Kenmin.CommunityBusiness.Showcase;
using Kenmin.CommunityBusiness.Support;
using Kenmin.CommunityBusiness.Ventures;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness;

/// <summary>Community business (コミュニティ・ビジネス): residents solve a local problem with local means, as a business that carries itself.</summary>
public sealed class CommunityBusinessModule : IProgramModule
{
    internal const string Key = "community-business";

    /// <inheritdoc />
    public ModuleManifest Manifest { get; } = new()
    {
        Key = Key,
        Name = new("コミュニティ・ビジネス", "Community business"),
        Description = new("地域の困りごとを、地域の力で、事業として解決する取組みを、思いつきから自立まで支えます。", "Carries ideas that solve a local problem as a business, from the first thought to standing by themselves."),
        Version = new(1, 0),
        Owner = new("県民活動推進担当", "Citizens' activity promotion"),
        Needs = ["accounts"],
        Features =
        [
            new(Features.Ideas, new("アイデアの受付と段階の審査", "Taking in ideas and deciding on their steps"), FeatureScope.Standing),
            new(Features.Plans, new("事業計画と資金繰り", "Plans and cash flow"), FeatureScope.Standing) { Needs = [Features.Ideas] },
            new(Features.Contests, new("公募とコンテスト", "Calls and contests")) { Needs = [Features.Ideas] },
            new(Features.Organisations, new("団体の基本情報の登録", "Entering data of organisations"), FeatureScope.Standing),
            new(Features.Support, new("専門家・支援者の登録と派遣", "Experts and their visits"), FeatureScope.Standing) { Needs = [Features.Ideas] },
            new(Features.Library, new("体験談の公開", "Publishing stories"), FeatureScope.Standing) { Needs = [Features.Ideas] }, new(Features.Showcase, new("事業の紹介", "Showing businesses"), FeatureScope.Standing) { Needs = [Features.Ideas] },
            new(Features.Resources, new("地域資源と困りごとの登録と紹介", "Local resources and problems"), FeatureScope.Standing),
            new(Features.Money, new("補助金・融資の申請の受付", "Taking in applications for grants and loans"), FeatureScope.Standing) { Needs = [Features.Ideas] },
        ],
        HoldsPersonalData = true,
        MailKinds = MailKinds.All,
        Permissions =
        [
            new(Permissions.Own, new("自分のアイデアと事業を扱う", "Work with one's own ideas and business"), Roles.Resident),
            new(Permissions.Read, new("コミュニティ・ビジネスの管理画面を見る", "See the desk of community business"), Roles.MunicipalStaff, Roles.ProgramOwner, Roles.Administrator, Roles.Auditor),
            new(Permissions.Manage, new("アイデアを受け付け、段階を決める", "Take in ideas and decide on their steps"), Roles.MunicipalStaff, Roles.ProgramOwner, Roles.Administrator),
            new(Permissions.ReadContests, new("公募とコンテストの管理画面を見る", "See the desk of calls and contests"), Roles.ProgramOwner, Roles.Administrator, Roles.Auditor),
            new(Permissions.ManageContests, new("公募を開き、審査員に頼み、採否を決める", "Open calls, ask judges, decide"), Roles.ProgramOwner, Roles.Administrator),
            new(Permissions.Judge, new("頼まれた審査をする", "Judge what one was asked to"), Roles.Resident, Roles.MunicipalStaff, Roles.ProgramOwner),
            new(Permissions.ManageGates, new("段階の審査基準を決める", "Set the criteria of the gates"), Roles.ProgramOwner, Roles.Administrator),
            new(Permissions.Publish, new("体験談を公開し、紹介を非表示にする", "Publish stories and hide what is shown"), Roles.MunicipalStaff, Roles.ProgramOwner, Roles.Administrator),
            new(Permissions.AssignCases, new("担当のいない相談を引き継ぐ職員を決める", "Give consultations that nobody answers for to somebody"), Roles.ProgramOwner, Roles.Administrator),
            new(Permissions.ManageMoney, new("補助金・融資の制度と総額を決め、決定と支払いを記録する", "Enter grants and loans with their budgets, record decisions and payments"), Roles.ProgramOwner, Roles.Administrator),
        ],
        Navigation =
        [
            new(new("コミュニティ・ビジネス", "Community business"), "/community-business", NavigationArea.Public, 60,
                Hint: new("地域の困りごとを、事業として解決するアイデアを受け付けます。", "Bring an idea that solves a local problem as a business.")),
            new(new("公募とコンテスト", "Calls and contests"), "/community-business/calls", NavigationArea.Public, 61, Hint: new("受付中の公募と、これまでの結果です。", "Calls that are open, and results so far.")),
            new(new("地域の事業の紹介", "Local businesses"), "/community-business/showcase", NavigationArea.Public, 62, Hint: new("地域の困りごとに取り組んでいる事業です。", "Businesses that solve local problems.")), new(new("体験談", "What was found out"), "/community-business/library", NavigationArea.Public, 63, Hint: new("うまくいったこと、いかなかったことと、その理由です。", "What worked, what did not, and why.")),
            new(new("地域資源と困りごと", "Local resources and problems"), "/community-business/local", NavigationArea.Public, 65, Hint: new("空き家、産物、技能、廃校と、地域の困りごとの地図です。", "A map of empty houses, produce, skills, closed schools, and of problems.")),
            new(new("わたしの事業", "My business"), "/community-business/mine", NavigationArea.Resident, 60, Permissions.Own),
            new(new("コミュニティ・ビジネス", "Community business"), "/staff/community-business", NavigationArea.Staff, 60, Permissions.Read,
                Hint: new("アイデアを受け付け、段階の審査と次の予定を管理します。", "Take in ideas, decide at gates, and see what comes next.")),
        ],
        Exports =
        [
            new(new("事業の一覧（CSV）", "Ventures (CSV)"), "/staff/community-business/ventures.csv", Permissions.Read, ContainsPersonalData: true), new(new("立ち上げのあとの調べ（CSV）", "Follow-ups (CSV)"), "/staff/community-business/follow-ups.csv", Permissions.Read, ContainsPersonalData: true),
            new(new("団体の一覧（CSV）", "Organisations (CSV)"), "/staff/community-business/organisations.csv", Permissions.Read, ContainsPersonalData: true), new(new("公募への応募（CSV）", "Submissions to calls (CSV)"), "/staff/community-business/submissions.csv", Permissions.ReadContests, ContainsPersonalData: true),
            new(new("専門家・支援者（CSV）", "Experts (CSV)"), "/staff/community-business/experts.csv", Permissions.Read, ContainsPersonalData: true), new(new("専門家の派遣（CSV）", "Dispatches (CSV)"), "/staff/community-business/dispatches.csv", Permissions.Read, ContainsPersonalData: true),
            new(new("地域資源と困りごと（連絡先つき、CSV）", "Local resources and problems, with contacts (CSV)"), "/staff/community-business/local.csv", Permissions.Manage, ContainsPersonalData: true),
            new(new("補助金・融資の申請（CSV）", "Applications for grants and loans (CSV)"), "/staff/community-business/applications.csv", Permissions.Read, ContainsPersonalData: true),
        ],
        Initiatives = new() { Settings = typeof(InitiativeSettings), PublicPart = typeof(Contests.Pages.InitiativePart) },
        DemonstrationData = typeof(CommunityBusinessDemonstration),
    };

    /// <inheritdoc />
    public void AddServices(ModuleBuilder builder)
    {
        builder.AddStore<ICommunityBusinessStore>(options =>
        {
            VentureSetup.AddTo(options);
            PlanSetup.AddTo(options);
            FollowUpSetup.AddTo(options);
            OrganisationSetup.AddTo(options);
            ContestSetup.AddTo(options);
            SupportSetup.AddTo(options);
            LibrarySetup.AddTo(options);
            ShowcaseSetup.AddTo(options);
            ResourceSetup.AddTo(options);
            MoneySetup.AddTo(options);
            options.Schema.For<AccountMergeSeen>();
        });
        builder.Services.AddVentures();
        builder.Services.AddPlans();
        builder.Services.AddFollowUps();
        builder.AddOrganisations();
        builder.Services.AddContests();
        builder.Services.AddSupport();
        builder.Services.AddLibrary();
        builder.Services.AddShowcase();
        builder.Services.AddFigures();
        builder.Services.AddResources();
        builder.Services.AddMoney();
    }
}
