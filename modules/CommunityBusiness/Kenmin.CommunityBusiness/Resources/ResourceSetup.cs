using Kenmin.CommunityBusiness.Resources.Import;
using Marten;
using Marten.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Resources;

/// <summary>Where local resources and problems are kept, and what serves them.</summary>
internal static class ResourceSetup
{
    public static void AddTo(StoreOptions options)
    {
        options.Schema.For<LocalEntry>().UniqueIndex(UniqueIndexType.Computed, e => e.Key!).Index(e => e.MunicipalityCode).Index(e => e.ProposerAccountId!);
        options.Schema.For<LocalInterest>().Index(i => i.EntryId).Index(i => i.VentureId);
        options.Schema.For<EntryImport>();
    }

    public static void AddResources(this IServiceCollection services)
    {
        services.AddSingleton<EntryReader>();
        services.AddSingleton<InterestReader>();
        services.AddSingleton<EntryImports>();
    }
}
