using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Modularity.Persons;
using Kenmin.Persistence;
using Kenmin.Participation;
using Kenmin.SeniorEngagement.Cards;
using Kenmin.SeniorEngagement.CheckIns;
using Kenmin.SeniorEngagement.Circles;
using Kenmin.SeniorEngagement.PersonalData;
using Kenmin.SeniorEngagement.Points;
using Kenmin.SeniorEngagement.Proxies;
using Kenmin.SeniorEngagement.Readings;
using Kenmin.SeniorEngagement.Requests;
using Kenmin.SeniorEngagement.Steps;
using Kenmin.SeniorEngagement.Training;
using Kenmin.SeniorEngagement.Transport;
using Marten.Schema;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SeniorEngagement;

/// <summary>Older people take part (高齢者の活動参加): an interest card, somebody who acts for them, the next small step that suits them, and activity points.</summary>
public sealed class SeniorEngagementModule : IProgramModule
{
    internal const string Key = "senior-engagement";

    /// <inheritdoc />
    public ModuleManifest Manifest { get; } = new()
    {
        Key = Key,
        Name = new("高齢者の活動参加", "Senior engagement"),
        Description = new("興味・活動カードから、一人ひとりに合う活動をご案内します。ご家族や窓口の職員が代わりに入力することもできます。", "Suggests what suits each person, from an interest card that family or staff can fill in for them."),
        Version = new(1, 0),
        Owner = new("高齢者活動支援担当", "Older people's activities"),
        Needs = ["accounts", "passport"],
        Features =
        [
            new(Features.Cards, new("興味・活動カードの記入", "Filling in interest cards"), FeatureScope.Standing),
            new(Features.Proxies, new("代理の登録と引受け", "Acting for somebody"), FeatureScope.Standing) { Needs = [Features.Cards] },
            new(Features.Steps, new("合う活動のおすすめ", "Suggestions of what suits"), FeatureScope.Standing) { Needs = [Features.Cards] },
            new(Features.Points, new("活動ポイント", "Activity points")),
            new(Features.Training, new("講座の単位と活動リーダーの資格", "Credits of courses and licences of activity leaders"), FeatureScope.Standing) { Needs = [Features.Cards] },
            new(Features.Requests, new("活動リーダーの派遣の依頼", "Requests for activity leaders"), FeatureScope.Standing) { Needs = [Features.Training] },
            new(Features.Rides, new("送迎の相乗り", "Sharing rides"), FeatureScope.Standing) { Needs = [Features.Cards] },
            new(Features.CheckIns, new("見守りの電話", "Check-in calls"), FeatureScope.Standing) { Needs = [Features.Cards] },
            new(Features.Circles, new("仲間の輪と紹介", "Circles of companions and introductions"), FeatureScope.Standing) { Needs = [Features.Cards] },
        ],
        HoldsPersonalData = true,
        MailKinds = MailKinds.All,
        Purposes =
        [
            new(Purposes.Proxy, new("代理の人が代わりに入力すること", "Somebody acts for you"), new("ご家族、ご友人、窓口の職員による代理の入力", "That family, friends or staff enter things for you."),
            [
                new(Purposes.ProxyText, new("登録した代理の人が、決めた目的のために、決めた日まで、わたしの興味・活動カードを見て、代わりに入力することに同意する。",
                    "Those whom I named see my interest card and enter things for me, for the purpose and until the day that I said.")),
            ]),
            new(Purposes.CheckIn, new("見守りの電話", "Being called when not seen"), new("ふだん来ている集まりや活動に姿が見えないとき、職員または選んだ世話役が電話をすること。", "That staff, or the leader you chose, call you when you usually come and are not seen."),
            [
                new(Purposes.CheckInText, new("ふだん来ている集まりや活動にしばらく来ないとき、そのことに職員が気づけるよう参加した日を使い、わたしが伝えた番号に、職員または選んだ世話役が電話をすることに同意する。家族やほかの人には知らせない。",
                    "The days on which I took part are used to notice when I usually come and am not seen; then staff, or the leader that I chose, call the number that I gave. Neither family nor anybody else is told.")),
            ]),
            new(Purposes.Leading, new("活動リーダーとして頼まれること", "Being asked as a leader"), new("学校・施設・仲間の輪からの依頼に、資格のある活動リーダーとして候補になること。", "That you are proposed as a licensed leader when a school, a facility or a circle asks for one."),
            [
                new(Purposes.LeadingText, new("資格、教えられること、都合のよい時間、どこまで行けるかを使って、職員がわたしを候補とし、依頼を伝えることに同意する。決まったときは、わたしの名前と、このために伝えた電話番号が、相手に活動の翌日まで伝わる。断ってもよい。",
                    "Staff may use my licences, what I would lead, when and how far, to ask me when a leader is looked for. Once it is agreed, the other side learns my name and the telephone that I gave for this, until the day after. I may always say no.")),
            ]),
        ],
        Permissions =
        [
            new(Permissions.Own, new("自分の興味・活動カードを使う", "Use one's own interest card"), Roles.Resident),
            new(Permissions.Read, new("高齢者の活動参加の管理画面を見る", "See the desk of senior engagement"), Roles.MunicipalStaff, Roles.ProgramOwner, Roles.Administrator, Roles.Auditor),
            new(Permissions.Manage, new("カードを入力し、おすすめを直す", "Enter cards and correct suggestions"), Roles.MunicipalStaff, Roles.ProgramOwner, Roles.Administrator),
            new(Permissions.ManagePoints, new("活動ポイントの決まりと交換を管理する", "Manage rules for points and their exchange"), Roles.ProgramOwner, Roles.Administrator),
            new(Permissions.ManageLicenceKinds, new("活動リーダーの資格の種類を決める", "Decide what licences of activity leaders take"), Roles.ProgramOwner, Roles.Administrator),
        ],
        Navigation =
        [
            new(new("高齢者の活動参加", "Senior engagement"), "/senior-engagement", NavigationArea.Public, 50,
                Hint: new("好きなことや都合に合う活動をご案内します。", "Find what suits your interests and your time.")),
            new(new("仲間の輪", "Circles of companions"), "/senior-engagement/circles", NavigationArea.Public, 51, Hint: new("好きなことが同じ人の集まりです。", "People nearby who like the same.")),
            new(new("わたしの次の一歩", "My next step"), "/senior-engagement/me", NavigationArea.Resident, 50, Permissions.Own),
            new(new("高齢者の活動参加", "Senior engagement"), "/staff/senior-engagement", NavigationArea.Staff, 50, Permissions.Read,
                Hint: new("カードを入力し、合う活動をご案内します。", "Enter cards, and see what suits people.")),
        ],
        Exports =
        [
            new(new("興味・活動カード（CSV）", "Interest cards (CSV)"), "/staff/senior-engagement/cards.csv", Permissions.Read, ContainsPersonalData: true),
        ],
        DemonstrationData = typeof(SeniorEngagementDemonstration),
        Initiatives = new InitiativeDeclaration { Settings = typeof(CheckInSettings) },
    };

    /// <inheritdoc />
    public void AddServices(ModuleBuilder builder)
    {
        builder.AddStore<ISeniorEngagementStore>(options =>
        {
            options.Schema.For<CardHolder>().UniqueIndex(UniqueIndexType.Computed, h => h.Number).UniqueIndex(UniqueIndexType.Computed, h => h.AccountId!).Index(h => h.Phone);
            options.Schema.For<CardEntry>().Index(e => e.HolderId);
            options.Schema.For<Proxy>().Index(p => p.HolderId).Index(p => p.ProxyAccountId!).UniqueIndex(UniqueIndexType.Computed, p => p.CodeHash!);
            options.Schema.For<StepOpportunity>().Duplicate(o => o.Starts, notNull: true);
            options.Schema.For<StepLabel>();
            options.Schema.For<PointRule>().UniqueIndex(UniqueIndexType.Computed, r => r.Key);
            options.Schema.For<PointMember>().Index(m => m.AccountId).Index(m => m.RuleId);
            options.Schema.For<PointActivity>().Index(a => a.AccountId!);
            options.Schema.For<PointExchange>().Index(e => e.RuleId).Index(e => e.MemberId);
            options.Schema.For<ToldPoints>();
            PointTables.AddTo(options);
            RideSetup.AddTo(options);
            CircleSetup.AddTo(options);
            CheckInsOfPerson.AddTo(options);
            TrainingSetup.AddTo(options);
            RequestSetup.AddTo(options);
            options.Schema.For<GuardianStanding>();
            options.Schema.For<AccountMergeSeen>();
        });
        builder.Services.AddSingleton<HolderReader>();
        builder.Services.AddSingleton<StepReader>();
        builder.Services.AddSingleton<MonthReader>();
        builder.Services.AddSingleton<IStartupFilter, FuriganaPages>();
        builder.Services.AddSingleton<PointReader>();
        builder.Services.AddSingleton<IPersonDirectory, KnownHolders>();
        builder.Services.AddHostedService<ProxyClock>();
        builder.Services.AddRides();
        builder.Services.AddCircles();
        builder.Services.AddCheckIns();
        builder.Services.AddTraining();
        builder.Services.AddLeaderRequests();
    }
}
