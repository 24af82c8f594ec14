using Kenmin.SportsVolunteers.OnTheDay.Badges;
using Kenmin.SportsVolunteers.OnTheDay.CheckInRules;
using Kenmin.SportsVolunteers.OnTheDay.Devices;
using Kenmin.SportsVolunteers.OnTheDay.Incidents;
using Kenmin.SportsVolunteers.OnTheDay.Supplies;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.OnTheDay;

internal static class OnTheDaySetup
{
    public static void Configure(StoreOptions options)
    {
        options.Storage.ExtendedSchemaObjects.AddRange(OnTheDayTables.All());
        options.Schema.For<NoShowsRecorded>();
        options.Schema.For<Incident>().Index(i => i.ShiftId).Index(i => i.VolunteerId!);
    }

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<BadgeRegister>();
        services.AddSingleton<DeviceActionLog>();
        services.AddSingleton<DeviceDesk>();
        services.AddSingleton<IncidentDesk>();
        services.AddSingleton<SupplyDesk>();
        services.AddHostedService<NoShows>();
    }
}
