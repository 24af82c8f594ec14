using Kenmin.Modularity;
using Kenmin.Modularity.Initiatives;
using Kenmin.Programs.FeatureBoard.Board;
using Kenmin.Programs.FeatureBoard.Changes;
using Kenmin.Programs.FeatureBoard.Decisions;
using Kenmin.Programs.FeatureBoard.Drafts;
using Kenmin.Programs.FeatureBoard.History;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace Kenmin.Programs.FeatureBoard;

internal static class FeatureBoardSetup
{
    public static void Configure(StoreOptions options)
    {
        options.Schema.For<FeatureDecision>();
        options.Schema.For<FeatureChange>().Index(c => c.State);
        options.Schema.For<ChangeDraft>();
        options.Schema.For<ImpactReply>().Index(r => r.DraftId);
    }

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<DecisionsSync>();
        services.AddHostedService(provider => provider.GetRequiredService<DecisionsSync>());
        services.AddSingleton<BoardWords>();
        services.AddSingleton<BoardQueries>();
        services.AddSingleton<ChangeHistory>();
        services.AddSingleton<DraftReader>();
        services.AddSingleton(provider => new FeatureBoardParts(
            new(provider.GetRequiredService<ModuleCatalog>(), provider.GetRequiredService<InitiativeDirectory>()), provider.GetRequiredService<TimeProvider>()));
    }
}
