using System.Collections.Concurrent;
using System.Collections.Frozen;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;

namespace Kenmin.Modularity.Features;

/// <summary>
/// What was already evaluated by one set of decisions and initiatives, for as long as no planned decision turns anything.
/// </summary>
internal sealed class FeatureEvaluations(
    FeatureDecisionSet decisions, FrozenDictionary<Guid, InitiativeFacts>? initiatives, DateTimeOffset from, DateTimeOffset until)
{
    public FeatureDecisionSet Decisions => decisions;

    /// <summary>An instant at which all of it holds.</summary>
    public DateTimeOffset At => from;

    public ConcurrentDictionary<(string Feature, FiscalYear Year, Guid? Initiative), Task<bool>> States { get; } = new();

    public ConcurrentDictionary<(string Feature, FiscalYear Year, Guid? Initiative), Task<string?>> Values { get; } = new();

    /// <summary>The initiatives; null when nobody keeps any.</summary>
    public FrozenDictionary<Guid, InitiativeFacts>? Initiatives => initiatives;

    public static FeatureEvaluations Around(FeatureDecisionSet decisions, FrozenDictionary<Guid, InitiativeFacts>? initiatives, DateTimeOffset instant)
    {
        var (from, until) = (DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        foreach (var turn in decisions.Turns)
        {
            if (turn <= instant) from = turn;
            else
            {
                until = turn;
                break;
            }
        }
        return new(decisions, initiatives, from, until);
    }

    public bool HoldsFor(FeatureDecisionSet otherDecisions, FrozenDictionary<Guid, InitiativeFacts>? otherInitiatives, DateTimeOffset instant) =>
        ReferenceEquals(decisions, otherDecisions) && ReferenceEquals(initiatives, otherInitiatives) && from <= instant && instant < until;
}
