using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;

namespace Kenmin.Programs.FeatureBoard.Changes;

/// <summary>How a change of the board came about.</summary>
public enum ChangeKind
{
    /// <summary>An administrator decided.</summary>
    Decision,

    /// <summary>Copied from another fiscal year.</summary>
    YearCopy,

    /// <summary>Restores what was before another change.</summary>
    Undo,

    /// <summary>Switched off at once in an emergency, without a second person.</summary>
    Emergency,
}

/// <summary>Where a change stands.</summary>
public enum ChangeState
{
    /// <summary>Waits for a second administrator; after <see cref="FeatureChange.ExpiresAt"/> it waits no more.</summary>
    Proposed,

    /// <summary>Recorded: in force, or planned for its moment.</summary>
    Decided,

    /// <summary>A second administrator refused it.</summary>
    Refused,

    /// <summary>Who proposed it took it back.</summary>
    Withdrawn,

    /// <summary>Nobody answered in time. Never stored: it follows from the clock.</summary>
    Expired,
}

/// <summary>What a change decides about one feature.</summary>
/// <param name="Feature">The feature's key.</param>
/// <param name="Year">The fiscal year (年度); null for a standing feature.</param>
/// <param name="Initiative">The initiative (事業); null for all matters of the year.</param>
/// <param name="On">On or off; null: no longer decided here.</param>
/// <param name="Value">The name of the chosen value.</param>
public sealed record ChangeItem(string Feature, FiscalYear? Year, Guid? Initiative, bool? On, string? Value = null)
{
    internal (string, FiscalYear?, Guid?) Subject => (Feature, Year, Initiative);

    internal DecidedFeature From(DateTimeOffset instant) => new(Feature, Year, Initiative, instant, On, Value);
}

/// <summary>Something that was done to a change.</summary>
/// <param name="What">Stable word: proposed, decided, approved, refused, withdrawn, confirmed, undone.</param>
/// <param name="By">The account.</param>
/// <param name="ByName">Its name, as it was then.</param>
/// <param name="At">When.</param>
/// <param name="Text">Why, in the administrator's words, if anything was said.</param>
public sealed record ChangeStep(string What, Guid By, string ByName, DateTimeOffset At, string? Text = null);

/// <summary>A change of the board and everything that was done to it: the history. Steps are only ever added.</summary>
public sealed class FeatureChange
{
    /// <summary>Its id (version 7, ascending in time).</summary>
    public Guid Id { get; set; }

    /// <summary>How it came about.</summary>
    public ChangeKind Kind { get; set; }

    /// <summary>Where it stands; see <see cref="StateAt"/> for proposals.</summary>
    public ChangeState State { get; set; }

    /// <summary>What it decides.</summary>
    public List<ChangeItem> Items { get; set; } = [];

    /// <summary>What was decided about the same before, at the time it was recorded.</summary>
    public List<ChangeItem> Before { get; set; } = [];

    /// <summary>The moment it was wished for; null: as soon as it is decided.</summary>
    public DateTimeOffset? WishedFrom { get; set; }

    /// <summary>From when it is in force; null while it is not decided.</summary>
    public DateTimeOffset? From { get; set; }

    /// <summary>Why, in the administrator's words.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The account that decided or proposed.</summary>
    public Guid By { get; set; }

    /// <summary>Its name, as it was then.</summary>
    public string ByName { get; set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Until when a proposal can be answered.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>The change that this one undoes.</summary>
    public Guid? Undoes { get; set; }

    /// <summary>The change that undid this one.</summary>
    public Guid? UndoneBy { get; set; }

    /// <summary>Whether another administrator has yet to confirm it, as after an emergency.</summary>
    public bool ToConfirm { get; set; }

    /// <summary>What was done to it, earliest first.</summary>
    public List<ChangeStep> Steps { get; set; } = [];

    internal ChangeState StateAt(DateTimeOffset now) => State == ChangeState.Proposed && ExpiresAt <= now ? ChangeState.Expired : State;
}

/// <summary>Why something cannot be decided.</summary>
/// <param name="Field">The field of the command it is about.</param>
/// <param name="Code">Stable code.</param>
/// <param name="Text">What is wrong and what to do.</param>
public sealed record BoardProblem(string Field, string Code, LocalizedText Text);

/// <summary>The change as it now stands, or why nothing was done.</summary>
/// <param name="Change">The change; null when it was refused.</param>
/// <param name="Problems">Why it was refused.</param>
public sealed record BoardAnswer(FeatureChange? Change, IReadOnlyList<BoardProblem> Problems)
{
    internal static BoardAnswer Refused(params BoardProblem[] problems) => new(null, problems);

    internal static BoardAnswer Done(FeatureChange change) => new(change, []);
}
