using Marten;

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

/// <summary>Keeping what was declared of guardians.</summary>
internal static class GuardianSessions
{
    /// <summary>Keeps a guardian's consent with the person; the event is the caller's to record, null where none was declared.</summary>
    public static GuardianConsentDeclared? KeepGuardian(this IDocumentSession session, Guid volunteer, Guardian? guardian, DateTimeOffset at)
    {
        if (guardian is null) return null;
        session.Store(new GuardianConsent
        {
            Id = volunteer, GuardianName = guardian.Name, Relation = guardian.Relation, PurposeVersion = PurposeOfUse.Current, DeclaredAt = at,
        });
        return new GuardianConsentDeclared(PurposeOfUse.Current, at);
    }
}
