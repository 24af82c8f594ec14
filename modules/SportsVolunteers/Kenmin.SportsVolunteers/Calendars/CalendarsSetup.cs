using Marten;
using Marten.Schema;
using Microsoft.Extensions.DependencyInjection;
using Weasel.Postgresql.Tables;

namespace Kenmin.SportsVolunteers.Calendars;

internal static class CalendarsSetup
{
    public static void Configure(StoreOptions options) => options.Schema.For<CalendarFeed>().UniqueIndex(UniqueIndexType.Computed, f => f.TokenHash);

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<CalendarFeeds>();
        services.AddSingleton<CalendarDesk>();
    }
}
