using Kenmin.Modularity.Persons;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.PersonalData;

internal static class PersonalDataSetup
{
    public static void AddServices(IServiceCollection services) => services.AddSingleton<IPersonDirectory, KnownVolunteers>();
}
