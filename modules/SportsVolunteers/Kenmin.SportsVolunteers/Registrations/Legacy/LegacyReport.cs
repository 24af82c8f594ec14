using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.Registrations.Legacy;

/// <summary>What became of those who came forward (定着状況): counted in the database, and the same before and after personal data are removed.</summary>
/// <param name="Day">The day on which ages are taken.</param>
/// <param name="Totals">How many, by what became of them.</param>
/// <param name="Ages">Who stays, by age class and gender; youngest first.</param>
/// <param name="UnknownAge">Who stays and whose date of birth is not known.</param>
/// <param name="Municipalities">By municipality in the order of codes; the last is outside the prefecture or unknown.</param>
/// <param name="Skills">Who stays, by qualification, the most frequent first; somebody with two is in both.</param>
/// <param name="Course">How the register fared over the years, and how it would go on.</param>
internal sealed record LegacyReport(
    DateOnly Day, LegacyTotals Totals, IReadOnlyList<AgeClass> Ages, long? UnknownAge, IReadOnlyList<MunicipalityCount> Municipalities,
    IReadOnlyList<SkillCount> Skills, CourseReport Course)
{
    /// <summary>The same without figures so small that somebody could be recognized: from 1 to below <paramref name="least"/>.</summary>
    public LegacyReport WithoutSmallNumbers(int least = SmallNumbers.Least)
    {
        var (female, male, other) = (
            SmallNumbers.Suppress([.. Ages.Select(a => a.Female)], least), SmallNumbers.Suppress([.. Ages.Select(a => a.Male)], least),
            SmallNumbers.Suppress([.. Ages.Select(a => a.OtherOrNotStated)], least));
        var (came, stay) = (
            SmallNumbers.Suppress([.. Municipalities.Select(m => m.CameForward)], least), SmallNumbers.Suppress([.. Municipalities.Select(m => m.Continuing)], least));
        return this with
        {
            Totals = Totals.WithoutSmallNumbers(least),
            Ages = [.. Ages.Select((a, i) => a with { Female = female[i], Male = male[i], OtherOrNotStated = other[i] })],
            UnknownAge = SmallNumbers.Hide(UnknownAge, least),
            Municipalities = [.. Municipalities.Select((m, i) => m with { CameForward = came[i], Continuing = stay[i] })],
            Skills = [.. Skills.Select(s => s with { Continuing = SmallNumbers.Hide(s.Continuing, least) })],
            Course = Course.WithoutSmallNumbers(least),
        };
    }
}

/// <summary>How many, by what became of them; null where the figure is too small to be shown.</summary>
/// <param name="Persons">All in the register, those whose personal data were removed included.</param>
/// <param name="CameForward">Came forward for a festival.</param>
/// <param name="RegisteredThemselves">Registered on the site.</param>
/// <param name="AgreedOnForm">Agreed on the festival's form.</param>
/// <param name="RefusedOnForm">Refused on the form.</param>
/// <param name="LeftOpen">Left it open on the form.</param>
/// <param name="Asked">Were asked afterwards.</param>
/// <param name="Answered">Answered when asked.</param>
/// <param name="Waiting">Are being asked now.</param>
/// <param name="NotAsked">Have not been asked yet.</param>
/// <param name="Continuing">Stay.</param>
/// <param name="Refused">Refused.</param>
/// <param name="Lapsed">Did not answer in time.</param>
/// <param name="Ended">Stayed and stopped later.</param>
/// <param name="Erased">Of all these, whose personal data were removed.</param>
internal sealed record LegacyTotals(
    long? Persons, long? CameForward, long? RegisteredThemselves, long? AgreedOnForm, long? RefusedOnForm, long? LeftOpen, long? Asked, long? Answered,
    long? Waiting, long? NotAsked, long? Continuing, long? Refused, long? Lapsed, long? Ended, long? Erased)
{
    /// <summary>Who stays, of all in the register, in percent with one decimal; null where there is nobody or it would show a small figure.</summary>
    public decimal? StayRate => Persons is > 0 && Continuing is { } stay
        ? Math.Round(100m * stay / Persons.Value, 1, MidpointRounding.AwayFromZero) : null;

    /// <summary>The same without small figures.</summary>
    public LegacyTotals WithoutSmallNumbers(int least)
    {
        // The outcomes add up to all persons, the answers on the form to those who came forward: one hidden figure hides a second.
        var outcome = SmallNumbers.Suppress([Waiting, NotAsked, Continuing, Refused, Lapsed, Ended], least);
        var form = SmallNumbers.Suppress([AgreedOnForm, RefusedOnForm, LeftOpen], least);
        var origin = SmallNumbers.Suppress([CameForward, RegisteredThemselves], least);
        return new(
            SmallNumbers.Hide(Persons, least), origin[0], origin[1], form[0], form[1], form[2], SmallNumbers.Hide(Asked, least), SmallNumbers.Hide(Answered, least),
            outcome[0], outcome[1], outcome[2], outcome[3], outcome[4], outcome[5], SmallNumbers.Hide(Erased, least));
    }
}

/// <summary>Five years of age.</summary>
/// <param name="From">The youngest age; the class reaches four years further, the last one is open.</param>
/// <param name="Female">Women; null where too few.</param>
/// <param name="Male">Men; null where too few.</param>
/// <param name="OtherOrNotStated">Others and those who did not say.</param>
internal sealed record AgeClass(int From, long? Female, long? Male, long? OtherOrNotStated)
{
    /// <summary>The first age of the last, open class.</summary>
    public const int Open = 95;

    /// <summary>20～24歳, 20–24.</summary>
    public LocalizedText Name => From == Open ? new($"{Open}歳以上", $"{Open} and over") : new($"{From}～{From + 4}歳", $"{From}–{From + 4}");
}

/// <summary>A municipality.</summary>
/// <param name="Code">Six digits; null for outside the prefecture or unknown.</param>
/// <param name="CameForward">All in the register.</param>
/// <param name="Continuing">Who stays.</param>
internal sealed record MunicipalityCount(string? Code, long? CameForward, long? Continuing)
{
    /// <summary>The municipality; null for outside or unknown.</summary>
    public Municipality? Municipality => Kenmin.SharedKernel.Municipality.ByCode(Code);

    /// <summary>Its name.</summary>
    public LocalizedText Name => Municipality?.Names ?? new("県外・不明", "Outside or unknown");
}

/// <summary>Who stays and holds a qualification.</summary>
/// <param name="Name">The qualification as it is written.</param>
/// <param name="Continuing">How many.</param>
internal sealed record SkillCount(string Name, long? Continuing);

/// <summary>Figures by which somebody could be recognized are not shown outside the office (小さい数の秘匿).</summary>
internal static class SmallNumbers
{
    /// <summary>The smallest figure that is shown unless the year's decision says another; 0 is shown as well.</summary>
    public const int Least = 5;

    /// <summary>The figure, or null when it is from 1 to below <paramref name="least"/>.</summary>
    public static long? Hide(long? figure, int least) => figure > 0 && figure < least ? null : figure;

    /// <summary>Hides small figures of parts that add up to a known sum. Where only one would be hidden, the next smallest is too, else the sum would tell it.</summary>
    public static IReadOnlyList<long?> Suppress(IReadOnlyList<long?> parts, int least)
    {
        var shown = parts.Select(p => Hide(p, least)).ToArray();
        var hidden = shown.Count(p => p is null);
        if (hidden != 1) return shown;
        var next = Enumerable.Range(0, shown.Length).Where(i => shown[i] is > 0).OrderBy(i => shown[i]).Select(i => (int?)i).FirstOrDefault();
        if (next is { } at) shown[at] = null;
        return shown;
    }
}
