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

/// <summary>The person came forward for a festival. Starts the stream, whose id is the volunteer's.</summary>
/// <param name="Festival">The festival's name.</param>
/// <param name="Year">The fiscal year (年度) of the festival.</param>
/// <param name="Answer">What the form said about staying registered.</param>
public sealed record CameForward(string Festival, FiscalYear Year, ContinuationAnswer Answer);

/// <summary>A later line of a roster for the same person gave another answer; the last one counts.</summary>
/// <param name="Answer">The later answer, never blank.</param>
public sealed record AnswerRestated(ContinuationAnswer Answer);
