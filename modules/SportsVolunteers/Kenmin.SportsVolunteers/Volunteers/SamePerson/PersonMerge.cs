using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Insurance;
using Kenmin.SportsVolunteers.Registrations;
using Kenmin.SportsVolunteers.Registrations.SelfRegistration;

namespace Kenmin.SportsVolunteers.Volunteers.SamePerson;

/// <summary>
/// Two records of one person that were joined (統合), with what is needed to take them apart again. Holds personal data: it goes
/// when those of the person go.
/// </summary>
public sealed class PersonMerge
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The record that stayed.</summary>
    public Guid KeptId { get; set; }

    /// <summary>The record as it was before.</summary>
    public Volunteer Before { get; set; } = new();

    /// <summary>The record that went into the other; for a line of a file, the record it would have become.</summary>
    public Volunteer Gone { get; set; } = new();

    /// <summary>The registration of the record that went; null for a line of a file.</summary>
    public Registration? GoneRegistration { get; set; }

    /// <summary>The guardian's consent of the record that went.</summary>
    public GuardianConsent? GoneGuardian { get; set; }

    /// <summary>Insurance policies of the record that went.</summary>
    public IReadOnlyList<InsuranceCover> GoneCovers { get; set; } = [];

    /// <summary>Ids of incidents of the record that went.</summary>
    public IReadOnlyList<Guid> Incidents { get; set; } = [];

    /// <summary>Ids of personal links that were given to the record that stayed.</summary>
    public IReadOnlyList<string> Links { get; set; } = [];

    /// <summary>Shifts whose sign-up was given to the record that stayed.</summary>
    public IReadOnlyList<Guid> MovedSignUps { get; set; } = [];

    /// <summary>Shifts that both had signed up for; one place was given back.</summary>
    public IReadOnlyList<Guid> JoinedSignUps { get; set; } = [];

    /// <summary>Why they were taken for one person.</summary>
    public IReadOnlyList<LocalizedText> Reasons { get; set; } = [];

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>The account of the member of staff; null when an import joined them.</summary>
    public Guid? By { get; set; }

    /// <summary>The name of the member of staff at that time.</summary>
    public string ByName { get; set; } = "";

    /// <summary>When it was undone; null while it stands.</summary>
    public DateTimeOffset? UndoneAt { get; set; }

    /// <summary>The account of who undid it.</summary>
    public Guid? UndoneBy { get; set; }
}
