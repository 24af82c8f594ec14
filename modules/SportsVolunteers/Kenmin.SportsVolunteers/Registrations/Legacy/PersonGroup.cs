using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Registrations.Legacy;

/// <summary>Persons who are alike in all that the course of the register is counted by. Fiscal years by the year they start in.</summary>
/// <param name="Came">The year in which they came into the register; null when unknown.</param>
/// <param name="Way">By which way; null for those who registered themselves.</param>
/// <param name="RegisteredUntil">The last year they were registered for; null when never.</param>
/// <param name="Stays">Whether they stay now.</param>
/// <param name="BornIn">Their year of birth; null when unknown.</param>
/// <param name="Persons">How many they are.</param>
internal sealed record PersonGroup(int? Came, IntakeWay? Way, int? RegisteredUntil, bool Stays, int? BornIn, long Persons)
{
    /// <summary>
    /// Whether they were registered in a year: from the year they came to the last they were registered for. Who paused in between
    /// is counted as registered throughout.
    /// </summary>
    public bool WereRegisteredIn(int year) => Came <= year && RegisteredUntil >= year;
}

/// <summary>How many are still registered so many years after the festival.</summary>
/// <param name="Years">Fiscal years after that of the festival; 0 is the festival's own.</param>
/// <param name="Reached">Who came forward that long ago or longer; null where too few to be shown.</param>
/// <param name="Still">Of these, who was registered in that year.</param>
public sealed record Retention(int Years, long? Reached, long? Still)
{
    /// <summary>The share in percent with one decimal; null where there is nobody or a figure is not shown.</summary>
    public decimal? Share => Reached is > 0 && Still is { } still ? Math.Round(100m * still / Reached.Value, 1, MidpointRounding.AwayFromZero) : null;
}

/// <summary>What came in and what stayed in one fiscal year.</summary>
/// <param name="Year">The year.</param>
/// <param name="ByFestival">Came by a festival's roster.</param>
/// <param name="Brought">Were brought by a team, school or club.</param>
/// <param name="Themselves">Registered themselves.</param>
/// <param name="Registered">Were registered in the year.</param>
/// <param name="OfYearBefore">Were registered in the year before.</param>
/// <param name="Renewed">Of those, who was registered in this year too (更新).</param>
public sealed record YearFlow(
    FiscalYear Year, long? ByFestival, long? Brought, long? Themselves, long? Registered, long? OfYearBefore, long? Renewed)
{
    /// <summary>Who renewed, in percent with one decimal.</summary>
    public decimal? RenewalShare =>
        OfYearBefore is > 0 && Renewed is { } renewed ? Math.Round(100m * renewed / OfYearBefore.Value, 1, MidpointRounding.AwayFromZero) : null;
}

/// <summary>How the register fared over the years, and how it would go on.</summary>
/// <param name="Retention">After 1, 3, 5 and 10 years.</param>
/// <param name="Years">Year by year, oldest first.</param>
/// <param name="Projection">How it would go on; null while no year's renewal has been seen.</param>
public sealed record CourseReport(IReadOnlyList<Retention> Retention, IReadOnlyList<YearFlow> Years, Projection? Projection)
{
    private const int YearsShown = 6;

    private static readonly int[] After = [1, 3, 5, 10];

    /// <summary>Counts it. Pure.</summary>
    /// <param name="groups">All persons, as groups of those who are alike.</param>
    /// <param name="now">The present fiscal year.</param>
    internal static CourseReport Of(IReadOnlyList<PersonGroup> groups, FiscalYear now)
    {
        long Count(Func<PersonGroup, bool> which) => groups.Where(which).Sum(g => g.Persons);
        var year = now.StartYear;
        return new(
            [
                .. After.Select(k => new Retention(
                    k,
                    Count(g => g.Way == IntakeWay.Festival && g.Came + k <= year),
                    Count(g => g.Way == IntakeWay.Festival && g.Came + k <= year && g.RegisteredUntil >= g.Came + k))),
            ],
            [
                .. Enumerable.Range(year - YearsShown + 1, YearsShown).Select(y => new YearFlow(
                    new(y),
                    Count(g => g.Came == y && g.Way == IntakeWay.Festival), Count(g => g.Came == y && g.Way is not (null or IntakeWay.Festival)),
                    Count(g => g.Came == y && g.Way is null), Count(g => g.WereRegisteredIn(y)), Count(g => g.WereRegisteredIn(y - 1)),
                    Count(g => g.WereRegisteredIn(y - 1) && g.RegisteredUntil >= y))),
            ],
            Projection.Of(groups, now));
    }

    /// <summary>The same without figures so small that somebody could be recognized, nor such differences.</summary>
    internal CourseReport WithoutSmallNumbers(int least)
    {
        long? Hide(long? figure) => SmallNumbers.Hide(figure, least);
        // A part is not shown either where it leaves only a few of the whole.
        long? Part(long? part, long? whole) => Hide(whole) is null || Hide(whole - part) is null ? null : Hide(part);
        return new(
            [.. Retention.Select(r => new Retention(r.Years, Hide(r.Reached), Part(r.Still, r.Reached)))],
            [
                .. Years.Select(y => new YearFlow(
                    y.Year, Hide(y.ByFestival), Hide(y.Brought), Hide(y.Themselves), Hide(y.Registered), Hide(y.OfYearBefore), Part(y.Renewed, y.OfYearBefore))),
            ],
            Projection?.WithoutSmallNumbers(least));
    }
}
