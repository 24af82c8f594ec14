namespace Kenmin.Programs.FeatureBoard.Changes;

/// <summary>What the handlers of the board need besides the session.</summary>
public sealed class FeatureBoardParts
{
    internal FeatureBoardParts(BoardRules rules, TimeProvider clock) => (Rules, Clock) = (rules, clock);

    internal BoardRules Rules { get; }

    internal TimeProvider Clock { get; }
}
