using Marten;
using Marten.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.CommunityBusiness.Library;

/// <summary>Whose stories are asked for.</summary>
internal static class LibraryAsks
{
    /// <summary>Follow-ups from so many months after the launch on; half a year is too early for a story.</summary>
    public const int FromMonths = 12;
}

/// <summary>Where stories are kept, and what serves them.</summary>
internal static class LibrarySetup
{
    public static void AddTo(StoreOptions options)
    {
        options.Schema.For<Story>().UniqueIndex(UniqueIndexType.Computed, s => s.VentureId);
        options.Schema.For<StoryEdition>().Index(e => e.StoryId).Index(e => e.VentureId);
    }

    public static void AddLibrary(this IServiceCollection services) => services.AddSingleton<LibraryReader>();
}
