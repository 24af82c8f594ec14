using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Registrations;

/// <summary>What is done to many registrations at once.</summary>
public enum RunKind
{
    /// <summary>Asking all who left the question open.</summary>
    Asking,

    /// <summary>Registering all who stay for a fiscal year.</summary>
    YearRegistration,

    /// <summary>Making links with which those who stay connect their accounts.</summary>
    AccountLinks,

    /// <summary>Asking all who stay whether they renew for a fiscal year.</summary>
    Renewal,
}

/// <summary>One act of staff on many registrations (一括処理): worked off in the background, in batches that can be repeated.</summary>
public sealed class RegistrationRun
{
    /// <summary>Persons in one transaction.</summary>
    public const int BatchSize = 200;

    /// <summary>How long a run waits before it looks again whether its feature is on.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>What is done.</summary>
    public RunKind Kind { get; set; }

    /// <summary>The festival whose people it concerns.</summary>
    public string Festival { get; set; } = "";

    /// <summary>The last day for an answer, when asking, or of the links that are made.</summary>
    public DateOnly? LastDay { get; set; }

    /// <summary>The fiscal year registered for.</summary>
    public FiscalYear? Year { get; set; }

    /// <summary>The account of the member of staff.</summary>
    public Guid By { get; set; }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>When it was through; null while it goes on.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>The last person who was looked at, in the order of ids; empty before the first. Only where persons are left as they are.</summary>
    public Guid LookedAt { get; set; }

    /// <summary>Persons done so far.</summary>
    public int Done { get; set; }
}
