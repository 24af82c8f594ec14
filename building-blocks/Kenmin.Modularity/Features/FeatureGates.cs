using Kenmin.SharedKernel;
using Microsoft.FeatureManagement;

namespace Kenmin.Modularity.Features;

/// <summary>Asks whether a feature is on. Costs no database round trip.</summary>
/// <param name="manager">The feature manager that evaluates the definitions.</param>
/// <param name="clock">The clock that says which fiscal year it is.</param>
public sealed class FeatureGates(IFeatureManager manager, TimeProvider clock)
{
    /// <summary>The present fiscal year in Asia/Tokyo.</summary>
    public FiscalYear CurrentYear => FiscalYear.Current(clock);

    /// <summary>
    /// Whether <paramref name="feature"/> is on for the fiscal year of the matter at hand: that of the shift, the course
    /// or the campaign, not today's. A feature that no manifest declares is off.
    /// </summary>
    public Task<bool> IsOnAsync(string feature, FiscalYear year) =>
        manager.IsEnabledAsync(feature, new FiscalYearContext(year));

    /// <summary>Whether <paramref name="feature"/> is on for the present fiscal year.</summary>
    public Task<bool> IsOnNowAsync(string feature) => IsOnAsync(feature, CurrentYear);
}

/// <summary>The matter that a feature is evaluated for.</summary>
/// <param name="Year">The matter's fiscal year.</param>
public sealed record FiscalYearContext(FiscalYear Year);
