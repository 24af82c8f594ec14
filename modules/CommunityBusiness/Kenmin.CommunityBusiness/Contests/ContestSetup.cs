using Kenmin.Modularity;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Contests;

/// <summary>Where calls and contests are kept, and what serves them.</summary>
internal static class ContestSetup
{
    public static void AddTo(StoreOptions options)
    {
    }

    public static void AddContests(this IServiceCollection services)
    {
    }
}
