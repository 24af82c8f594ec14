namespace Kenmin.Accounts.Mail;

/// <summary>A mail on its way, or what became of it. What it says is encrypted, and removed once it is sent.</summary>
public sealed class OutgoingMail
{
    /// <summary>The id that whoever asked for it gave it.</summary>
    public Guid Id { get; set; }

    /// <summary>To whose account it goes.</summary>
    public Guid AccountId { get; set; }

    /// <summary>Key of its kind.</summary>
    public string Kind { get; set; } = "";

    /// <summary>What it says, protected by the platform's keys; null once it is settled.</summary>
    public string? Content { get; set; }

    /// <summary>What became of it.</summary>
    public MailState State { get; set; }

    /// <summary>How often it was handed to the mail server.</summary>
    public int Attempts { get; set; }

    /// <summary>The mail server's last answer as a number, such as 250 or 550; null when it did not answer.</summary>
    public int? Answer { get; set; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it was sent, or given up.</summary>
    public DateTimeOffset? SettledAt { get; set; }
}

/// <summary>What became of a mail.</summary>
public enum MailState
{
    /// <summary>It waits for its turn, or for the next attempt.</summary>
    Waiting,

    /// <summary>The mail server took it.</summary>
    Sent,

    /// <summary>The address does not take mail.</summary>
    Returned,

    /// <summary>The mail server does not want this mail, whomever it is for.</summary>
    Refused,

    /// <summary>All attempts failed.</summary>
    GivenUp,

    /// <summary>It was not sent on purpose: not wanted, or to an address that is not verified or known to be dead.</summary>
    Withheld,
}
