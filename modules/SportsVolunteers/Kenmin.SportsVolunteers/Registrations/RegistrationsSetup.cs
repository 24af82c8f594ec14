using JasperFx.Events.Projections;
using Kenmin.Modularity;
using Kenmin.SportsVolunteers.Registrations.Asking;
using Kenmin.SportsVolunteers.Registrations.Letters;
using Kenmin.SportsVolunteers.Registrations.Links;
using Kenmin.SportsVolunteers.Registrations.Lapsing;
using Kenmin.SportsVolunteers.Registrations.Legacy;
using Kenmin.SportsVolunteers.Registrations.Overview;
using Kenmin.SportsVolunteers.Registrations.Renewal;
using Kenmin.SportsVolunteers.Registrations.Retention;
using Kenmin.SportsVolunteers.Registrations.SelfRegistration;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.Registrations;

internal static class RegistrationsSetup
{
    private const string Section = "Modules:sports-volunteers";

    public static IReadOnlyList<NavigationItem> Navigation { get; } =
    [
        new(new("ボランティア登録", "Volunteer registration"), "/sports/registration", NavigationArea.Resident, 20,
            Permissions.TakePart),
        new(new("継続登録", "Registrations"), "/staff/sports/registrations", NavigationArea.Staff, 30,
            Permissions.ReadRoster),
        new(new("定着状況", "Legacy report"), "/staff/sports/legacy", NavigationArea.Staff, 60, Permissions.ReadLegacy, Features.Legacy),
    ];

    /// <summary>Without an answer a registration ends: people need this mail.</summary>
    public static MailKindDeclaration AskingMail { get; } =
        new("sports-volunteers.registration-asked", new("ボランティア登録を続けるかの照会", "Questions whether to stay registered"), Needed: true);

    public static IReadOnlyList<Type> Settings { get; } = [typeof(RetentionSettings), typeof(AskingSettings), typeof(LinkSettings)];

    public static IReadOnlyList<ExportDeclaration> Exports { get; } =
    [
        new(new("照会の手紙の宛名一覧", "List of letters"), "/staff/sports/registrations", Permissions.ChangeRoster, ContainsPersonalData: true),
        new(new("照会の手紙（PDF）", "Letters (PDF)"), "/staff/sports/registrations/letters", Permissions.ChangeRoster, ContainsPersonalData: true),
        new(new("本人確認リンクの手紙の宛名一覧", "List of letters with personal links"), "/staff/sports/registrations", Permissions.ChangeRoster, ContainsPersonalData: true),
        new(new("定着状況の集計", "Legacy report"), "/api/v1/sports/legacy.csv", Permissions.ReadLegacy, ContainsPersonalData: false),
        new(new("定着状況の集計（Excel）", "Legacy report (xlsx)"), "/api/v1/sports/legacy.xlsx", Permissions.ReadLegacy, ContainsPersonalData: false),
    ];

    public static void Configure(StoreOptions options)
    {
        foreach (var (type, name) in RegistrationProjection.StoredEvents) options.Events.MapEventType(type, name);
        options.Projections.Add(new RegistrationProjection(), ProjectionLifecycle.Inline);
        options.Schema.For<Registration>().Index(r => r.State);
        options.Schema.For<PersonalLink>().Index(l => l.VolunteerId).UniqueIndex("one_letter_for_each_slip", l => l.SlipNumber!);
        options.Schema.For<RegistrationRun>();
        options.Schema.For<GuardianConsent>();
        options.Schema.For<Volunteer>().UniqueIndex("one_volunteer_for_each_account", v => v.AccountId!);
    }

    public static void AddServices(IServiceCollection services)
    {
        services.AddDataProtection();
        services.AddSingleton<LinkTokens>();
        services.AddSingleton<VolunteerDirectory>();
        services.AddSingleton<RegistrationQueries>();
        services.AddSingleton<LetterDesk>();
        services.AddSingleton<LegacyQueries>();
        services.AddOptions<RetentionSettings>().BindConfiguration($"{Section}:Retention").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<AskingSettings>().BindConfiguration($"{Section}:Asking").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<LinkSettings>().BindConfiguration($"{Section}:Links").ValidateDataAnnotations().ValidateOnStart();
        services.AddLinkLimits();
        services.AddHostedService<OverdueAnswers>();
        services.AddHostedService<UnansweredReminders>();
        services.AddHostedService<ComingOfAge>();
        services.AddHostedService<OldTokens>();
        services.AddHostedService<ExpiredData>();
    }
}
