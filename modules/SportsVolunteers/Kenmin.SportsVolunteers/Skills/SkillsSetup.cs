using Kenmin.Modularity;
using Kenmin.SportsVolunteers.Teams;
using Kenmin.SportsVolunteers.Volunteers;
using Marten;
using Marten.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.Skills;

internal static class SkillsSetup
{
    public static IReadOnlyList<NavigationItem> Navigation { get; } =
    [
        new(new("資格・希望・チーム", "Qualifications, wishes, team"), "/sports/skills", NavigationArea.Resident, 21, Permissions.TakePart),
        new(new("資格の種類と確認", "Qualifications"), "/staff/sports/qualifications", NavigationArea.Staff, 112, Permissions.ChangeRoster),
        new(new("チーム", "Teams"), "/staff/sports/teams", NavigationArea.Staff, 113, Permissions.ReadRoster),
    ];

    public static void Configure(StoreOptions options)
    {
        options.Schema.For<QualificationKind>();
        options.Schema.For<VolunteerTeam>().UniqueIndex(UniqueIndexType.Computed, t => t.Code);
        options.Schema.For<Volunteer>().Index(v => v.Team!.TeamId);
    }

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<QualificationKinds>();
        services.AddSingleton<SkillsDesk>();
        services.AddSingleton<TeamDesk>();
    }
}
