using Kenmin.Accounts.Contracts;
using Kenmin.SharedKernel;

namespace Kenmin.Accounts.Guardians;

/// <summary>A guardian (保護者) who was asked whether a person under 18 may take part, and the answer.</summary>
public sealed class Guardianship
{
    /// <summary>The age from which no guardian is asked (Civil Code, article 4).</summary>
    public const int AgeOfMajority = 18;

    /// <summary>Days within which a guardian answers.</summary>
    public const int DaysToAnswer = 14;

    /// <summary>Its id (version 7): the latest of a person counts.</summary>
    public Guid Id { get; set; }

    /// <summary>The minor's account.</summary>
    public Guid AccountId { get; set; }

    /// <summary>The guardian's name.</summary>
    public string GuardianName { get; set; } = "";

    /// <summary>Their relation to the minor (父, 母 …).</summary>
    public string Relation { get; set; } = "";

    /// <summary>Where the guardian was asked; null when they agreed on paper.</summary>
    public string? Email { get; set; }

    /// <summary>The guardian's account, where they were signed in when they agreed.</summary>
    public Guid? GuardianAccountId { get; set; }

    /// <summary>SHA-256 of the secret in the mail's link.</summary>
    public string? TokenHash { get; set; }

    /// <summary>The paper on which they agreed: kind, date and where it is kept.</summary>
    public string? Paper { get; set; }

    /// <summary>Where it stands; None when another asking took its place.</summary>
    public GuardianshipState State { get; set; }

    /// <summary>The account that asked, or that entered the paper.</summary>
    public Guid AskedBy { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset AskedAt { get; set; }

    /// <summary>The last day, in Japan, for an answer.</summary>
    public DateOnly AnswerBy { get; set; }

    /// <summary>When the guardian answered.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The member of staff who ended it on request.</summary>
    public Guid? EndedBy { get; set; }

    /// <summary>Whether the guardian can still answer by the link.</summary>
    public bool IsOpenOn(DateOnly today) => State == GuardianshipState.Asked && today <= AnswerBy;

    /// <summary>
    /// Whether somebody has come of age on a day: the age is reached at the end of the day before the birthday (law on counting ages), so
    /// on the birthday itself and from then on.
    /// </summary>
    public static bool IsOfAge(DateOnly birth, DateOnly today) => Age.AttainedOn(birth, AgeOfMajority) < today;
}
