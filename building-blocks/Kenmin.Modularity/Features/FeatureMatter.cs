using Kenmin.SharedKernel;
using Microsoft.FeatureManagement.FeatureFilters;

namespace Kenmin.Modularity.Features;

/// <summary>The matter that a feature is evaluated for.</summary>
/// <param name="Year">The matter's fiscal year (年度).</param>
/// <param name="Initiative">The initiative it belongs to, if any.</param>
/// <param name="Known">The decisions and initiatives to go by.</param>
internal sealed record FeatureMatter(FiscalYear Year, Guid? Initiative, FeatureEvaluations Known) : ITargetingContext
{
    /// <summary>Values are chosen by the matter, never by who asks.</summary>
    public string UserId { get; set; } = "";

    /// <summary>The name of the value that was decided for the matter.</summary>
    public IEnumerable<string> Groups { get; set; } = [];
}
