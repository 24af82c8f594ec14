namespace Kenmin.Participation;

/// <summary>State of a sign-up (申込).</summary>
public enum SignUpState
{
    /// <summary>Waits for a place (キャンセル待ち).</summary>
    Waiting = 1,

    /// <summary>A place is kept until the claim deadline (繰上げの案内中).</summary>
    Offered = 2,

    /// <summary>Has a place (確定).</summary>
    Confirmed = 3,

    /// <summary>Has none and does not wait (取消).</summary>
    Cancelled = 4,
}

/// <summary>Answer to a command about one sign-up.</summary>
/// <param name="State">State that the command led to. For a command sent again: the state it led to the first time.</param>
/// <param name="Position">Place in the waiting list, from 1, when waiting.</param>
/// <param name="Repeated">Nothing changed now: the command came again, or it asked for what was so already.</param>
public sealed record SignUpAnswer(SignUpState State, int? Position, bool Repeated);

/// <summary>A sign-up as lists show it.</summary>
/// <param name="OpeningId">The opening.</param>
/// <param name="PersonId">The person.</param>
/// <param name="State">State.</param>
/// <param name="Position">Place in the waiting list, from 1, when waiting; null also where several persons were asked for.</param>
/// <param name="OfferedUntil">Claim deadline, when offered.</param>
/// <param name="SkippedReason">Why a free place went to another; null when it did not.</param>
/// <param name="CancelReason">Why it was cancelled.</param>
/// <param name="WalkIn">Signed up by staff at the door.</param>
/// <param name="SignedUpAt">When the person signed up.</param>
/// <param name="ChangedAt">When the state changed last.</param>
/// <param name="Attendance">Attendance, when recorded.</param>
/// <param name="Opening">Name, time and fiscal year of the opening.</param>
public sealed record SignUpView(
    Guid OpeningId, Guid PersonId, SignUpState State, int? Position, DateTimeOffset? OfferedUntil, Refusal? SkippedReason,
    string? CancelReason, bool WalkIn, DateTimeOffset SignedUpAt, DateTimeOffset ChangedAt, AttendanceFact? Attendance, OpeningSummary Opening);
