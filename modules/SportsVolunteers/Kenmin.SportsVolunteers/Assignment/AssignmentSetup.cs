using Kenmin.SportsVolunteers.Assignment.Cover;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.Assignment;

internal static class AssignmentSetup
{
    public static void Configure(StoreOptions options)
    {
        options.Schema.For<EventAssignment>();
        options.Schema.For<AssignmentStop>();
        options.Schema.For<CoverRequest>();
        options.Schema.For<CoverAsked>();
        options.Schema.For<AssignmentLine>().Index([l => l.EventId, l => l.ShiftId]).Index(l => l.VolunteerId);
        options.Schema.For<AssignmentRuling>().Index(r => r.EventId).Index(r => r.VolunteerId);
    }

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<AssignmentBell>();
        services.AddSingleton<AssignmentLoader>();
        services.AddSingleton<OfferSender>();
        services.AddSingleton<AssignmentDesk>();
        services.AddSingleton<CoverDesk>();
        services.AddSingleton<AssignmentRuns>();
        services.AddHostedService(provider => provider.GetRequiredService<AssignmentRuns>());
    }
}
