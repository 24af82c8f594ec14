using Kenmin.Modularity;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Plans;

/// <summary>Where plans are kept, and what serves them.</summary>
internal static class PlanSetup
{
    public static void AddTo(StoreOptions options)
    {
    }

    public static void AddPlans(this IServiceCollection services)
    {
    }
}
