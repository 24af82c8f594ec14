using Kenmin.SharedKernel;

namespace Kenmin.Accounts.Rights;

/// <summary>What a person asks for (Act on the Protection of Personal Information, articles 76, 90 and 98).</summary>
public enum RightsKind
{
    /// <summary>To be told what is held (開示).</summary>
    Disclosure,

    /// <summary>To have it corrected (訂正).</summary>
    Correction,

    /// <summary>To have its use stopped (利用停止).</summary>
    Suspension,

    /// <summary>To have it erased (消去).</summary>
    Erasure,
}

/// <summary>Where a request stands.</summary>
public enum RightsState
{
    /// <summary>To be decided (受付).</summary>
    Open,

    /// <summary>Decided to erase; the modules are at it.</summary>
    Erasing,

    /// <summary>Carried out (決定・実施済み).</summary>
    Done,

    /// <summary>Refused, with the reason (不開示等の決定).</summary>
    Refused,
}

/// <summary>A request in the register (請求の受付簿).</summary>
public sealed class RightsRequest
{
    /// <summary>Days within which it is decided (article 83, paragraph 1).</summary>
    public const int DaysToDecide = 30;

    /// <summary>Days by which that can be extended for a stated reason (paragraph 2).</summary>
    public const int DaysOfExtension = 30;

    /// <summary>Its id.</summary>
    public Guid Id { get; set; }

    /// <summary>What is asked for.</summary>
    public RightsKind Kind { get; set; }

    /// <summary>The person's account; null when there is none.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>The person by a module's id; null when only the account is known.</summary>
    public Guid? PersonId { get; set; }

    /// <summary>The person's name, for the register and the certificate.</summary>
    public string Name { get; set; } = "";

    /// <summary>What exactly is asked for, in the person's words.</summary>
    public string Detail { get; set; } = "";

    /// <summary>The agent who asks for the person (代理人); null when they ask themselves.</summary>
    public string? Agent { get; set; }

    /// <summary>What the agent showed, or the paper that the request came on.</summary>
    public string? Evidence { get; set; }

    /// <summary>The member of staff who entered it; null when the person did.</summary>
    public Guid? EnteredBy { get; set; }

    /// <summary>The day it was received, in Japan.</summary>
    public DateOnly ReceivedOn { get; set; }

    /// <summary>The last day for the decision.</summary>
    public DateOnly DueOn { get; set; }

    /// <summary>Why the time was extended; null when it was not.</summary>
    public string? ExtensionReason { get; set; }

    /// <summary>Where it stands.</summary>
    public RightsState State { get; set; }

    /// <summary>What was decided and done, or why it was refused.</summary>
    public string Outcome { get; set; } = "";

    /// <summary>Who decided.</summary>
    public Guid? DecidedBy { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>When the erasure was complete.</summary>
    public DateTimeOffset? ErasedAt { get; set; }

    /// <summary>The modules that must confirm an erasure.</summary>
    public string[] Modules { get; set; } = [];

    /// <summary>The days before the last day at which administrators were reminded.</summary>
    public int[] Reminded { get; set; } = [];

    /// <summary>Whether the last day has passed without a decision.</summary>
    public bool IsOverdue(DateOnly today) => State == RightsState.Open && today > DueOn;
}

/// <summary>What a module confirmed about an erasure.</summary>
public sealed class ErasureAnswer
{
    /// <summary>Request and module.</summary>
    public string Id { get; set; } = "";

    /// <summary>The request.</summary>
    public Guid RequestId { get; set; }

    /// <summary>The module's key.</summary>
    public string Module { get; set; } = "";

    /// <summary>What was erased.</summary>
    public LocalizedText[] Erased { get; set; } = [];

    /// <summary>What stays, and why.</summary>
    public LocalizedText[] Kept { get; set; } = [];

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }
}

/// <summary>A collection of what is held on a person, for them to take.</summary>
public sealed class PersonalDataExport
{
    /// <summary>How long it can be taken.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>Its id.</summary>
    public Guid Id { get; set; }

    /// <summary>Whose it is.</summary>
    public Guid AccountId { get; set; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset RequestedAt { get; set; }

    /// <summary>The modules that answer.</summary>
    public string[] Modules { get; set; } = [];
}

/// <summary>What a module answered.</summary>
public sealed class PersonalDataAnswer
{
    /// <summary>Request and module.</summary>
    public string Id { get; set; } = "";

    /// <summary>The request.</summary>
    public Guid RequestId { get; set; }

    /// <summary>The module's key.</summary>
    public string Module { get; set; } = "";

    /// <summary>What it holds.</summary>
    public PersonalDataSection[] Sections { get; set; } = [];
}
