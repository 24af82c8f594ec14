using System.Globalization;
using Kenmin.Modularity.Initiatives;
using Kenmin.Modularity.Requests;
using Kenmin.SharedKernel;
using Microsoft.FeatureManagement;

namespace Kenmin.Modularity.Features;

/// <summary>Asks whether a feature is on. Costs no database round trip, and once asked for a matter no evaluation.</summary>
/// <param name="manager">The feature manager that evaluates the definitions.</param>
/// <param name="catalog">The declared features.</param>
/// <param name="decisions">What was decided.</param>
/// <param name="initiatives">The initiatives.</param>
/// <param name="clock">The clock that says which fiscal year it is, and which planned decisions are in force.</param>
public sealed class FeatureGates(
    IVariantFeatureManager manager, ModuleCatalog catalog, FeatureDecisions decisions, InitiativeDirectory initiatives, TimeProvider clock)
{
    private volatile FeatureEvaluations? _latest;

    /// <summary>The present fiscal year in Asia/Tokyo; the same from the beginning of a request to its end.</summary>
    public FiscalYear CurrentYear => FiscalYear.Current(clock);

    /// <summary>
    /// Whether <paramref name="feature"/> is on for the fiscal year of the matter at hand: that of the shift, the course
    /// or the campaign, not today's. A feature that no manifest declares is off.
    /// </summary>
    /// <param name="feature">The feature's key.</param>
    /// <param name="year">The matter's fiscal year (年度).</param>
    /// <param name="initiative">
    /// The initiative (事業) the matter belongs to. Decisions for it come before those for the year; and it must take new entries
    /// for the feature's module, which one that is closed does not.
    /// </param>
    public Task<bool> IsOnAsync(string feature, FiscalYear year, Guid? initiative = null)
    {
        var known = Known();
        return known.States.TryGetValue((feature, year, initiative), out var state) ? state : EvaluateAsync(known, feature, year, initiative);
    }

    /// <summary>Whether <paramref name="feature"/> is on for the present fiscal year.</summary>
    public Task<bool> IsOnNowAsync(string feature) => IsOnAsync(feature, CurrentYear);

    /// <summary>The value that was chosen for the matter, of a feature that declares several; null when the feature is off or has none.</summary>
    /// <inheritdoc cref="IsOnAsync" path="/param"/>
    public Task<string?> ValueAsync(string feature, FiscalYear year, Guid? initiative = null)
    {
        var known = Known();
        return known.Values.TryGetValue((feature, year, initiative), out var value) ? value : EvaluateValueAsync(known, feature, year, initiative);
    }

    /// <summary>The chosen value as a whole number; null as for <see cref="ValueAsync"/>, and for a value that is no number.</summary>
    /// <inheritdoc cref="IsOnAsync" path="/param"/>
    public async Task<int?> NumberAsync(string feature, FiscalYear year, Guid? initiative = null) =>
        int.TryParse(await ValueAsync(feature, year, initiative), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    private FeatureEvaluations Known()
    {
        var moment = RequestMoment.Current;
        if (moment?.Evaluations is { } ofRequest) return ofRequest;

        var (set, facts, at) = (decisions.Current, initiatives.Snapshot, clock.GetUtcNow());
        var known = _latest;
        if (known is null || !known.HoldsFor(set, facts, at))
        {
            known = FeatureEvaluations.Around(set, facts, at);
            // A preview of another day must not push out what everybody else uses.
            if (moment is not { Previewed: true }) _latest = known;
        }
        if (moment is not null) moment.Evaluations = known;
        return known;
    }

    private async Task<bool> EvaluateAsync(FeatureEvaluations known, string feature, FiscalYear year, Guid? initiative)
    {
        var on = catalog.Features.ContainsKey(feature) && await manager.IsEnabledAsync(feature, new FeatureMatter(year, initiative, known));
        // What was asked for a name that nobody declares is not kept: such names may come from outside.
        if (catalog.Features.ContainsKey(feature)) known.States[(feature, year, initiative)] = Task.FromResult(on);
        return on;
    }

    private async Task<string?> EvaluateValueAsync(FeatureEvaluations known, string feature, FiscalYear year, Guid? initiative)
    {
        if (!catalog.Features.TryGetValue(feature, out var declared) || declared.Values.Count == 0) return null;
        var matter = new FeatureMatter(year, initiative, known) { Groups = [known.Decisions.ValueOf(declared, year, initiative, known.At)!.Name] };
        var variant = await IsOnAsync(feature, year, initiative) ? await manager.GetVariantAsync(StoredFeatureDefinitions.ValuesOf(feature), matter) : null;
        known.Values[(feature, year, initiative)] = Task.FromResult(variant?.Configuration?.Value);
        return variant?.Configuration?.Value;
    }
}
