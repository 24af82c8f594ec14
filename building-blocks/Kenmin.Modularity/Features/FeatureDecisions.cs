using Kenmin.SharedKernel;

namespace Kenmin.Modularity.Features;

/// <summary>
/// What administrators have decided about features, held in memory. The module that keeps the decisions replaces the whole
/// snapshot; without such a module the defaults of the manifests apply.
/// </summary>
public sealed class FeatureDecisions
{
    private volatile IReadOnlyDictionary<(string Feature, FiscalYear? Year), bool> _snapshot =
        new Dictionary<(string, FiscalYear?), bool>();

    /// <summary>Replaces all decisions at once, so that every request sees the old or the new ones, never a mixture.</summary>
    public void Replace(IReadOnlyDictionary<(string Feature, FiscalYear? Year), bool> decisions) => _snapshot = decisions;

    /// <summary>The state of a feature for a year: the year's decision, else the standing one, else the manifest's default.</summary>
    public bool IsOn(FeatureDeclaration feature, FiscalYear year)
    {
        var snapshot = _snapshot;
        if (feature.Scope == FeatureScope.FiscalYear && snapshot.TryGetValue((feature.Key, year), out var forYear)) return forYear;
        return snapshot.TryGetValue((feature.Key, null), out var standing) ? standing : feature.EnabledByDefault;
    }
}
