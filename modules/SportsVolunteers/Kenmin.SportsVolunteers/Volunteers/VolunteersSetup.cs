using Kenmin.Modularity;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.Volunteers;

internal static class VolunteersSetup
{
    public static IReadOnlyList<NavigationItem> Navigation { get; } = [];

    public static void Configure(StoreOptions options) => options.Schema.For<Volunteer>()
        .Index(v => v.NameKey)
        .Index(v => v.BirthDate!)
        .Index(v => v.Phone!)
        .Index(v => v.Email!)
        .Index(v => v.MunicipalityCode!)
        .Index(v => v.AccountId!)
        .GinIndexJsonData();

    public static void AddServices(IServiceCollection services)
    {
    }
}
