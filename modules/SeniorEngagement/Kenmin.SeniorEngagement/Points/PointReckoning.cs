namespace Kenmin.SeniorEngagement.Points;

/// <summary>Stamps and points of a day.</summary>
/// <param name="Day">The day.</param>
/// <param name="Minutes">Minutes that count.</param>
/// <param name="Stamps">Stamps.</param>
internal sealed record PointDay(DateOnly Day, int Minutes, int Stamps);

/// <summary>What a rule costs.</summary>
/// <param name="People">Who gets at least one point.</param>
/// <param name="Points">All points.</param>
/// <param name="Capped">Who reaches the most of the year.</param>
/// <param name="Yen">What it comes to when all is exchanged.</param>
internal sealed record PointCost(int People, long Points, int Capped, long Yen);

/// <summary>
/// What a rule makes of activities. It depends on which activities there are and on nothing else, so that whatever order they are told
/// of in, and however often they are corrected, the points are the same.
/// </summary>
internal static class PointReckoning
{
    /// <summary>Whether an activity counts at all.</summary>
    public static bool Counts(PointTerms terms, int year, DateOnly joined, PointActivity activity) =>
        activity.AccountId is not null && activity.Year == year && activity.Day > joined && activity.Minutes > 0 && activity.Proof <= terms.LowestProof && !terms.ExcludedModules.Contains(activity.Module);

    /// <summary>Whether who was born in a year may take part.</summary>
    public static bool IsOfAge(PointTerms terms, int year, int? born) => terms.MinimumAge == 0 || year - born >= terms.MinimumAge;

    /// <summary>The stamps by day: minutes of a day are added up before they make stamps.</summary>
    public static IEnumerable<PointDay> Days(PointTerms terms, int year, DateOnly joined, IEnumerable<PointActivity> activities) => activities.Where(a => Counts(terms, year, joined, a))
        .GroupBy(a => a.Day, (day, of) => (Day: day, Minutes: (int)Math.Min(24 * 60, of.Sum(a => (long)a.Minutes!.Value))))
        .Select(d => new PointDay(d.Day, d.Minutes, Math.Min(terms.StampsPerDay, d.Minutes / terms.MinutesPerStamp)));

    /// <summary>The points of the year, up to the most.</summary>
    public static int Earned(PointTerms terms, int year, DateOnly joined, IEnumerable<PointActivity> activities) =>
        (int)Math.Min(terms.YearlyCap, Days(terms, year, joined, activities).Sum(d => (long)d.Stamps * terms.PointsPerStamp));

    /// <summary>The points of a member.</summary>
    public static int Earned(PointRule rule, PointMember member, IEnumerable<PointActivity> activities) => Earned(rule.Terms, rule.Year, DateOnly.MinValue, member.SinceJoining(activities));

    /// <summary>What a rule would cost over what members did in a year.</summary>
    public static PointCost Cost(PointTerms terms, int year, IEnumerable<(int? Born, DateOnly Joined, IReadOnlyList<PointActivity> Activities)> members)
    {
        var (people, points, capped) = (0, 0L, 0);
        foreach (var (born, joined, activities) in members)
        {
            if (!IsOfAge(terms, year, born)) continue;
            var earned = Earned(terms, year, joined, activities);
            points += earned;
            if (earned > 0) people++;
            if (earned == terms.YearlyCap) capped++;
        }

        return new(people, points, capped, points * terms.YenPerPoint);
    }
}
