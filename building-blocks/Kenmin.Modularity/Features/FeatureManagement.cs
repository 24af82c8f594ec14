using Microsoft.Extensions.Configuration;
using Microsoft.FeatureManagement;

namespace Kenmin.Modularity.Features;

/// <summary>Gives Microsoft.FeatureManagement one definition for each feature that a manifest declares.</summary>
internal sealed class ManifestFeatureDefinitions(ModuleCatalog catalog) : IFeatureDefinitionProvider
{
    private readonly Dictionary<string, FeatureDefinition> _definitions = catalog.Features.Keys.ToDictionary(
        key => key,
        key => new FeatureDefinition
        {
            Name = key,
            EnabledFor =
            [
                new FeatureFilterConfiguration
                {
                    Name = FiscalYearFilter.Alias,
                    Parameters = new ConfigurationBuilder()
                        .AddInMemoryCollection([new(FiscalYearFilter.FeatureParameter, key)]).Build(),
                },
            ],
        },
        StringComparer.Ordinal);

    public Task<FeatureDefinition> GetFeatureDefinitionAsync(string featureName) =>
        Task.FromResult(_definitions.GetValueOrDefault(featureName)!);

    public async IAsyncEnumerable<FeatureDefinition> GetAllFeatureDefinitionsAsync()
    {
        await Task.CompletedTask;
        foreach (var definition in _definitions.Values) yield return definition;
    }
}

/// <summary>Evaluates a feature for the fiscal year of the matter at hand.</summary>
[FilterAlias(Alias)]
internal sealed class FiscalYearFilter(ModuleCatalog catalog, FeatureDecisions decisions) : IContextualFeatureFilter<FiscalYearContext>
{
    public const string Alias = "Kenmin.FiscalYear";
    public const string FeatureParameter = "Feature";

    public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext context, FiscalYearContext appContext) =>
        Task.FromResult(catalog.Features.TryGetValue(context.FeatureName, out var feature) && decisions.IsOn(feature, appContext.Year));
}
