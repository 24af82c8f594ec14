namespace Kenmin.Participation;

/// <summary>Something that happened to one sign-up. One event stream per opening and person (see <see cref="SignUpStream"/>).</summary>
public interface ISignUpEvent
{
    /// <summary>The opening.</summary>
    Guid OpeningId { get; }

    /// <summary>The person.</summary>
    Guid PersonId { get; }

    /// <summary>When, by the clock of the host.</summary>
    DateTimeOffset At { get; }

    /// <summary>Who caused it.</summary>
    Actor By { get; }
}

/// <summary>Got a place when signing up (申込確定).</summary>
/// <param name="OpeningId">The opening.</param>
/// <param name="PersonId">The person.</param>
/// <param name="At">When.</param>
/// <param name="By">Who signed the person up.</param>
/// <param name="WalkIn">Signed up by staff at the door.</param>
/// <param name="OverCapacityReason">Why there is one place more than the capacity; usually null.</param>
public sealed record SignUpConfirmed(Guid OpeningId, Guid PersonId, DateTimeOffset At, Actor By, bool WalkIn, string? OverCapacityReason) : ISignUpEvent;

/// <summary>Was put on the waiting list (キャンセル待ち).</summary>
/// <param name="OpeningId">The opening.</param>
/// <param name="PersonId">The person.</param>
/// <param name="At">When.</param>
/// <param name="By">Who signed the person up.</param>
/// <param name="Position">Place in the list at that time, from 1.</param>
public sealed record SignUpPutOnWaitingList(Guid OpeningId, Guid PersonId, DateTimeOffset At, Actor By, int Position) : ISignUpEvent;

/// <summary>Got a place that became free, without being asked (繰上げ).</summary>
/// <param name="OpeningId">The opening.</param>
/// <param name="PersonId">The person.</param>
/// <param name="At">When.</param>
/// <param name="By">The platform.</param>
public sealed record SignUpPromoted(Guid OpeningId, Guid PersonId, DateTimeOffset At, Actor By) : ISignUpEvent;

/// <summary>Was passed over for a free place, and waits on.</summary>
/// <param name="OpeningId">The opening.</param>
/// <param name="PersonId">The person.</param>
/// <param name="At">When.</param>
/// <param name="By">The platform.</param>
/// <param name="Reason">Code of the reason; see <see cref="RefusalCode"/>.</param>
public sealed record PromotionSkipped(Guid OpeningId, Guid PersonId, DateTimeOffset At, Actor By, string Reason) : ISignUpEvent;

/// <summary>Was offered a place that became free; it is kept until <paramref name="Until"/>.</summary>
/// <param name="OpeningId">The opening.</param>
/// <param name="PersonId">The person.</param>
/// <param name="At">When.</param>
/// <param name="By">The platform.</param>
/// <param name="Until">The claim deadline: from then on the place goes to the next.</param>
public sealed record PlaceOffered(Guid OpeningId, Guid PersonId, DateTimeOffset At, Actor By, DateTimeOffset Until) : ISignUpEvent;

/// <summary>Took the offered place.</summary>
/// <param name="OpeningId">The opening.</param>
/// <param name="PersonId">The person.</param>
/// <param name="At">When.</param>
/// <param name="By">Who answered.</param>
public sealed record OfferAccepted(Guid OpeningId, Guid PersonId, DateTimeOffset At, Actor By) : ISignUpEvent;

/// <summary>Did not want the offered place; the sign-up is cancelled.</summary>
/// <param name="OpeningId">The opening.</param>
/// <param name="PersonId">The person.</param>
/// <param name="At">When.</param>
/// <param name="By">Who answered.</param>
public sealed record OfferDeclined(Guid OpeningId, Guid PersonId, DateTimeOffset At, Actor By) : ISignUpEvent;

/// <summary>Did not answer the offer in time; the sign-up is cancelled.</summary>
/// <param name="OpeningId">The opening.</param>
/// <param name="PersonId">The person.</param>
/// <param name="At">When.</param>
/// <param name="By">The platform.</param>
public sealed record OfferExpired(Guid OpeningId, Guid PersonId, DateTimeOffset At, Actor By) : ISignUpEvent;

/// <summary>The sign-up was cancelled.</summary>
/// <param name="OpeningId">The opening.</param>
/// <param name="PersonId">The person.</param>
/// <param name="At">When.</param>
/// <param name="By">Who cancelled it.</param>
/// <param name="Was">Its state before.</param>
/// <param name="Reason">Why, where given.</param>
/// <param name="OpeningCancelled">Because the opening itself was cancelled.</param>
public sealed record SignUpCancelled(
    Guid OpeningId, Guid PersonId, DateTimeOffset At, Actor By, SignUpState Was, string? Reason, bool OpeningCancelled) : ISignUpEvent;

/// <summary>Attendance was recorded: checked in, checked out, or absent.</summary>
/// <param name="OpeningId">The opening.</param>
/// <param name="PersonId">The person.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="By">Who recorded it.</param>
/// <param name="Attendance">The attendance from now on.</param>
public sealed record AttendanceRecorded(Guid OpeningId, Guid PersonId, DateTimeOffset At, Actor By, AttendanceFact Attendance) : ISignUpEvent;

/// <summary>Attendance that was recorded by mistake was taken back.</summary>
/// <param name="OpeningId">The opening.</param>
/// <param name="PersonId">The person.</param>
/// <param name="At">When it was taken back.</param>
/// <param name="By">Who took it back.</param>
/// <param name="Was">What was recorded before.</param>
public sealed record AttendanceWithdrawn(Guid OpeningId, Guid PersonId, DateTimeOffset At, Actor By, AttendanceFact Was) : ISignUpEvent;

/// <summary>Attendance or hours were corrected.</summary>
/// <param name="OpeningId">The opening.</param>
/// <param name="PersonId">The person.</param>
/// <param name="At">When it was corrected.</param>
/// <param name="By">Who corrected it.</param>
/// <param name="Was">What was recorded before; null when nothing was.</param>
/// <param name="Attendance">The attendance from now on.</param>
/// <param name="Reason">Why.</param>
public sealed record HoursCorrected(
    Guid OpeningId, Guid PersonId, DateTimeOffset At, Actor By, AttendanceFact? Was, AttendanceFact Attendance, string Reason) : ISignUpEvent;

/// <summary>The sign-up was handed to another record of the same person, because two records were merged. Holds what is needed to undo it.</summary>
/// <param name="OpeningId">The opening.</param>
/// <param name="PersonId">The record that was given up.</param>
/// <param name="At">When.</param>
/// <param name="By">Who merged.</param>
/// <param name="ToPersonId">The record that stays.</param>
/// <param name="Was">State under the record that was given up.</param>
/// <param name="Order">Order of arrival under the record that was given up.</param>
/// <param name="Attendance">Attendance under the record that was given up.</param>
public sealed record SignUpHandedOver(
    Guid OpeningId, Guid PersonId, DateTimeOffset At, Actor By, Guid ToPersonId, SignUpState Was, long Order, AttendanceFact? Attendance) : ISignUpEvent;

/// <summary>The sign-up was taken over from another record of the same person. Holds what is needed to undo it.</summary>
/// <param name="OpeningId">The opening.</param>
/// <param name="PersonId">The record that stays.</param>
/// <param name="At">When.</param>
/// <param name="By">Who merged.</param>
/// <param name="FromPersonId">The record that was given up.</param>
/// <param name="Was">Own state before; null when this record had not signed up.</param>
/// <param name="Now">State from now on.</param>
/// <param name="Attendance">Own attendance before.</param>
public sealed record SignUpTakenOver(
    Guid OpeningId, Guid PersonId, DateTimeOffset At, Actor By, Guid FromPersonId, SignUpState? Was, SignUpState Now, AttendanceFact? Attendance) : ISignUpEvent;

/// <summary>A change of a sign-up with the opening it belongs to: what a module makes its messages from.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Opening">Name, time and fiscal year of the opening, as they are when it happens.</param>
public sealed record SignUpChange(ISignUpEvent Event, OpeningSummary Opening);
