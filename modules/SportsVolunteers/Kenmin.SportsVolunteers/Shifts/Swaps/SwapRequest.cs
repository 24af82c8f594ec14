using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.SportsVolunteers.Shifts.Swaps;

/// <summary>
/// A volunteer looks for somebody who takes a shift over or exchanges it (交代の募集). It is open while the shift is to come and its
/// holder has the place: what the sign-up engine says counts, not what stands here.
/// </summary>
public sealed class SwapRequest
{
    /// <summary>Its id: of shift and holder, so that asking twice is asking once.</summary>
    public Guid Id { get; set; }

    /// <summary>The shift.</summary>
    public Guid ShiftId { get; set; }

    /// <summary>Who has the place.</summary>
    public Guid HolderId { get; set; }

    /// <summary>When it was asked.</summary>
    public DateTimeOffset AskedAt { get; set; }

    /// <summary>The day of the shift: from the next on it is over.</summary>
    public DateOnly Day { get; set; }

    internal static Guid IdOf(Guid shift, Guid holder) => FactId.Of($"sports-volunteers.swap|{shift:N}|{holder:N}");
}

/// <summary>Somebody offers an own shift for one (交換の申し出).</summary>
public sealed class SwapOffer
{
    /// <summary>Its id: of request and shift offered.</summary>
    public Guid Id { get; set; }

    /// <summary>What it answers.</summary>
    public Guid RequestId { get; set; }

    /// <summary>Who offers.</summary>
    public Guid VolunteerId { get; set; }

    /// <summary>The shift that is offered.</summary>
    public Guid ShiftId { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    internal static Guid IdOf(Guid request, Guid shift, Guid volunteer) => FactId.Of($"sports-volunteers.swap-offer|{request:N}|{shift:N}|{volunteer:N}");
}

/// <summary>Takes a person out of requests and offers.</summary>
internal static class ForgettingSwaps
{
    public static void ForgetSwaps(this IDocumentSession session, Guid volunteer)
    {
        session.DeleteWhere<SwapRequest>(r => r.HolderId == volunteer);
        session.DeleteWhere<SwapOffer>(o => o.VolunteerId == volunteer);
    }
}
