using Kenmin.CommunityBusiness.Consents;
using Kenmin.Pictures;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Kenmin.CommunityBusiness.Showcase;

/// <summary>Where it is kept how businesses are shown, and what serves it.</summary>
internal static class ShowcaseSetup
{
    public static void AddTo(StoreOptions options)
    {
        options.Schema.For<Showing>();
        ShowingPictureTable.AddTo(options);
    }

    public static void AddShowcase(this IServiceCollection services)
    {
        services.AddSingleton<ShowcaseReader>();
        services.TryAddSingleton<PictureMaker>();
        services.AddHostedService<PublicityReminders>();
    }
}
