using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Registrations.Legacy;

/// <summary>
/// How the register would go on at the present rate (現状のまま推移した場合): a plain cohort projection. Everybody grows a year older each
/// year, stays with the share of their age class, and people of all ages come in as in the last years.
/// </summary>
/// <param name="From">The fiscal year it starts from.</param>
/// <param name="Years">Persons by year; the first is the present.</param>
/// <param name="Ages">The same by the age that those who are here now have today.</param>
/// <param name="IntakeEachYear">How many came in and were registered a year, on average of the last <see cref="YearsSeen"/>.</param>
public sealed record Projection(FiscalYear From, IReadOnlyList<ProjectedYear> Years, IReadOnlyList<ProjectedAge> Ages, decimal IntakeEachYear)
{
    /// <summary>How many years ahead.</summary>
    public const int Ahead = 5;

    /// <summary>From how many years the shares and the intake are taken, the present one included.</summary>
    public const int YearsSeen = 3;

    /// <summary>Fewer than this many seen in a class say too little: the share of all is taken.</summary>
    public const int FewestSeen = 20;

    private static readonly int[] Starts = [0, 30, 45, 60, 65, 70, 75, 80, 85];

    /// <summary>Makes it. Pure.</summary>
    /// <param name="groups">All persons.</param>
    /// <param name="now">The present fiscal year.</param>
    /// <returns>Null while nobody's renewal has been seen, or nobody stays.</returns>
    internal static Projection? Of(IReadOnlyList<PersonGroup> groups, FiscalYear now)
    {
        var year = now.StartYear;
        var seen = new (long Of, long Stayed)[Starts.Length];
        (long Of, long Stayed) all = default;
        foreach (var group in groups)
        {
            for (var y = year - YearsSeen + 1; y <= year; y++)
            {
                if (!group.WereRegisteredIn(y - 1)) continue;
                var stayed = group.RegisteredUntil >= y ? group.Persons : 0;
                all = (all.Of + group.Persons, all.Stayed + stayed);
                if (group.BornIn is not { } born) continue;
                var at = ClassOf(y - 1 - born);
                seen[at] = (seen[at].Of + group.Persons, seen[at].Stayed + stayed);
            }
        }

        var here = groups.Where(g => g.Stays).ToList();
        if (all.Of == 0 || here.Count == 0) return null;
        var overall = (decimal)all.Stayed / all.Of;
        decimal Share(int? age) => age is { } a && seen[ClassOf(a)] is { Of: >= FewestSeen } s ? (decimal)s.Stayed / s.Of : overall;

        // Age today → how many are left; null: age unknown.
        var left = here.GroupBy(g => Age(g.BornIn, year)).Select(g => (Age: g.Key, Now: g.Sum(x => x.Persons), Left: (decimal)g.Sum(x => x.Persons))).ToList();
        var intake = groups.Where(g => g.Came > year - YearsSeen && g.Came <= year && g.RegisteredUntil >= g.Came)
            .GroupBy(g => Age(g.BornIn, g.Came!.Value)).Select(g => (Age: g.Key, EachYear: (decimal)g.Sum(x => x.Persons) / YearsSeen)).ToList();
        List<(int? Age, decimal Left)> newcomers = [];
        List<ProjectedYear> years = [new(now, left.Sum(l => l.Now), 0)];
        for (var step = 1; step <= Ahead; step++)
        {
            left = [.. left.Select(l => (l.Age, l.Now, l.Left * Share(l.Age + step - 1)))];
            newcomers = [.. newcomers.Select(n => (n.Age + 1, n.Left * Share(n.Age))), .. intake.Select(i => (i.Age, i.EachYear))];
            years.Add(new(new(year + step), Whole(left.Sum(l => l.Left)), Whole(newcomers.Sum(n => n.Left))));
        }

        return new(
            now, years,
            [
                .. left.GroupBy(l => l.Age is { } age ? ClassOf(age) : Starts.Length).OrderBy(g => g.Key).Select(g => new ProjectedAge(
                    g.Key < Starts.Length ? Starts[g.Key] : null, g.Sum(l => l.Now), Whole(g.Sum(l => l.Left)),
                    g.Key < Starts.Length && seen[g.Key].Of >= FewestSeen ? Percent((decimal)seen[g.Key].Stayed / seen[g.Key].Of) : null)),
            ],
            Math.Round(intake.Sum(i => i.EachYear), 1, MidpointRounding.AwayFromZero)) { OverallShare = Percent(overall) };
    }

    /// <summary>The share of all who stayed from one year to the next, in percent with one decimal.</summary>
    public decimal OverallShare { get; init; }

    /// <summary>The same without small figures.</summary>
    internal Projection WithoutSmallNumbers(int least)
    {
        var now = SmallNumbers.Suppress([.. Ages.Select(a => a.Now)], least);
        return this with
        {
            Years = [.. Years.Select(y => y with { Here = SmallNumbers.Hide(y.Here, least), Newcomers = SmallNumbers.Hide(y.Newcomers, least) })],
            Ages = [.. Ages.Select((a, i) => a with { Now = now[i], Left = now[i] is null || SmallNumbers.Hide(now[i] - a.Left, least) is null ? null : SmallNumbers.Hide(a.Left, least) })],
        };
    }

    /// <summary>The name of the age class that begins with an age, 70～74歳; null: unknown.</summary>
    public static LocalizedText NameOf(int? from)
    {
        if (from is not { } start) return LegacyWords.UnknownAge;
        var at = Array.IndexOf(Starts, start);
        if (at == Starts.Length - 1) return new($"{start}歳以上", $"{start} and over");
        return start == 0 ? new($"{Starts[1] - 1}歳以下", $"{Starts[1] - 1} and under") : new($"{start}～{Starts[at + 1] - 1}歳", $"{start}–{Starts[at + 1] - 1}");
    }

    private static int? Age(int? bornIn, int year) => bornIn is { } born ? Math.Max(0, year - born) : null;

    private static int ClassOf(int age) => Array.FindLastIndex(Starts, s => s <= Math.Max(0, age));

    private static long Whole(decimal figure) => (long)Math.Round(figure, MidpointRounding.AwayFromZero);

    private static decimal Percent(decimal share) => Math.Round(100 * share, 1, MidpointRounding.AwayFromZero);
}

/// <summary>A year of the projection.</summary>
/// <param name="Year">The year.</param>
/// <param name="Here">Who of those who are here now would still be; null where too few to be shown.</param>
/// <param name="Newcomers">Who would have come meanwhile and be here.</param>
public sealed record ProjectedYear(FiscalYear Year, long? Here, long? Newcomers);

/// <summary>What would become of those who are here now, by their age today.</summary>
/// <param name="From">The youngest age of the class; null: unknown.</param>
/// <param name="Now">How many there are.</param>
/// <param name="Left">How many would be left after five years.</param>
/// <param name="Share">Who stays from one year to the next, in percent; null where too few were seen and the share of all is taken.</param>
public sealed record ProjectedAge(int? From, long? Now, long? Left, decimal? Share)
{
    /// <summary>Who would be missing.</summary>
    public long? Missing => Now - Left;
}
