using Kenmin.Modularity;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.Insurance;

internal static class InsuranceSetup
{
    public static IReadOnlyList<NavigationItem> Navigation { get; } =
    [
        new(new("ボランティア保険", "Insurance"), "/staff/sports/insurance", NavigationArea.Staff, 114, Permissions.ChangeRoster),
    ];

    public static void Configure(StoreOptions options)
    {
        options.Schema.For<InsurancePlan>();
        options.Schema.For<InsuranceCover>().Index(c => c.VolunteerId).Index(c => c.PlanId);
    }

    public static void AddServices(IServiceCollection services) => services.AddSingleton<InsuranceDesk>();
}
