using Kenmin.Modularity;
using Kenmin.SharedKernel;
using Wolverine.Attributes;
using Wolverine.Marten;

namespace Kenmin.Programs.FeatureBoard;

/// <summary>Decides that a feature is on or off in a fiscal year.</summary>
/// <param name="FeatureKey">The feature's key.</param>
/// <param name="Year">The fiscal year (年度); null for a standing feature.</param>
/// <param name="On">On or off.</param>
/// <param name="Reason">Why; goes into the history.</param>
/// <param name="DecidedBy">The administrator's account.</param>
/// <param name="DecidedByName">The administrator's name.</param>
[MessageIdentity("programs.switch-feature.v1")]
public sealed record SwitchFeature(string FeatureKey, FiscalYear? Year, bool On, string Reason, Guid DecidedBy, string DecidedByName)
{
    /// <summary>The longest reason, in characters.</summary>
    public const int LongestReason = 500;

    /// <summary>What stands against the decision, by field; nothing when it can be made.</summary>
    internal IEnumerable<(string Field, LocalizedText Problem)> Problems(ModuleCatalog catalog)
    {
        if (!catalog.Features.TryGetValue(FeatureKey, out var feature))
            yield return (nameof(FeatureKey), new("この機能はありません。", "There is no such feature."));
        else if (feature.Scope == FeatureScope.FiscalYear && Year is null)
            yield return (nameof(Year), new("年度を選んでください。", "Choose a fiscal year."));
        else if (feature.Scope == FeatureScope.Standing && Year is not null)
            yield return (nameof(Year), new("この機能は年度で分けられません。", "This feature is not decided by year."));
        if (string.IsNullOrWhiteSpace(Reason) || Reason.Length > LongestReason)
            yield return (nameof(Reason), new($"理由を 1～{LongestReason} 文字で入力してください。", $"Give a reason of 1 to {LongestReason} characters."));
    }
}

/// <summary>Records the decision and its history in one transaction.</summary>
public static class SwitchFeatureHandler
{
    /// <summary>Decides; the command was checked at the door.</summary>
    public static (FeatureDecisionMade, IMartenOp, IMartenOp) Handle(SwitchFeature command, TimeProvider clock)
    {
        var made = new FeatureDecisionMade(
            Guid.CreateVersion7(clock.GetUtcNow()), command.FeatureKey, command.Year, command.On, command.Reason.Trim(),
            command.DecidedBy, command.DecidedByName, clock.GetUtcNow());
        var decision = new FeatureDecision
        {
            Id = FeatureDecision.IdOf(command.FeatureKey, command.Year),
            FeatureKey = command.FeatureKey, Year = command.Year, On = command.On,
        };
        return (made, MartenOps.Store(decision), MartenOps.Insert(made));
    }
}
