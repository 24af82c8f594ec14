namespace Kenmin.Participation;

/// <summary>What became of the sign-ups of two records of one person that were merged.</summary>
/// <param name="Moved">Openings whose sign-up went to the record that stays.</param>
/// <param name="Joined">Openings both had signed up for: the better state stays, the other place is free.</param>
/// <param name="Clashing">Openings whose sign-up was cancelled because the person has another place at that time.</param>
/// <param name="Changes">All that happened, promotions included.</param>
public sealed record PersonsMerged(
    IReadOnlyList<Guid> Moved, IReadOnlyList<Guid> Joined, IReadOnlyList<Guid> Clashing, IReadOnlyList<ISignUpEvent> Changes);

/// <summary>What became of the sign-ups of a person who was forgotten.</summary>
/// <param name="Tombstone">The id that stands where the person stood; it belongs to nobody.</param>
/// <param name="Kept">Sign-ups kept without the person, for the counts.</param>
/// <param name="Changes">What happened: future sign-ups cancelled, promotions.</param>
public sealed record PersonForgotten(Guid Tombstone, int Kept, IReadOnlyList<ISignUpEvent> Changes);
