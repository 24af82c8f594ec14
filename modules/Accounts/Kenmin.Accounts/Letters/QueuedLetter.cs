using Kenmin.SharedKernel;

namespace Kenmin.Accounts.Letters;

/// <summary>A notice that would go out by mail, to somebody without a mail address: printed and posted instead (郵送).</summary>
public sealed class QueuedLetter
{
    /// <summary>The notice's id.</summary>
    public Guid Id { get; set; }

    /// <summary>To whom.</summary>
    public Guid AccountId { get; set; }

    /// <summary>What happened, in one line.</summary>
    public LocalizedText Subject { get; set; }

    /// <summary>What it means and what to do.</summary>
    public LocalizedText Body { get; set; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The print that it was in first; null while it waits.</summary>
    public Guid? PrintId { get; set; }
}

/// <summary>Letters that were printed together (印刷の束).</summary>
public sealed class LetterPrint
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The municipality (6 digits); null for addresses outside the prefecture.</summary>
    public string? Municipality { get; set; }

    /// <summary>The member of staff.</summary>
    public Guid By { get; set; }

    /// <summary>Their name at that time.</summary>
    public string ByName { get; set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>How many letters.</summary>
    public int Count { get; set; }
}
