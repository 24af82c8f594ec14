using Kenmin.Modularity;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Organisations;

/// <summary>Where organisations are kept, and what serves them.</summary>
internal static class OrganisationSetup
{
    public static void AddTo(StoreOptions options)
    {
    }

    public static void AddOrganisations(this ModuleBuilder builder)
    {
    }
}
