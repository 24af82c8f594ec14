using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.SportsVolunteers.Assignment;

internal static class AssignmentSetup
{
    public static void Configure(StoreOptions options)
    {
    }

    public static void AddServices(IServiceCollection services)
    {
    }
}
