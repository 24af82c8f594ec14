using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Ventures;

/// <summary>What happened to a venture.</summary>
public enum StepKind
{
    /// <summary>The idea was handed in (受付).</summary>
    Submitted,

    /// <summary>A gate was passed (通過).</summary>
    Passed,

    /// <summary>A gate was not passed yet (もう一度).</summary>
    NotYet,

    /// <summary>It was stopped (中止).</summary>
    Stopped,

    /// <summary>It was taken up again (再開).</summary>
    Resumed,

    /// <summary>The team said what it did (報告).</summary>
    Reported,

    /// <summary>The office said what comes next (次の予定).</summary>
    NextSet,

    /// <summary>Somebody joined the team.</summary>
    Joined,

    /// <summary>Somebody left the team.</summary>
    Left,

    /// <summary>An account took it over.</summary>
    TakenOver,
}

/// <summary>How a criterion was judged.</summary>
/// <param name="Text">The criterion.</param>
/// <param name="Required">Whether it must be met.</param>
/// <param name="Met">Whether it is met.</param>
public sealed record JudgedCriterion(LocalizedText Text, bool Required, bool Met);

/// <summary>What was decided on at a gate. The criteria are those in force at that time, whatever they become.</summary>
/// <param name="RulesVersion">The version of the gate's rules.</param>
/// <param name="Criteria">How each criterion was judged.</param>
/// <param name="PlanVersion">The version of the plan that was decided on; null where there was none.</param>
public sealed record GateSheet(int RulesVersion, IReadOnlyList<JudgedCriterion> Criteria, int? PlanVersion);

/// <summary>A line of a venture's history: written once; its id is made of venture and number, so that no two have the same.</summary>
public sealed class VentureStep
{
    /// <summary>Its id, made of venture and number.</summary>
    public Guid Id { get; set; }

    /// <summary>The venture.</summary>
    public Guid VentureId { get; set; }

    /// <summary>The first is 1, and there is no gap.</summary>
    public int Number { get; set; }

    /// <summary>What happened.</summary>
    public StepKind Kind { get; set; }

    /// <summary>The stage before.</summary>
    public VentureStage From { get; set; }

    /// <summary>The stage after.</summary>
    public VentureStage To { get; set; }

    /// <summary>Why, or what was done; empty where nothing is to be said.</summary>
    public string Reason { get; set; } = "";

    /// <summary>What was decided on; null where nothing was decided at a gate.</summary>
    public GateSheet? Gate { get; set; }

    /// <summary>What comes next since then.</summary>
    public NextStep? Next { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Who; without account for who has none.</summary>
    public Doer By { get; set; } = new(Guid.Empty, "");

    internal static Guid IdOf(Guid venture, int number) => FactId.Of($"community-business.venture-step|{venture:N}|{number}");
}
