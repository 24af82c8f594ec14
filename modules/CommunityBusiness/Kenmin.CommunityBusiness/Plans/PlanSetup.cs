using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Plans;

/// <summary>Where plans are kept, and what serves them.</summary>
internal static class PlanSetup
{
    public static void AddTo(StoreOptions options)
    {
        options.Schema.For<BusinessPlan>();
        options.Schema.For<PlanVersion>().Index(v => v.VentureId);
        options.Schema.For<ActualMonth>().Index(a => a.VentureId);
    }

    public static void AddPlans(this IServiceCollection services) => services.AddSingleton<PlanReader>();
}
