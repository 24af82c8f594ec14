using Kenmin.Modularity;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Ventures;

/// <summary>Where ideas and businesses are kept, and what serves them.</summary>
internal static class VentureSetup
{
    public static void AddTo(StoreOptions options)
    {
    }

    public static void AddVentures(this IServiceCollection services)
    {
    }
}
