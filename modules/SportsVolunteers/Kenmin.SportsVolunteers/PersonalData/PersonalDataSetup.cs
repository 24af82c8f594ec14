using Kenmin.Modularity.Persons;
using Kenmin.SportsVolunteers.PersonalData.Consents;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.PersonalData;

internal static class PersonalDataSetup
{
    public static void Configure(StoreOptions options)
    {
        options.Schema.For<ConsentToTell>();
        options.Listeners.Add(new ConsentNotes());
    }

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<IPersonDirectory, KnownVolunteers>();
        services.AddHostedService<ConsentTelling>();
    }
}
