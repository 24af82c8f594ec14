using Kenmin.Modularity;
using Kenmin.Participation;
using Kenmin.SportsVolunteers.Volunteers.Guardians;
using Kenmin.SportsVolunteers.Volunteers.Provision;
using Kenmin.SportsVolunteers.Volunteers.SamePerson;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.Volunteers;

internal static class VolunteersSetup
{
    public static IReadOnlyList<NavigationItem> Navigation { get; } =
    [
        new(new("ボランティア名簿", "Volunteers"), "/staff/sports/volunteers", NavigationArea.Staff, 110, Permissions.ReadRoster),
        new(new("重複の確認", "Possible duplicates"), "/staff/sports/duplicates", NavigationArea.Staff, 115, Permissions.ChangeRoster),
        new(new("市町への名簿の提供", "Lists for municipalities"), "/staff/sports/provisions", NavigationArea.Staff, 116, Permissions.ChangeRoster),
    ];

    public static void Configure(StoreOptions options)
    {
        options.Schema.For<DuplicatePair>().Index(p => p.State).Index(p => p.First).Index(p => p.Second);
        options.Schema.For<PersonMerge>().Index(m => m.KeptId);
        options.Schema.For<AccountMergeSeen>().Index(m => m.GoneId).Index(m => m.VolunteerId!);
        options.Schema.For<GuardianStanding>();
        options.Schema.For<ListProvision>();
        options.Schema.For<Volunteer>();
    }

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<VolunteerList>();
        services.AddSingleton<EditVolunteer>();
        services.AddSingleton<DuplicateDesk>();
        services.AddSingleton<ProvisionDesk>();
    }
}
