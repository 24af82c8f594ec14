using Microsoft.Extensions.Configuration;
using Microsoft.FeatureManagement;

namespace Kenmin.Modularity.Features;

/// <summary>
/// Gives Microsoft.FeatureManagement a definition for each feature that a manifest declares, by the decisions of the module's
/// store; and a second one for its values, because the library does not filter by the matter when it chooses a variant.
/// </summary>
internal sealed class StoredFeatureDefinitions(ModuleCatalog catalog) : IFeatureDefinitionProvider
{
    private const string Values = "#values";

    private readonly Dictionary<string, FeatureDefinition> _definitions = catalog.Features.Values.Select(Gate)
        .Concat(catalog.Features.Values.Where(f => f.Values.Count > 0).Select(Choice))
        .ToDictionary(d => d.Name, StringComparer.Ordinal);

    public static string ValuesOf(string feature) => feature + Values;

    public Task<FeatureDefinition> GetFeatureDefinitionAsync(string featureName) =>
        Task.FromResult(_definitions.GetValueOrDefault(featureName)!);

    public async IAsyncEnumerable<FeatureDefinition> GetAllFeatureDefinitionsAsync()
    {
        await Task.CompletedTask;
        foreach (var definition in _definitions.Values) yield return definition;
    }

    private static FeatureDefinition Gate(FeatureDeclaration feature) => new()
    {
        Name = feature.Key,
        RequirementType = RequirementType.All,
        EnabledFor = [new() { Name = FiscalYearFilter.Alias }, new() { Name = InitiativeFilter.Alias }],
    };

    private static FeatureDefinition Choice(FeatureDeclaration feature) => new()
    {
        Name = ValuesOf(feature.Key),
        EnabledFor = [new() { Name = "AlwaysOn" }],
        Variants =
        [
            .. feature.Values.Select(v => new VariantDefinition
            {
                Name = v.Name,
                ConfigurationValue = new ConfigurationBuilder().AddInMemoryCollection([new("Value", v.Value)]).Build().GetSection("Value"),
            }),
        ],
        Allocation = new()
        {
            DefaultWhenEnabled = feature.Values[0].Name,
            Group = [.. feature.Values.Select(v => new GroupAllocation { Variant = v.Name, Groups = [v.Name] })],
        },
    };
}

/// <summary>Evaluates a feature for the fiscal year of the matter at hand: what was decided, and the same of what it needs.</summary>
[FilterAlias(Alias)]
internal sealed class FiscalYearFilter(ModuleCatalog catalog) : IContextualFeatureFilter<FeatureMatter>
{
    public const string Alias = "Kenmin.FiscalYear";

    public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext context, FeatureMatter matter) => Task.FromResult(
        catalog.Features.TryGetValue(context.FeatureName, out var feature)
        && matter.Known.Decisions.IsOnWithNeeds(feature, catalog.Features, matter.Year, matter.Initiative, matter.Known.At));
}

/// <summary>Closes a feature for matters of an initiative that takes no new entries for the feature's module.</summary>
[FilterAlias(Alias)]
internal sealed class InitiativeFilter(ModuleCatalog catalog) : IContextualFeatureFilter<FeatureMatter>
{
    public const string Alias = "Kenmin.Initiative";

    public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext context, FeatureMatter matter) => Task.FromResult(
        matter.Initiative is not { } id || matter.Known.Initiatives is not { } initiatives
        || (initiatives.TryGetValue(id, out var initiative) && catalog.ModuleOf(context.FeatureName) is { } module && initiative.TakesEntries(module, matter.Year)));
}
