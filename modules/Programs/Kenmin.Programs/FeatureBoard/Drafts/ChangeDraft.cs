using Kenmin.Programs.Contracts;
using Kenmin.Programs.FeatureBoard.Changes;

namespace Kenmin.Programs.FeatureBoard.Drafts;

/// <summary>A change that an administrator looks at before deciding it, with the question what it would do.</summary>
public sealed class ChangeDraft
{
    /// <summary>How long modules have for their answers.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Its id (version 7), also of the question to the modules and of the change when it is decided.</summary>
    public Guid Id { get; set; }

    /// <summary>How it came about.</summary>
    public ChangeKind Kind { get; set; }

    /// <summary>What was chosen.</summary>
    public List<ChangeItem> Items { get; set; } = [];

    /// <summary>What has to go with it.</summary>
    public List<ChangeItem> Related { get; set; } = [];

    /// <summary>From when; null: at once.</summary>
    public DateTimeOffset? From { get; set; }

    /// <summary>The change to be undone, if that is what it is.</summary>
    public Guid? Undoes { get; set; }

    /// <summary>The administrator's account; others do not see it.</summary>
    public Guid By { get; set; }

    /// <summary>When the modules were asked.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Keys of the modules whose features change.</summary>
    public List<string> Asked { get; set; } = [];

    internal IReadOnlyList<ChangeItem> All => [.. Items, .. Related];
}

/// <summary>What a module answered.</summary>
public sealed class ImpactReply
{
    /// <summary>Question and module, see <see cref="IdOf"/>.</summary>
    public string Id { get; set; } = "";

    /// <summary>The draft.</summary>
    public Guid DraftId { get; set; }

    /// <summary>The module's key.</summary>
    public string Module { get; set; } = "";

    /// <summary>What it said.</summary>
    public List<ChangeEffect> Effects { get; set; } = [];

    /// <summary>When the answer came.</summary>
    public DateTimeOffset At { get; set; }

    internal static string IdOf(Guid draft, string module) => $"{draft:N}/{module}";
}
