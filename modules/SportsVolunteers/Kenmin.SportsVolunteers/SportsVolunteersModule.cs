using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Assignment;
using Kenmin.SportsVolunteers.Calendars;
using Kenmin.SportsVolunteers.Certificates;
using Kenmin.SportsVolunteers.Impact;
using Kenmin.SportsVolunteers.Imports;
using Kenmin.SportsVolunteers.Insurance;
using Kenmin.SportsVolunteers.OnTheDay;
using Kenmin.SportsVolunteers.PersonalData;
using Kenmin.SportsVolunteers.PersonalData.Consents;
using Kenmin.SportsVolunteers.Progress;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.SportsVolunteers.Skills;
using Kenmin.SportsVolunteers.Volunteers;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers;

/// <summary>
/// Sports volunteers (スポーツボランティア): keeps those who came forward for a sports festival, and finds them the next shift.
/// </summary>
public sealed class SportsVolunteersModule : IProgramModule
{
    internal const string ModuleKey = "sports-volunteers";

    /// <inheritdoc />
    public ModuleManifest Manifest { get; } = new()
    {
        Key = ModuleKey,
        Name = new("スポーツボランティア", "Sports volunteers"),
        Description = new(
            "大会のボランティアを名簿から引き継ぎ、次の大会の活動につなげます。",
            "Keeps a festival's volunteers registered and finds them the next event's shifts."),
        Version = new(1, 0),
        Owner = new("スポーツ推進担当", "Sports promotion"),
        Needs = ["accounts"],
        Features =
        [
            new(Features.Imports, new("名簿・シフト表の取り込み", "Import of rosters and shift plans")),
            new(Features.ContinuingRegistration, new("大会後の継続登録", "Continuing registration after a festival"), Critical: true),
            new(Features.Shifts, new("活動枠の公開と申込", "Shifts and sign-up"), Critical: true),
            new(Features.CheckIn, new("当日の受付と活動時間", "Check-in and hours on the day")),
            new(Features.WalkIns, new("当日の飛び入り参加", "Walk-ins on the day")) { Needs = [Features.Shifts, Features.CheckIn] },
            new(Features.Legacy, new("定着状況の集計", "Legacy report"))
            {
                Values =
                [
                    new("least-5", new("5人未満は伏せる", "Figures below 5 are hidden"), "5"),
                    new("least-10", new("10人未満は伏せる", "Figures below 10 are hidden"), "10"),
                ],
            },
        ],
        Initiatives = ShiftsSetup.Offer,
        Permissions =
        [
            new(Permissions.ReadRoster, new("名簿を見る", "See the roster"), Roles.MunicipalStaff, Roles.ProgramOwner, Roles.Administrator, Roles.Auditor),
            new(Permissions.ChangeRoster, new("名簿を直す", "Change the roster"), Roles.ProgramOwner, Roles.Administrator),
            new(Permissions.Import, new("取り込む", "Import files"), Roles.ProgramOwner, Roles.Administrator),
            new(Permissions.ManageShifts, new("活動枠を管理する", "Manage shifts"), Roles.ProgramOwner, Roles.Administrator),
            new(Permissions.ReadShifts, new("申込者を見る", "See who signed up"), Roles.MunicipalStaff, Roles.ProgramOwner, Roles.Administrator, Roles.Auditor),
            new(Permissions.CheckIn, new("受付をする", "Check people in"), Roles.MunicipalStaff, Roles.ProgramOwner, Roles.Administrator),
            new(Permissions.ReadLegacy, new("集計を見る", "See the legacy report"), Roles.MunicipalStaff, Roles.ProgramOwner, Roles.Administrator, Roles.Auditor),
            new(Permissions.ReadSupportNeeds, new("配慮が必要なことを見る", "See what support people need"), Roles.ProgramOwner, Roles.Administrator),
            new(Permissions.Assign, new("活動に割り当てる", "Assign people to shifts"), Roles.ProgramOwner, Roles.Administrator),
            new(Permissions.TakePart, new("参加する", "Take part"), Roles.Resident),
        ],
        Purposes = ConsentPurposes.All,
        HoldsPersonalData = true,
        Navigation =
        [
            .. VolunteersSetup.Navigation, .. SkillsSetup.Navigation, .. InsuranceSetup.Navigation, .. RegistrationsSetup.Navigation, .. ShiftsSetup.Navigation, .. ImportsSetup.Navigation, .. ProgressSetup.Navigation,
        ],
        Settings = [.. RegistrationsSetup.Settings, .. ImportsSetup.Settings],
        Exports = [.. RegistrationsSetup.Exports, .. ShiftsSetup.Exports],
        MailKinds = [RegistrationsSetup.AskingMail, .. Shifts.Notices.MailKinds.All],
        DemonstrationData = typeof(SportsVolunteersDemonstration),
    };

    /// <inheritdoc />
    public void AddServices(ModuleBuilder builder)
    {
        builder.AddStore<ISportsVolunteersStore>(options =>
        {
            VolunteersSetup.Configure(options);
            SkillsSetup.Configure(options);
            InsuranceSetup.Configure(options);
            AssignmentSetup.Configure(options);
            RegistrationsSetup.Configure(options);
            ShiftsSetup.Configure(options);
            OnTheDaySetup.Configure(options);
            CertificatesSetup.Configure(options);
            CalendarsSetup.Configure(options);
            ImportsSetup.Configure(options);
            PersonalDataSetup.Configure(options);
        });
        VolunteersSetup.AddServices(builder.Services);
        SkillsSetup.AddServices(builder.Services);
        InsuranceSetup.AddServices(builder.Services);
        AssignmentSetup.AddServices(builder.Services);
        RegistrationsSetup.AddServices(builder.Services);
        ShiftsSetup.AddServices(builder.Services);
        OnTheDaySetup.AddServices(builder.Services);
        CertificatesSetup.AddServices(builder.Services);
        CalendarsSetup.AddServices(builder.Services);
        ImportsSetup.AddServices(builder.Services);
        builder.Services.AddSingleton<FeatureImpact>();
        PersonalDataSetup.AddServices(builder.Services);
        ProgressSetup.AddServices(builder.Services);
    }
}
