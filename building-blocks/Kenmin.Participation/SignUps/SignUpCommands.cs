using System.Text.RegularExpressions;

namespace Kenmin.Participation;

/// <summary>Who acts.</summary>
public enum ActorKind
{
    /// <summary>The person whose sign-up it is, or a guardian.</summary>
    Person = 1,

    /// <summary>Staff.</summary>
    Staff = 2,

    /// <summary>The platform itself, such as a deadline that passed.</summary>
    System = 3,
}

/// <summary>Who caused a change.</summary>
/// <param name="Kind">Person, staff or the platform.</param>
/// <param name="UserId">The account, where one acted.</param>
public sealed record Actor(ActorKind Kind, Guid? UserId = null)
{
    /// <summary>The platform itself.</summary>
    public static Actor Platform { get; } = new(ActorKind.System);

    /// <summary>A member of staff.</summary>
    public static Actor Staff(Guid userId) => new(ActorKind.Staff, userId);

    /// <summary>The person whose sign-up it is.</summary>
    public static Actor Person(Guid? userId = null) => new(ActorKind.Person, userId);
}

/// <summary>What the rules of openings ask about a person. Kept with the sign-up, because a place may become free later.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="BirthDate">Date of birth; null when not known (then openings with a rule on age refuse).</param>
/// <param name="Qualifications">Keys of the qualifications held.</param>
public sealed partial record ParticipantFacts(Guid PersonId, DateOnly? BirthDate, IReadOnlyCollection<string> Qualifications)
{
    /// <summary>A person without a known date of birth and without qualifications.</summary>
    public ParticipantFacts(Guid personId) : this(personId, null, [])
    {
    }

    /// <summary>Whether <paramref name="key"/> can be the key of a qualification: 1 to 100 letters, digits, and - _ . : only.</summary>
    public static bool IsKey(string? key) => key is not null && Key().IsMatch(key);

    [GeneratedRegex(@"^[A-Za-z0-9\-_.:]{1,100}\z")]
    private static partial Regex Key();
}

/// <summary>What staff may allow beyond the rules for everybody. Age, qualification and overlap are never set aside.</summary>
/// <param name="WalkIn">The person is there (当日参加): also after the start, and before others who wait.</param>
/// <param name="OverCapacityReason">Why a place beyond the capacity is given; null: none is given.</param>
public sealed record StaffOverride(bool WalkIn = false, string? OverCapacityReason = null);

/// <summary>Signs a person up.</summary>
/// <param name="CommandId">Id of this command: sent again, it gets the same answer and changes nothing.</param>
/// <param name="OpeningId">The opening.</param>
/// <param name="Facts">What the rules ask about the person.</param>
/// <param name="By">Who does it. Staff may sign up outside the window of the terms.</param>
public sealed record SignUp(Guid CommandId, Guid OpeningId, ParticipantFacts Facts, Actor By)
{
    /// <summary>Refuse rather than put the person on the waiting list.</summary>
    public bool OnlyIfFree { get; init; }

    /// <summary>What the module's <see cref="ISignUpAdmission{TStore}"/> has to know of who applies; null where it is not asked, such as for staff.</summary>
    public object? Application { get; init; }

    /// <summary>What staff allow beyond the rules; null: nothing. Ignored unless <see cref="By"/> is staff.</summary>
    public StaffOverride? Override { get; init; }
}

/// <summary>Offers a free place to somebody who has not asked for it, such as by an assignment.</summary>
/// <param name="CommandId">Id of this command: sent again, it gets the same answer and changes nothing.</param>
/// <param name="OpeningId">The opening.</param>
/// <param name="Facts">What the rules ask about the person.</param>
/// <param name="Until">The claim deadline: from then on the place is free again. Never later than the start.</param>
/// <param name="By">Who does it.</param>
public sealed record OfferPlace(Guid CommandId, Guid OpeningId, ParticipantFacts Facts, DateTimeOffset Until, Actor By);

/// <summary>Cancels a sign-up, whatever its state. After the start only staff may.</summary>
/// <param name="CommandId">Id of this command: sent again, it gets the same answer and changes nothing.</param>
/// <param name="OpeningId">The opening.</param>
/// <param name="PersonId">The person.</param>
/// <param name="By">Who does it.</param>
/// <param name="Reason">Why, where given.</param>
public sealed record CancelSignUp(Guid CommandId, Guid OpeningId, Guid PersonId, Actor By, string? Reason = null);

/// <summary>Accepts or declines a place that was offered.</summary>
/// <param name="CommandId">Id of this command: sent again, it gets the same answer and changes nothing.</param>
/// <param name="OpeningId">The opening.</param>
/// <param name="PersonId">The person.</param>
/// <param name="By">Who does it.</param>
public sealed record AnswerOffer(Guid CommandId, Guid OpeningId, Guid PersonId, Actor By);
