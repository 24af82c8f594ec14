using Kenmin.Persistence;
using Marten;
using Marten.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SeniorEngagement.Transport;

/// <summary>Where rides are kept, and what serves them.</summary>
internal static class RideSetup
{
    public static void AddTo(StoreOptions options)
    {
        options.Schema.For<RideOffer>().UniqueIndex(UniqueIndexType.Computed, o => o.Key).Index(o => o.ActivityId).Index(o => o.DriverId);
        options.Schema.For<RideRequest>().UniqueIndex(UniqueIndexType.Computed, r => r.Key).Index(r => r.ActivityId).Index(r => r.HolderId);
        options.Schema.For<RideMatch>().Index(m => m.OfferId).Index(m => m.RequestId);
        RideSeats.AddTo(options);
    }

    public static void AddRides(this IServiceCollection services)
    {
        services.AddSingleton<RideReader>();
        services.AddHostedService<RideClock>();
    }
}
