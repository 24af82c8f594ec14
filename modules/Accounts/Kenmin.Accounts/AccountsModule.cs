using Kenmin.Accounts.Addresses;
using Kenmin.Accounts.AuditLog;
using Kenmin.Accounts.Claims;
using Kenmin.Accounts.Consents;
using Kenmin.Accounts.EnteredPeople;
using Kenmin.Accounts.FirstAdministrator;
using Kenmin.Accounts.Guardians;
using Kenmin.Accounts.Identity;
using Kenmin.Accounts.Letters;
using Kenmin.Accounts.Mail;
using Kenmin.Accounts.Me;
using Kenmin.Accounts.Merging;
using Kenmin.Accounts.Notices;
using Kenmin.Accounts.Passkeys;
using Kenmin.Accounts.Passwords;
using Kenmin.Accounts.People;
using Kenmin.Accounts.Personas;
using Kenmin.Accounts.Profiles;
using Kenmin.Accounts.Registration;
using Kenmin.Accounts.Rights;
using Kenmin.Accounts.SecondFactor;
using Kenmin.Accounts.Sessions;
using Kenmin.Accounts.SignIn;
using Kenmin.Accounts.Tokens;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Modularity.Persons;
using Kenmin.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Accounts;

/// <summary>Accounts (アカウント): signing in, the five roles, notices to people, the audit log's page.</summary>
public sealed class AccountsModule : IProgramModule
{
    /// <inheritdoc/>
    public ModuleManifest Manifest { get; } = new()
    {
        Key = "accounts",
        Name = new("アカウント", "Accounts"),
        Description = new("県民と職員がサインインし、お知らせを受け取り、管理者が役割を決めます。",
            "Residents and staff sign in and get notices; administrators give roles."),
        Version = new(1, 0, 0),
        Owner = new("県民生活課", "Citizens' Life Division"),
        Features =
        [
            new(AccountsFeatures.Registration, new("県民による新規登録", "Registration by residents"), FeatureScope.Standing, Critical: true),
        ],
        Permissions =
        [
            new(AccountsPermissions.ReadPeople, new("アカウントを見る", "See accounts"), Roles.Administrator, Roles.Auditor),
            new(AccountsPermissions.WritePeople, new("アカウントの役割を変える", "Change the roles of accounts"), Roles.Administrator),
            new(AccountsPermissions.ReadEnteredPeople, new("アカウントのない人を見る", "See people without an account"), Roles.MunicipalStaff, Roles.ProgramOwner, Roles.Administrator, Roles.Auditor),
            new(AccountsPermissions.EnterPeople, new("アカウントのない人を登録する", "Enter people without an account"), Roles.MunicipalStaff, Roles.ProgramOwner, Roles.Administrator),
            new(AccountsPermissions.PrintLetters, new("メールのない人への手紙を印刷する", "Print letters to people without mail"), Roles.MunicipalStaff, Roles.ProgramOwner, Roles.Administrator),
            new(AccountsPermissions.MergePeople, new("同じ人のアカウントをまとめる", "Merge accounts of one person"), Roles.Administrator),
            new(AccountsPermissions.ReadAudit, new("監査ログを見る", "See the audit log"), Roles.Administrator, Roles.Auditor),
            new(AccountsPermissions.ReadConsents, new("同意の記録を見る", "See consents"), Roles.ProgramOwner, Roles.Administrator, Roles.Auditor),
            new(AccountsPermissions.RecordConsents, new("同意を記録する", "Enter consents"), Roles.ProgramOwner, Roles.Administrator),
            new(AccountsPermissions.ReadRequests, new("個人情報の請求を見る", "See requests about personal data"), Roles.ProgramOwner, Roles.Administrator, Roles.Auditor),
            new(AccountsPermissions.EnterRequests, new("個人情報の請求を入力する", "Enter requests about personal data"), Roles.ProgramOwner, Roles.Administrator),
            new(AccountsPermissions.DecideRequests, new("個人情報の請求を決定する", "Decide requests about personal data"), Roles.Administrator),
        ],
        Navigation =
        [
            new(new("マイページ", "My account"), "/accounts/me", NavigationArea.Resident, 10),
            new(new("お知らせ", "Notices"), "/accounts/notices", NavigationArea.Resident, 20),
            new(new("同意", "Consents"), "/me/consents", NavigationArea.Resident, 30),
            new(new("自分の情報", "Your data"), "/me/data", NavigationArea.Resident, 40),
            new(new("プロフィール", "Profile"), "/me/profile", NavigationArea.Resident, 35),
            new(new("保護者の同意", "Guardian's consent"), "/me/guardian", NavigationArea.Resident, 37),
            new(new("アカウントのない人", "People without an account"), "/staff/people", NavigationArea.Staff, 190, AccountsPermissions.ReadEnteredPeople),
            new(new("郵送するお知らせ", "Letters to post"), "/staff/letters", NavigationArea.Staff, 195, AccountsPermissions.PrintLetters),
            new(new("個人情報の請求", "Requests about data"), "/staff/requests", NavigationArea.Staff, 210, AccountsPermissions.ReadRequests),
            new(new("同意の更新", "Consents to renew"), "/staff/consents", NavigationArea.Staff, 200, AccountsPermissions.ReadConsents),
            new(new("サインインと安全", "Sign-in and security"), "/me/security", NavigationArea.Resident, 90),
            new(new("アカウント", "Accounts"), "/admin/accounts", NavigationArea.Administration, 20, AccountsPermissions.ReadPeople),
            new(new("アカウントの統合", "Merged accounts"), "/admin/merges", NavigationArea.Administration, 25, AccountsPermissions.MergePeople),
            new(new("監査ログ", "Audit log"), "/admin/audit", NavigationArea.Administration, 30, AccountsPermissions.ReadAudit),
        ],
        MailKinds = MailKinds.Declared,
        Exports = [new(new("お知らせの手紙（PDF）", "Letters to people without mail (PDF)"), "/staff/letters", AccountsPermissions.PrintLetters, ContainsPersonalData: true)],
        Settings = [typeof(AccountsSettings)],
        HoldsPersonalData = true,
        DemonstrationData = typeof(DemonstrationAccounts),
    };

    /// <inheritdoc/>
    public void AddServices(ModuleBuilder builder)
    {
        builder.AddIdentity();
        builder.AddAttemptLimits();
        builder.AddTokenLimits();
        builder.AddMail();
        builder.AddStore<IAccountsStore>(store =>
        {
            store.Schema.For<AccountNotice>().Duplicate(n => n.AccountId);
            store.Schema.For<OutgoingMail>().Duplicate(m => m.AccountId);
            store.Schema.For<AccountMerge>().Index(m => m.KeptId).Index(m => m.GoneId);
            store.Schema.For<Guardianship>().Index(g => g.AccountId).Index(g => g.GuardianAccountId!).Index(g => g.TokenHash!);
            store.Schema.For<QueuedLetter>().Duplicate(l => l.AccountId).Index(l => l.PrintId!);
            store.Schema.For<LetterPrint>();
            ConsentsSetup.Configure(store);
            RightsSetup.Configure(store);
        });
        builder.Services.AddConsents().AddRights().AddScoped<RequestDesk>();
        builder.Services.Configure<AccountsSettings>(builder.Configuration)
            .AddSingleton<PasswordRules>()
            .AddScoped<AccountRegistrar>().AddScoped<Registrations>().AddScoped<RegisteredBefore>().AddScoped<UnfinishedRegistrations>().AddSingleton<RegisteringBrowser>()
            .AddScoped<OneTimeLinks>().AddScoped<AccountMails>().AddScoped<AddressChange>()
            .AddScoped<PasswordReset>().AddScoped<MyPassword>()
            .AddSingleton<KnownDevice>().AddScoped<AttemptGuard>()
            .AddScoped<TimeCodes>().AddScoped<SecondFactorCheck>().AddScoped<MySecondFactor>().AddScoped<SecondFactorRemoval>().AddScoped<FactorGuard>()
            .AddScoped<MyPasskeys>()
            .AddScoped<AccessTokens>()
            .AddScoped<AccountSessions>().AddHostedService<SignInCleanup>()
            .AddScoped<PasswordSignIn>()
            .AddScoped<MyAccount>().AddScoped<MyProfile>()
            .AddScoped<EnteredPeopleList>().AddScoped<PeopleDesk>().AddScoped<DemonstrationPeople>()
            .AddScoped<MergeDesk>().AddScoped<GuardianDesk>().AddScoped<LetterDesk>().AddHostedService<GuardianAges>()
            .AddScoped<ClaimCodes>().AddScoped<Claiming>().AddScoped<ClaimMails>()
            .AddScoped<FirstAdministrators>()
            .AddScoped<AccountAccess>()
            .AddScoped<AccountDirectory>()
            .AddScoped<IPersonDirectory, KnownAccounts>()
            .AddScoped<LeakDrill>()
            .AddSingleton<IStaffDirectory, StaffDirectory>()
            .AddSingleton<NoticeList>()
            .AddHostedService<FirstAdministratorInvitation>().AddHostedService<BreachedPasswordsNotice>();
    }
}
