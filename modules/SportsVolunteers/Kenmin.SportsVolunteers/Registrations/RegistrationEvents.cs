using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Registrations;

/// <summary>The answer on the festival's form to "may we keep you registered?" (大会後の継続登録).</summary>
public enum ContinuationAnswer
{
    /// <summary>Left blank: the person has to be asked.</summary>
    Blank,

    /// <summary>Agreed (○).</summary>
    Agreed,

    /// <summary>Refused (×).</summary>
    Refused,
}

/// <summary>The way a statement of the person reached the register.</summary>
public enum AnswerChannel
{
    /// <summary>On the form of the festival, or on another paper.</summary>
    Form,

    /// <summary>By the person's own answer link.</summary>
    Link,

    /// <summary>Said at a counter (窓口).</summary>
    Counter,

    /// <summary>Said on the telephone.</summary>
    Phone,

    /// <summary>By the person, signed in to their account.</summary>
    Self,
}

/// <summary>Why a person stopped. A choice and not a text: events outlive the personal data and must hold none.</summary>
public enum EndReason
{
    /// <summary>Not said.</summary>
    NotSaid,

    /// <summary>No time.</summary>
    Time,

    /// <summary>Health or age.</summary>
    Health,

    /// <summary>Moved away.</summary>
    Moved,

    /// <summary>Something else.</summary>
    Other,
}

// None of these events holds personal data: they stay when the personal data are removed, so that counts and the reasons of
// the register's state stay. Accounts of staff who acted are named by id.

/// <summary>
/// The person came forward for a festival, or was brought by a team, school or club. Starts the stream, whose id is the volunteer's;
/// later occasions follow.
/// </summary>
/// <param name="Festival">The festival's name, or that of the team, school or club.</param>
/// <param name="Year">The fiscal year (年度) of it.</param>
/// <param name="Answer">What the form said about staying registered.</param>
/// <param name="Way">By which way they came. Events from before there was more than one say nothing and mean a festival.</param>
public sealed record CameForward(string Festival, FiscalYear Year, ContinuationAnswer Answer, IntakeWay Way = IntakeWay.Festival);

/// <summary>A later line of a roster for the same person gave another answer; the last one counts.</summary>
/// <param name="Answer">The later answer, never blank.</param>
public sealed record AnswerRestated(ContinuationAnswer Answer);

/// <summary>The person registered on the site without having been on a roster. Starts the stream.</summary>
/// <param name="Year">The fiscal year registered for.</param>
/// <param name="PurposeVersion">The version of the purpose of use that was agreed to.</param>
/// <param name="At">When.</param>
public sealed record RegisteredThemselves(FiscalYear Year, string PurposeVersion, DateTimeOffset At);

/// <summary>The person was asked whether they stay registered: an answer link was made for them.</summary>
/// <param name="RunId">The campaign or single act in which it happened.</param>
/// <param name="AnswerBy">The last day for an answer, in Japan.</param>
/// <param name="By">The account of the member of staff.</param>
/// <param name="At">When.</param>
public sealed record ContinuationAsked(Guid RunId, DateOnly AnswerBy, Guid By, DateTimeOffset At);

/// <summary>The person had not answered yet and was reminded (再度のご案内).</summary>
/// <param name="AnswerBy">The last day for an answer.</param>
/// <param name="At">When.</param>
public sealed record RemindedToAnswer(DateOnly AnswerBy, DateTimeOffset At);

/// <summary>The person reached the age of majority (成年): what a guardian agreed to no longer stands for them.</summary>
/// <param name="At">When the register took note.</param>
public sealed record CameOfAge(DateTimeOffset At);

/// <summary>The person agreed to stay registered.</summary>
/// <param name="Year">The fiscal year the registration begins with.</param>
/// <param name="PurposeVersion">The version of the purpose of use that was agreed to.</param>
/// <param name="Channel">How the answer came.</param>
/// <param name="By">The account of the member of staff who entered it; null when the person did.</param>
/// <param name="At">When.</param>
public sealed record ContinuationAgreed(FiscalYear Year, string PurposeVersion, AnswerChannel Channel, Guid? By, DateTimeOffset At);

/// <summary>The person refused to stay registered.</summary>
/// <param name="Channel">How the answer came.</param>
/// <param name="By">The account of the member of staff who entered it; null when the person did.</param>
/// <param name="At">When.</param>
public sealed record ContinuationRefused(AnswerChannel Channel, Guid? By, DateTimeOffset At);

/// <summary>No answer came by the last day. No answer means no consent.</summary>
/// <param name="AnswerBy">The last day for an answer.</param>
/// <param name="At">When the register took note.</param>
public sealed record AskingLapsed(DateOnly AnswerBy, DateTimeOffset At);

/// <summary>A continuing person was registered for a further fiscal year (年度).</summary>
/// <param name="Year">The year.</param>
/// <param name="RunId">The campaign.</param>
/// <param name="By">The account of the member of staff.</param>
/// <param name="At">When.</param>
public sealed record RegisteredForYear(FiscalYear Year, Guid RunId, Guid By, DateTimeOffset At);

/// <summary>A continuing person was asked whether they stay for a further fiscal year (年度更新): an answer link was made for them.</summary>
/// <param name="Year">The year.</param>
/// <param name="RunId">The campaign.</param>
/// <param name="AnswerBy">The last day for an answer by link, in Japan.</param>
/// <param name="By">The account of the member of staff.</param>
/// <param name="At">When.</param>
public sealed record RenewalAsked(FiscalYear Year, Guid RunId, DateOnly AnswerBy, Guid By, DateTimeOffset At);

/// <summary>A continuing person does not stay for a further fiscal year: the registration ends with the year before it.</summary>
/// <param name="Year">The year.</param>
/// <param name="Channel">How the answer came.</param>
/// <param name="By">The account of the member of staff who entered it; null when the person did.</param>
/// <param name="At">When.</param>
public sealed record RenewalDeclined(FiscalYear Year, AnswerChannel Channel, Guid? By, DateTimeOffset At);

/// <summary>A continuing person stopped.</summary>
/// <param name="Reason">Why, if they said so.</param>
/// <param name="Channel">How it was said.</param>
/// <param name="By">The account of the member of staff who entered it; null when the person did.</param>
/// <param name="At">When.</param>
public sealed record RegistrationEnded(EndReason Reason, AnswerChannel Channel, Guid? By, DateTimeOffset At);

/// <summary>A guardian's consent for a person under 18 was declared (保護者の同意). Name and relation are kept apart from the events.</summary>
/// <param name="PurposeVersion">The version of the purpose of use that was agreed to.</param>
/// <param name="At">When.</param>
public sealed record GuardianConsentDeclared(string PurposeVersion, DateTimeOffset At);

/// <summary>The person corrected what is kept about them.</summary>
/// <param name="Fields">The fields that changed, by name and without values.</param>
/// <param name="At">When.</param>
public sealed record DetailsCorrected(string[] Fields, DateTimeOffset At);

/// <summary>A link was made with which the person connects an account (本人確認リンク).</summary>
/// <param name="LastDay">The last day it can be used, in Japan.</param>
/// <param name="By">The account of the member of staff.</param>
/// <param name="At">When.</param>
public sealed record AccountLinkIssued(DateOnly LastDay, Guid By, DateTimeOffset At);

/// <summary>The person connected their account to this record.</summary>
/// <param name="Channel">How they showed that it is theirs.</param>
/// <param name="At">When.</param>
public sealed record AccountLinked(AnswerChannel Channel, DateTimeOffset At);

/// <summary>The personal data were removed: the retention date had passed.</summary>
/// <param name="KeptUntil">The retention date.</param>
/// <param name="At">When.</param>
public sealed record PersonalDataErased(DateOnly KeptUntil, DateTimeOffset At);

/// <summary>The record took in another of the same person (統合).</summary>
/// <param name="From">The record that went.</param>
/// <param name="After">The registration from now on.</param>
/// <param name="By">The account of the member of staff.</param>
/// <param name="At">When.</param>
public sealed record TookOver(Guid From, Registration After, Guid By, DateTimeOffset At);

/// <summary>The record went into another of the same person: there is no registration under this id any more.</summary>
/// <param name="Into">The record that stayed.</param>
/// <param name="By">The account of the member of staff.</param>
/// <param name="At">When.</param>
public sealed record JoinedInto(Guid Into, Guid By, DateTimeOffset At);

/// <summary>What the record had taken in was taken out again: they are two people.</summary>
/// <param name="To">The record that stands by itself again.</param>
/// <param name="After">The registration from now on.</param>
/// <param name="By">The account of the member of staff.</param>
/// <param name="At">When.</param>
public sealed record GaveBack(Guid To, Registration After, Guid By, DateTimeOffset At);

/// <summary>The record stands by itself again.</summary>
/// <param name="OutOf">The record it had gone into.</param>
/// <param name="After">The registration from now on.</param>
/// <param name="By">The account of the member of staff.</param>
/// <param name="At">When.</param>
public sealed record TakenOut(Guid OutOf, Registration After, Guid By, DateTimeOffset At);
