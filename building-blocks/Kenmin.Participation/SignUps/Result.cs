using Kenmin.SharedKernel;

namespace Kenmin.Participation;

/// <summary>Outcome of a command: done, refused with a reason, or not now.</summary>
/// <typeparam name="T">What was brought about.</typeparam>
public abstract record Result<T>
{
    private Result()
    {
    }

    /// <summary>Carried out, and kept: the answer is given after the commit.</summary>
    /// <param name="Value">What was brought about.</param>
    public sealed record Done(T Value) : Result<T>;

    /// <summary>Not allowed; nothing was changed. The same command may be sent again and is then decided anew.</summary>
    /// <param name="Reason">Why, for the person.</param>
    public sealed record Refused(Refusal Reason) : Result<T>;

    /// <summary>Too much to do, or the database did not answer. Send the same command (same id) again: it is carried out once.</summary>
    /// <param name="RetryAfter">How long to wait.</param>
    public sealed record Busy(TimeSpan RetryAfter) : Result<T>;
}

/// <summary>Reasons for a refusal.</summary>
public enum RefusalCode
{
    /// <summary>There is no such opening.</summary>
    OpeningUnknown,

    /// <summary>The opening is closed for sign-up.</summary>
    OpeningClosed,

    /// <summary>The opening was cancelled.</summary>
    OpeningCancelled,

    /// <summary>Sign-up has not begun.</summary>
    NotYetOpen,

    /// <summary>The time for sign-up is over.</summary>
    SignUpClosed,

    /// <summary>It has begun.</summary>
    Started,

    /// <summary>Below the minimum age on the day.</summary>
    TooYoung,

    /// <summary>Born outside the range asked for.</summary>
    BirthDateOutside,

    /// <summary>The date of birth is needed and not known.</summary>
    BirthDateUnknown,

    /// <summary>A qualification is missing.</summary>
    QualificationMissing,

    /// <summary>Has a place elsewhere at that time.</summary>
    Overlap,

    /// <summary>No place is free.</summary>
    Full,

    /// <summary>No place is free, and the waiting list is full too.</summary>
    WaitingListFull,

    /// <summary>There is no offer to answer.</summary>
    NoOffer,

    /// <summary>The offer was not answered in time.</summary>
    OfferExpired,

    /// <summary>Has not signed up.</summary>
    NotSignedUp,

    /// <summary>Was there already.</summary>
    AlreadyAttended,

    /// <summary>A place cannot be handed on while somebody waits for it.</summary>
    OthersWait,

    /// <summary>Has a place there already.</summary>
    HasPlace,

    /// <summary>The capacity would be below the places already given.</summary>
    BelowConfirmed,

    /// <summary>Someone else changed it in the meantime.</summary>
    ChangedMeanwhile,

    /// <summary>Something in the command is not as it must be; the text says what.</summary>
    Invalid,

    /// <summary>The module does not admit the person; <see cref="Refusal.Key"/> says why.</summary>
    NotAdmitted,
}

/// <summary>Why a command was refused, with a text for the person.</summary>
/// <param name="Code">The reason, for programs.</param>
/// <param name="Text">The reason, for people, and what to do.</param>
/// <param name="ClashesWith">The opening at the same time, for <see cref="RefusalCode.Overlap"/>.</param>
/// <param name="Field">The field, for <see cref="RefusalCode.Invalid"/>.</param>
public sealed record Refusal(RefusalCode Code, LocalizedText Text, Guid? ClashesWith = null, string? Field = null)
{
    /// <summary>The module's own code, for <see cref="RefusalCode.NotAdmitted"/>.</summary>
    public string? Key { get; init; }
}
