using Kenmin.Modularity;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.Shifts;

internal static class ShiftsSetup
{
    public static IReadOnlyList<NavigationItem> Navigation { get; } = [];

    public static void Configure(StoreOptions options)
    {
    }

    public static void AddServices(IServiceCollection services)
    {
    }
}
