namespace Kenmin.Modularity.Features;

/// <summary>
/// What administrators have decided about features, held in memory. The module that keeps the decisions replaces the whole
/// set; without such a module the defaults of the manifests apply.
/// </summary>
public sealed class FeatureDecisions
{
    private volatile FeatureDecisionSet _current = FeatureDecisionSet.Empty;

    /// <summary>The decisions as they are known now, planned ones included.</summary>
    public FeatureDecisionSet Current => _current;

    /// <summary>Replaces all decisions at once, so that every request sees the old or the new ones, never a mixture.</summary>
    public void Replace(FeatureDecisionSet decisions) => _current = decisions;
}
