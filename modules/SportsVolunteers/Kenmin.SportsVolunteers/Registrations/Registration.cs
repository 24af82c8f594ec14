using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Registrations;

/// <summary>Where a registration stands.</summary>
public enum RegistrationState
{
    /// <summary>The form left it open: the person has to be asked (要確認).</summary>
    AskingNeeded,

    /// <summary>Asked; an answer is awaited until the last day (照会中).</summary>
    Asked,

    /// <summary>Agreed to stay registered (継続).</summary>
    Continuing,

    /// <summary>Refused to stay (辞退).</summary>
    Refused,

    /// <summary>No answer by the last day (失効).</summary>
    Lapsed,

    /// <summary>Stopped after having stayed (終了).</summary>
    Ended,

    /// <summary>The personal data are gone; only what is counted is left (削除済み). Final.</summary>
    Erased,
}

/// <summary>
/// A person's registration as it stands, made from the events of its stream in the transaction that records them. Its id is the
/// volunteer's. Years are fiscal years (年度), by the year they start in.
/// </summary>
public sealed record Registration
{
    /// <summary>The volunteer's id.</summary>
    public Guid Id { get; set; }

    /// <summary>Where it stands.</summary>
    public RegistrationState State { get; init; }

    /// <summary>Since when it stands there.</summary>
    public DateTimeOffset StateSince { get; init; }

    /// <summary>The festivals the person came forward for, in order; empty for those who registered themselves.</summary>
    public List<string> Festivals { get; init; } = [];

    /// <summary>The fiscal year of the last festival.</summary>
    public int? FestivalYear { get; init; }

    /// <summary>What the last festival's form said; null for those who registered themselves.</summary>
    public ContinuationAnswer? FormAnswer { get; init; }

    /// <summary>The last day for an answer, while asked or answered by link.</summary>
    public DateOnly? AnswerBy { get; init; }

    /// <summary>The last day for an answer of which the person was reminded; null when they were not.</summary>
    public DateOnly? RemindedOf { get; init; }

    /// <summary>Whether the person was asked after the festival.</summary>
    public bool WasAsked { get; init; }

    /// <summary>Whether the person answered after having been asked.</summary>
    public bool Answered { get; init; }

    /// <summary>How the statement came on which the state rests; null where it rests on none.</summary>
    public AnswerChannel? Channel { get; init; }

    /// <summary>The last fiscal year the person is registered for; null when never.</summary>
    public int? RegisteredYear { get; init; }

    /// <summary>The last fiscal year for which the person was asked to renew (年度更新); null when never.</summary>
    public int? RenewalYear { get; init; }

    /// <summary>Whether the person said that they do not stay for <see cref="RenewalYear"/>.</summary>
    public bool RenewalDeclined { get; init; }

    /// <summary>The version of the purpose of use agreed to; null when it was agreed to on a festival's form.</summary>
    public string? PurposeVersion { get; init; }

    /// <summary>Whether a guardian's consent was declared.</summary>
    public bool GuardianConsented { get; init; }

    /// <summary>The fiscal year from which the time of keeping counts; null while the person stays or is being asked.</summary>
    public int? KeptFromYear { get; init; }

    /// <summary>Where it stood before the personal data were removed: counts go on by it.</summary>
    public RegistrationState Outcome { get; init; }

    /// <summary>Whether an answer about a further year is awaited.</summary>
    public bool RenewalIsOpen => State == RegistrationState.Continuing && RenewalYear > RegisteredYear && !RenewalDeclined;

    /// <summary>Whether the person is registered for <paramref name="year"/>.</summary>
    public bool IsRegisteredFor(FiscalYear year) => State == RegistrationState.Continuing && RegisteredYear >= year.StartYear;
}
