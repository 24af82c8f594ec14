using Kenmin.Modularity;
using Kenmin.Modularity.Initiatives;
using Kenmin.Participation;
using Kenmin.SportsVolunteers.Hours;
using Kenmin.SportsVolunteers.Imports;
using Kenmin.SportsVolunteers.Initiatives;
using Kenmin.SportsVolunteers.Opportunities;
using Kenmin.SportsVolunteers.Shifts.Browse;
using Kenmin.SportsVolunteers.Shifts.ImportPlan;
using Kenmin.SportsVolunteers.Shifts.ManageEvents;
using Kenmin.SportsVolunteers.Shifts.ManageShift;
using Kenmin.SportsVolunteers.Shifts.Needs;
using Kenmin.SportsVolunteers.Shifts.Notices;
using Kenmin.SportsVolunteers.Shifts.SigningUp;
using Kenmin.SportsVolunteers.Shifts.Swaps;
using Kenmin.SportsVolunteers.Shifts.Terms;
using Marten;
using Marten.Schema;
using Microsoft.Extensions.DependencyInjection;
using Weasel.Postgresql.Tables;

namespace Kenmin.SportsVolunteers.Shifts;

internal static class ShiftsSetup
{
    public static IReadOnlyList<NavigationItem> Navigation { get; } =
    [
        new(new("スポーツ大会のボランティア", "Volunteer at sports events"), "/sports", NavigationArea.Public, 20),
        new(new("申し込んだ活動", "My shifts"), "/sports/me", NavigationArea.Resident, 20, Permissions.TakePart),
        new(new("大会と活動枠", "Events and shifts"), "/staff/sports/events", NavigationArea.Staff, 20, Permissions.ReadShifts),
        new(new("当日の受付", "Check-in"), "/staff/sports/check-in", NavigationArea.Staff, 25, Permissions.CheckIn),
    ];

    /// <summary>What initiatives can enable: events with their shifts.</summary>
    public static InitiativeDeclaration Offer { get; } = new()
    {
        Description = new(
            "大会の活動枠を公開し、ボランティアの申込を受け付けます。", "Shows events with their shifts and takes volunteers' sign-ups."),
        Settings = typeof(SportsSettings),
        PublicPart = typeof(InitiativePart),
        Profiles =
        [
            new("sports-festival", new("大きなスポーツ大会", "Large sports event"),
                new Dictionary<string, string> { ["signUpClosesDaysBefore"] = "7", ["offerHours"] = "48", ["minimumAge"] = "15" }),
            new("local-sports", new("地域の運動行事", "Local sports day"),
                new Dictionary<string, string> { ["signUpClosesDaysBefore"] = "1", ["offerHours"] = "12" }),
        ],
    };

    public static IReadOnlyList<ExportDeclaration> Exports { get; } =
    [
        new(new("活動枠ごとの申込者名簿", "Roster of a shift"), "/staff/sports/events", Permissions.ReadShifts, ContainsPersonalData: true),
    ];

    public static void Configure(StoreOptions options)
    {
        options.Schema.For<SportsEvent>()
            .UniqueIndex(UniqueIndexType.Computed, e => e.Key)
            .UniqueIndex(UniqueIndexType.Computed, e => e.Slug);
        options.Schema.For<ShiftReminder>();
        options.Schema.For<ToldShift>();
        options.Schema.For<ToldSignUps>();
        options.Schema.For<SwapRequest>().Index(r => r.HolderId).Index(r => r.Day);
        options.Schema.For<SwapOffer>().Index(o => o.RequestId).Index(o => o.VolunteerId);
        options.Schema.For<Venue>().UniqueIndex(UniqueIndexType.Computed, v => v.Key);
        options.Schema.For<Shift>()
            .UniqueIndex(UniqueIndexType.Computed, s => s.Key)
            .Index([s => s.EventId, s => s.SortKey])
            .Index(s => s.TermsPending);
    }

    public static void AddServices(IServiceCollection services)
    {
        services.AddParticipation<ISportsVolunteersStore>(options =>
        {
            options.Publish(change => (object?)SignUpChanged.Of(change) ?? HoursChanged.Of(change));
            options.TellSignUps(people => new TellSignUps(people));
        });
        services.AddSingleton<TermsBell>();
        services.AddSingleton<TermsCatchUp>();
        services.AddHostedService(provider => provider.GetRequiredService<TermsCatchUp>());
        services.ConfigureMarten<ISportsVolunteersStore>((provider, options) => options.Listeners.Add(provider.GetRequiredService<TermsBell>()));
        services.AddSingleton<IImportTarget, ShiftPlanImport>();
        services.AddHostedService<ShiftReminders>();
        services.AddSingleton<EventInitiatives>();
        services.AddSingleton<ShiftCatalog>();
        services.AddSingleton<Participants>();
        services.AddSingleton<SignUpDesk>();
        services.AddScoped<SwapDesk>();
        services.AddSingleton<StaffDesk>();
        services.AddSingleton<ShiftNeeds>();
        services.AddSingleton<EventReports>();
    }
}
