namespace Kenmin.Accounts.Merging;

/// <summary>Two accounts of one person that were merged (統合), with what is needed to take them apart again.</summary>
public sealed class AccountMerge
{
    /// <summary>Its id.</summary>
    public Guid Id { get; set; }

    /// <summary>The account that stayed.</summary>
    public Guid KeptId { get; set; }

    /// <summary>The account that went into it.</summary>
    public Guid GoneId { get; set; }

    /// <summary>Who ruled over the account that went: Held or Entered.</summary>
    public string GoneStanding { get; set; } = "";

    /// <summary>The account of who merged them; the person themselves when they did so by the code of a letter.</summary>
    public Guid By { get; set; }

    /// <summary>Why.</summary>
    public string Reason { get; set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Notices that moved.</summary>
    public Guid[] Notices { get; set; } = [];

    /// <summary>Consents that moved.</summary>
    public Guid[] Consents { get; set; } = [];

    /// <summary>Persons of modules that moved.</summary>
    public Guid[] Persons { get; set; } = [];

    /// <summary>Requests about personal data that moved.</summary>
    public Guid[] Requests { get; set; } = [];

    /// <summary>Letters that moved.</summary>
    public Guid[] Letters { get; set; } = [];

    /// <summary>Consents of guardians that moved with the minor.</summary>
    public Guid[] Guardianships { get; set; } = [];

    /// <summary>Consents that the holder gave as a guardian.</summary>
    public Guid[] Wards { get; set; } = [];

    /// <summary>When it was undone; null while it stands.</summary>
    public DateTimeOffset? UndoneAt { get; set; }

    /// <summary>Who undid it.</summary>
    public Guid? UndoneBy { get; set; }

    /// <summary>Why it was undone.</summary>
    public string UndoneReason { get; set; } = "";
}
