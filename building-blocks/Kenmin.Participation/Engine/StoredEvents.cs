namespace Kenmin.Participation.Engine;

/// <summary>Names of the event types in the store. They outlive renaming in code and cannot meet a module's own.</summary>
internal static class StoredEvents
{
    public static IReadOnlyList<(Type Type, string Name)> Names { get; } =
    [
        (typeof(SignUpConfirmed), "participation_sign_up_confirmed"),
        (typeof(SignUpPutOnWaitingList), "participation_sign_up_put_on_waiting_list"),
        (typeof(SignUpPromoted), "participation_sign_up_promoted"),
        (typeof(PromotionSkipped), "participation_promotion_skipped"),
        (typeof(PlaceOffered), "participation_place_offered"),
        (typeof(OfferAccepted), "participation_offer_accepted"),
        (typeof(OfferDeclined), "participation_offer_declined"),
        (typeof(OfferExpired), "participation_offer_expired"),
        (typeof(SignUpCancelled), "participation_sign_up_cancelled"),
        (typeof(AttendanceRecorded), "participation_attendance_recorded"),
        (typeof(AttendanceWithdrawn), "participation_attendance_withdrawn"),
        (typeof(HoursCorrected), "participation_hours_corrected"),
        (typeof(SignUpHandedOver), "participation_sign_up_handed_over"),
        (typeof(SignUpTakenOver), "participation_sign_up_taken_over"),
    ];
}
