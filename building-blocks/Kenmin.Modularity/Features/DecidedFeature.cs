using System.Collections.Frozen;
using Kenmin.SharedKernel;

namespace Kenmin.Modularity.Features;

/// <summary>A decision about a feature, in force from an instant on until the next one about the same thing.</summary>
/// <param name="Feature">The feature's key.</param>
/// <param name="Year">The fiscal year (年度) of the matters it is for; null: of all years for which nothing else was decided.</param>
/// <param name="Initiative">The initiative (事業) whose matters it is for; null: all for which nothing else was decided.</param>
/// <param name="From">From when it is in force.</param>
/// <param name="On">On or off; null: no longer decided here, what was decided more widely applies again.</param>
/// <param name="Value">The name of the chosen <see cref="FeatureValue"/>; null for the first one.</param>
public sealed record DecidedFeature(string Feature, FiscalYear? Year, Guid? Initiative, DateTimeOffset From, bool? On, string? Value = null);

/// <summary>All decisions at one time: never changed, so that whoever holds it sees no mixture of old and new ones.</summary>
public sealed class FeatureDecisionSet
{
    /// <summary>Nothing was decided.</summary>
    public static readonly FeatureDecisionSet Empty = new([]);

    private readonly FrozenDictionary<(string Feature, FiscalYear? Year, Guid? Initiative), DecidedFeature[]> _decisions;

    /// <summary>Takes the <paramref name="decisions"/>, past and planned ones included; of two from the same instant the later one in the list counts.</summary>
    public FeatureDecisionSet(IEnumerable<DecidedFeature> decisions)
    {
        _decisions = decisions.GroupBy(d => (d.Feature, d.Year, d.Initiative)).ToFrozenDictionary(g => g.Key, g => g.OrderBy(d => d.From).ToArray());
        Turns = [.. _decisions.Values.SelectMany(d => d).Select(d => d.From).Distinct().Order()];
    }

    /// <summary>Every decision.</summary>
    public IEnumerable<DecidedFeature> All => _decisions.Values.SelectMany(d => d);

    /// <summary>The instants at which something changes, earliest first.</summary>
    public IReadOnlyList<DateTimeOffset> Turns { get; }

    /// <summary>Decisions about exactly this, earliest first; what was decided more widely is not among them.</summary>
    public IReadOnlyList<DecidedFeature> About(string feature, FiscalYear? year, Guid? initiative) =>
        _decisions.GetValueOrDefault((feature, year, initiative)) ?? [];

    /// <summary>The decision about exactly this that is in force at an instant; null when there is none.</summary>
    public DecidedFeature? Exactly(string feature, FiscalYear? year, Guid? initiative, DateTimeOffset at)
    {
        DecidedFeature? last = null;
        foreach (var decision in About(feature, year, initiative))
        {
            if (decision.From > at) break;
            last = decision;
        }
        return last?.On is null ? null : last;
    }

    /// <summary>
    /// The decision that counts at an instant: that for the year and the initiative, else that for the year, else the
    /// standing one; null when the manifest's default applies.
    /// </summary>
    public DecidedFeature? Find(FeatureDeclaration feature, FiscalYear year, Guid? initiative, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(feature);
        FiscalYear? narrow = feature.Scope == FeatureScope.FiscalYear ? year : null;
        return (initiative is null ? null : Exactly(feature.Key, narrow, initiative, at))
            ?? Exactly(feature.Key, narrow, null, at)
            ?? (narrow is null ? null : Exactly(feature.Key, null, null, at));
    }

    /// <summary>Whether the feature itself is on, whatever it needs.</summary>
    public bool IsOn(FeatureDeclaration feature, FiscalYear year, Guid? initiative, DateTimeOffset at) =>
        Find(feature, year, initiative, at)?.On ?? feature.EnabledByDefault;

    /// <summary>Whether the feature and everything it needs is on. A needed feature that no module declares is off.</summary>
    public bool IsOnWithNeeds(FeatureDeclaration feature, IReadOnlyDictionary<string, FeatureDeclaration> features, FiscalYear year, Guid? initiative, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(features);
        return IsOnWithNeeds(feature, 0);

        // Features of two modules that need each other in a circle are off, rather than asked for ever.
        bool IsOnWithNeeds(FeatureDeclaration asked, int depth) => depth <= features.Count && IsOn(asked, year, initiative, at)
            && asked.Needs.All(n => features.TryGetValue(n, out var need) && IsOnWithNeeds(need, depth + 1));
    }

    /// <summary>The chosen value of a feature that has several; null when it has none.</summary>
    public FeatureValue? ValueOf(FeatureDeclaration feature, FiscalYear year, Guid? initiative, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(feature);
        var chosen = Find(feature, year, initiative, at)?.Value;
        return feature.Values.FirstOrDefault(v => v.Name == chosen) ?? feature.Values.FirstOrDefault();
    }
}
