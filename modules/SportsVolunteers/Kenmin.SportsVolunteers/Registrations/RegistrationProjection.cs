using JasperFx.Events;
using Marten.Events.Aggregation;

namespace Kenmin.SportsVolunteers.Registrations;

/// <summary>Keeps <see cref="Registration"/> beside its stream, in the same transaction.</summary>
public sealed partial class RegistrationProjection : SingleStreamProjection<Registration, Guid>
{
    /// <summary>Only a registration's own events: the store holds other streams as well.</summary>
    public RegistrationProjection()
    {
        foreach (var (type, _) in StoredEvents) IncludeType(type);
    }

    /// <summary>All events of a registration, with names that outlive renaming in code.</summary>
    internal static IReadOnlyList<(Type Type, string Name)> StoredEvents { get; } =
    [
        (typeof(CameForward), "registration_came_forward"),
        (typeof(AnswerRestated), "registration_answer_restated"),
        (typeof(RegisteredThemselves), "registration_registered_themselves"),
        (typeof(ContinuationAsked), "registration_continuation_asked"),
        (typeof(RemindedToAnswer), "registration_reminded_to_answer"),
        (typeof(CameOfAge), "registration_came_of_age"),
        (typeof(ContinuationAgreed), "registration_continuation_agreed"),
        (typeof(ContinuationRefused), "registration_continuation_refused"),
        (typeof(AskingLapsed), "registration_asking_lapsed"),
        (typeof(RegisteredForYear), "registration_registered_for_year"),
        (typeof(RenewalAsked), "registration_renewal_asked"),
        (typeof(RenewalDeclined), "registration_renewal_declined"),
        (typeof(RegistrationEnded), "registration_registration_ended"),
        (typeof(GuardianConsentDeclared), "registration_guardian_consent_declared"),
        (typeof(DetailsCorrected), "registration_details_corrected"),
        (typeof(AccountLinkIssued), "registration_account_link_issued"),
        (typeof(AccountLinked), "registration_account_linked"),
        (typeof(PersonalDataErased), "registration_personal_data_erased"),
        (typeof(TookOver), "registration_took_over"),
        (typeof(JoinedInto), "registration_joined_into"),
        (typeof(GaveBack), "registration_gave_back"),
        (typeof(TakenOut), "registration_taken_out"),
    ];

    /// <inheritdoc/>
    public override Registration? Evolve(Registration? snapshot, Guid id, IEvent e) =>
        RegistrationTable.After(snapshot, id, e.Data, e.Timestamp);
}
