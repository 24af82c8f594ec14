using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Wolverine.Attributes;

namespace Kenmin.SportsVolunteers.Shifts.Notices;

/// <summary>What happened to a sign-up that the person has to know.</summary>
public enum SignUpChangeKind
{
    /// <summary>Signed up and has a place.</summary>
    Confirmed,

    /// <summary>Got a free place from the waiting list.</summary>
    Promoted,

    /// <summary>Is offered a free place until a deadline.</summary>
    Offered,

    /// <summary>The offer ran out.</summary>
    OfferExpired,

    /// <summary>Staff cancelled the sign-up.</summary>
    CancelledByStaff,

    /// <summary>The shift was cancelled.</summary>
    ShiftCancelled,

    /// <summary>The shift's time or place changed.</summary>
    Moved,

    /// <summary>Was assigned to the shift by staff, and is asked until a deadline.</summary>
    Invited,

    /// <summary>Gave the place to somebody who takes the shift over.</summary>
    HandedOn,
}

/// <summary>A sign-up (申込) changed in a way that the person is told of. Sent in the transaction of the change.</summary>
/// <param name="ShiftId">The shift.</param>
/// <param name="VolunteerId">The volunteer.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When.</param>
/// <param name="Label">The shift's name as people see it.</param>
/// <param name="Starts">When the shift starts.</param>
/// <param name="Ends">When it ends.</param>
/// <param name="OfferedUntil">The deadline of an offer.</param>
/// <param name="Reason">The reason given for a cancellation.</param>
[MessageIdentity("sports-volunteers.sign-up-changed.v1")]
[NoNewEntries("tells of what happened")]
public sealed record SignUpChanged(
    Guid ShiftId, Guid VolunteerId, SignUpChangeKind Kind, DateTimeOffset At, LocalizedText Label, DateTimeOffset Starts, DateTimeOffset Ends,
    DateTimeOffset? OfferedUntil, string? Reason)
{
    /// <summary>The message of a change; null for what the person did and sees at once, and for what concerns staff only.</summary>
    internal static SignUpChanged? Of(SignUpChange change)
    {
        var (happened, opening) = (change.Event, change.Opening);
        SignUpChanged Say(SignUpChangeKind kind, DateTimeOffset? until = null, string? reason = null) => new(
            happened.OpeningId, happened.PersonId, kind, happened.At, opening.Label, opening.Starts, opening.Ends, until, reason);

        return happened switch
        {
            // A walk-in stands at the desk, and was told there.
            SignUpConfirmed { WalkIn: false } or OfferAccepted => Say(SignUpChangeKind.Confirmed),
            SignUpPromoted => Say(SignUpChangeKind.Promoted),
            PlaceOffered { By.Kind: ActorKind.Staff } invited => Say(SignUpChangeKind.Invited, invited.Until),
            PlaceOffered offered => Say(SignUpChangeKind.Offered, offered.Until),
            OfferExpired => Say(SignUpChangeKind.OfferExpired),
            SignUpCancelled { OpeningCancelled: true } cancelled => Say(SignUpChangeKind.ShiftCancelled, reason: cancelled.Reason),
            SignUpCancelled { Reason: ExchangePlaces.Reason } => Say(SignUpChangeKind.HandedOn),
            SignUpCancelled { By.Kind: ActorKind.Staff } cancelled => Say(SignUpChangeKind.CancelledByStaff, reason: cancelled.Reason),
            _ => null,
        };
    }
}
