namespace Kenmin.Participation;

/// <summary>Sums over the openings of a fiscal year.</summary>
/// <param name="Confirmed">Sign-ups with a place (延べ申込件数).</param>
/// <param name="Participations">Of these, those who were there (延べ参加人数): who came three times is counted three times.</param>
/// <param name="People">Different people who were there (実人数).</param>
/// <param name="Minutes">Minutes of activity of those who were there.</param>
public sealed record YearTotals(long Confirmed, long Participations, long People, long Minutes);

/// <summary>A person who was there in a fiscal year.</summary>
/// <param name="PersonId">The person; a tombstone where the data were removed.</param>
/// <param name="Participations">How often.</param>
/// <param name="Minutes">Minutes of activity.</param>
public sealed record PersonOfYear(Guid PersonId, long Participations, long Minutes);
