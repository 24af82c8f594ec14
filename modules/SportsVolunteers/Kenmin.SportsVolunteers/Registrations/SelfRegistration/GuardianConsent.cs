namespace Kenmin.SportsVolunteers.Registrations.SelfRegistration;

/// <summary>A guardian's consent (保護者の同意) for a person under 18, as declared on the form. Removed with the personal data.</summary>
public sealed class GuardianConsent
{
    /// <summary>The volunteer's id.</summary>
    public Guid Id { get; set; }

    /// <summary>The guardian's name as declared.</summary>
    public string GuardianName { get; set; } = "";

    /// <summary>Their relation to the person, as declared (父, 母 …).</summary>
    public string Relation { get; set; } = "";

    /// <summary>The version of the purpose of use agreed to.</summary>
    public string PurposeVersion { get; set; } = "";

    /// <summary>When it was declared.</summary>
    public DateTimeOffset DeclaredAt { get; set; }
}
