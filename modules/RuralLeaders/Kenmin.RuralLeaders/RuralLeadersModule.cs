using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Participation;
using Kenmin.Persistence;
using Kenmin.Pictures;
using Kenmin.RuralLeaders.Areas;
using Kenmin.RuralLeaders.Areas.Import;
using Kenmin.RuralLeaders.Board;
using Kenmin.RuralLeaders.Curriculum;
using Kenmin.RuralLeaders.Help;
using Kenmin.RuralLeaders.Exchange;
using Kenmin.RuralLeaders.Incorporation;
using Kenmin.RuralLeaders.Leaders;
using Kenmin.RuralLeaders.Lending;
using Kenmin.RuralLeaders.Mentoring;
using Kenmin.RuralLeaders.Networks;
using Kenmin.RuralLeaders.Outlook;
using Kenmin.RuralLeaders.PersonalData;
using Kenmin.RuralLeaders.Plans;
using Kenmin.RuralLeaders.Scope;
using Marten.Schema;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Kenmin.RuralLeaders;

/// <summary>Leaders of hilly-rural areas (中山間地域づくりリーダー): the areas and how many live there, courses for leaders, their registration and networks.</summary>
public sealed class RuralLeadersModule : IProgramModule
{
    internal const string Key = "rural-leaders";

    /// <inheritdoc />
    public ModuleManifest Manifest { get; } = new()
    {
        Key = Key,
        Name = new("中山間地域づくりリーダー", "Hilly-rural leaders"),
        Description = new("集落や地区の人口の移り変わり、リーダーを育てる講座、リーダーの登録、ネットワーク。", "People in settlements and districts, courses for leaders, their registration and networks."),
        Version = new(1, 0),
        Owner = new("中山間地域づくり担当", "Hilly-rural areas"),
        Needs = ["accounts"],
        Features =
        [
            new(Features.Areas, new("区域と人口の登録と取り込み", "Registration and import of areas and figures"), FeatureScope.Standing),
            new(Features.Courses, new("リーダー養成講座と受講の申込", "Courses for leaders and sign-up")),
            new(Features.Registration, new("リーダーの登録と更新", "Registration of leaders and its renewal")),
            new(Features.Networks, new("地域づくりのネットワーク", "Networks of leaders and groups"), FeatureScope.Standing),
            new(Features.Lending, new("備品の貸し借り", "Lending of equipment"), FeatureScope.Standing) { Needs = [Features.Networks] },
            new(Features.Help, new("応援の依頼と申し出、組み合わせ", "Requests for help, offers and their matching"), FeatureScope.Standing),
            new(Features.Plans, new("村づくり計画", "Village plans"), FeatureScope.Standing) { Needs = [Features.Networks] },
            new(Features.Mentoring, new("リーダーへの相談と地域間の視察", "Mentors, and visits between areas"), FeatureScope.Standing) { Needs = [Features.Networks] },
            new(Features.Incorporation, new("NPO 法人になる手順", "The way to an NPO corporation"), FeatureScope.Standing) { Needs = [Features.Networks] },
        ],
        HoldsPersonalData = true,
        MailKinds = MailKinds.All,
        Permissions =
        [
            new(Permissions.Read, new("中山間地域づくりの管理画面を見る", "See the desk of hilly-rural areas"), Roles.MunicipalStaff, Roles.ProgramOwner, Roles.Administrator, Roles.Auditor),
            new(Permissions.ManageCourses, new("リーダー養成講座を決める", "Manage courses for leaders"), Roles.ProgramOwner, Roles.Administrator),
            new(Permissions.Manage, new("区域、受講者、出席を管理する", "Manage areas, learners and attendance"), Roles.MunicipalStaff, Roles.ProgramOwner, Roles.Administrator),
            new(Permissions.TakePart, new("リーダー養成講座を受け、リーダーになる", "Take courses and become a leader"), Roles.Resident),
        ],
        Navigation =
        [
            new(new("中山間地域づくり", "Hilly-rural areas"), "/rural-leaders", NavigationArea.Public, 40,
                Hint: new("集落の人口、リーダー養成講座を見ます。", "See how many live in settlements, and courses for leaders.")),
            new(new("わたしの地域づくり", "My work for the area"), "/rural-leaders/me", NavigationArea.Resident, 40, Permissions.TakePart),
            new(new("中山間地域づくり", "Hilly-rural areas"), "/staff/rural-leaders", NavigationArea.Staff, 40, Permissions.Read,
                Hint: new("区域と人口、講座、リーダーを管理します。", "Manage areas, courses and leaders.")),
        ],
        Exports =
        [
            new(new("区域と人口（CSV）", "Areas and figures (CSV)"), "/staff/rural-leaders/areas.csv", Permissions.Read, ContainsPersonalData: false),
            new(new("リーダー（CSV）", "Leaders (CSV)"), "/staff/rural-leaders/people.csv", Permissions.Read, ContainsPersonalData: true),
            new(new("応援の依頼と結果（CSV）", "Requests for help and what came of them (CSV)"), "/staff/rural-leaders/help.csv", Permissions.Read, ContainsPersonalData: true),
        ],
        DemonstrationData = typeof(RuralLeadersDemonstration),
        Initiatives = new InitiativeDeclaration { PublicPart = typeof(Curriculum.Pages.InitiativePart) },
    };

    /// <inheritdoc />
    public void AddServices(ModuleBuilder builder)
    {
        builder.AddStore<IRuralLeadersStore>(options =>
        {
            options.Schema.For<Area>().UniqueIndex(UniqueIndexType.Computed, a => a.Key);
            options.Schema.For<AreaFigures>().Index(f => f.AreaId).Index(f => f.Year);
            options.Schema.For<AreaImport>();
            options.Schema.For<Course>().UniqueIndex(UniqueIndexType.Computed, c => c.Key);
            options.Schema.For<CourseSession>().Index(s => s.CourseId);
            options.Schema.For<Learner>().UniqueIndex(UniqueIndexType.Computed, l => l.Number!).Index(l => l.Phone);
            options.Schema.For<ToldLearner>();
            options.Schema.For<LeaderSerial>();
            options.Schema.For<PaperCode>().Index(c => c.PersonId);
            options.Schema.For<Network>().UniqueIndex(UniqueIndexType.Computed, n => n.Key);
            options.Schema.For<JoinRequest>().Index(r => r.NetworkId);
            options.Schema.For<JoinVote>().Index(v => v.RequestId);
            options.Schema.For<NetworkPost>().Index(p => p.NetworkId);
            options.Schema.For<NetworkMeeting>().Index(m => m.NetworkId);
            options.Schema.For<Equipment>().Index(e => e.NetworkId);
            LoanTable.AddTo(options);
            options.Schema.For<HelpRequest>().Index(r => r.PersonId).Index(r => r.State);
            options.Schema.For<HelpOffer>().Index(o => o.PersonId).Index(o => o.State);
            options.Schema.For<HelpMatch>().UniqueIndex(UniqueIndexType.Computed, m => m.Pair).Index(m => m.RequestId).Index(m => m.OfferId);
            options.Schema.For<ToldHelp>();
            options.Schema.For<ToldSession>();
            options.Schema.For<ToldSignUps>();
            SeatTable.AddTo(options);
            options.Schema.For<VillagePlan>().Index(p => p.NetworkId);
            options.Schema.For<PlanVersion>().Index(v => v.PlanId);
            options.Schema.For<MentorOffer>();
            options.Schema.For<MentorPair>().Index(p => p.MunicipalityCode);
            options.Schema.For<AreaVisit>().Index(v => v.NetworkId);
            options.Schema.For<BoardFile>().Index(f => f.NetworkId);
            options.Schema.For<DigestWish>();
            options.Schema.For<SharedNote>().Index(n => n.NetworkId);
            BoardFileTable.AddTo(options);
            options.Schema.For<IncorporationCase>().Index(c => c.NetworkId);
            options.Schema.For<GuardianStanding>();
            options.Schema.For<AccountMergeSeen>();
        });
        builder.Services.AddParticipation<IRuralLeadersStore>(options =>
        {
            options.Publish(change => (object?)PlaceChanged.Of(change) ?? AttendanceChanged.Of(change));
            options.TellSignUps(people => new TellSignUps(people));
        });
        builder.Services.AddSingleton<ISignUpAdmission<IRuralLeadersStore>, LearnerAdmission>();
        builder.Services.AddSingleton<RuralScope>();
        builder.Services.AddSingleton<AreaReader>();
        builder.Services.AddSingleton<AreaImports>();
        builder.Services.AddSingleton<CourseReader>();
        builder.Services.AddSingleton<LearnerReader>();
        builder.Services.AddSingleton<LearnerDesk>();
        builder.Services.AddSingleton<NetworkReader>();
        builder.Services.AddOptions<TravelSettings>().BindConfiguration($"Modules:{Key}:Travel").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<TravelTimes>();
        builder.Services.AddSingleton<OutlookReader>();
        builder.Services.AddSingleton<HelpReader>();
        builder.Services.AddSingleton<EquipmentReader>();
        builder.Services.AddSingleton<PlanReader>();
        builder.Services.AddSingleton<MentoringReader>();
        builder.Services.AddSingleton<IncorporationReader>();
        builder.Services.TryAddSingleton<PictureMaker>();
        builder.Services.TryAddSingleton<FileInspector>();
        builder.Services.AddSingleton<BoardReader>();
        builder.Services.AddSingleton<ExchangeReader>();
        builder.Services.AddHostedService<ExpiryReminders>();
        builder.Services.AddHostedService<VoteCloser>();
        builder.Services.AddHostedService<HelpProposer>();
        builder.Services.AddHostedService<HelpExpiry>();
        builder.Services.AddHostedService<PlanReminders>();
        builder.Services.AddHostedService<IncorporationReminders>();
        builder.Services.AddHostedService<DigestSender>();
    }
}
