namespace Kenmin.SportsVolunteers.Assignment.Solving;

/// <summary>Why a person cannot have a shift.</summary>
public enum Obstacle
{
    /// <summary>Nothing stands against it.</summary>
    None,

    /// <summary>A qualification is missing, or its proof, or it has run out.</summary>
    NotQualified,

    /// <summary>Too young, or the date of birth is not known.</summary>
    Age,

    /// <summary>Cannot come on that day or at that time.</summary>
    CannotCome,

    /// <summary>Has something else then, or too close to it.</summary>
    Busy,

    /// <summary>Staff forbade it, or the person declined it.</summary>
    Forbidden,

    /// <summary>Below 18 without an adult of the team.</summary>
    MinorAlone,

    /// <summary>One of those who serve together cannot.</summary>
    Companion,

    /// <summary>There are fewer places than people who serve together.</summary>
    TooMany,

    /// <summary>The places left are kept for others (最低構成).</summary>
    MixKept,

    /// <summary>Has as many shifts as allowed: at the event, on that day, or days in a row.</summary>
    Enough,

    /// <summary>All places are taken.</summary>
    Full,
}

/// <summary>Why a person was given a shift.</summary>
[Flags]
public enum Merits
{
    /// <summary>A place was free and nothing stood against it.</summary>
    None = 0,

    /// <summary>The role was wished for.</summary>
    Role = 1,

    /// <summary>The municipality was wished for.</summary>
    Municipality = 2,

    /// <summary>The venue was wished for.</summary>
    Venue = 4,

    /// <summary>At most 20 km from home.</summary>
    Near = 8,

    /// <summary>Was on its waiting list.</summary>
    Waited = 16,

    /// <summary>Had it in the proposal before.</summary>
    Kept = 32,

    /// <summary>Has had few hours this year.</summary>
    FewHours = 64,

    /// <summary>Serves with companions.</summary>
    Together = 128,

    /// <summary>Staff decided it.</summary>
    Pinned = 256,

    /// <summary>Holds what the shift needs.</summary>
    Skill = 512,
}

/// <summary>What a place is worth. A filled place is worth more than all wishes together; every value is above zero.</summary>
internal static class Scoring
{
    /// <summary>A filled place.</summary>
    public const int Filled = 1000;

    /// <summary>What each further shift of the same person is worth less.</summary>
    public const int Fairness = 40;

    private const int Role = 120, Municipality = 80, Venue = 60, Waited = 200, Kept = 150, Skill = 30, FarthestKm = 120, MostYearHours = 60;

    /// <summary>What stands against a person on a shift, other people and other shifts of the same proposal left aside.</summary>
    public static Obstacle Against(SolvingPerson person, SolvingShift shift, int shiftNumber, SolvingRules rules)
    {
        if ((shift.Required & ~person.SkillsOn(shift.Time.Day)) != 0) return Obstacle.NotQualified;
        if (shift.BornBy is { } bornBy && !(person.Born <= bornBy)) return Obstacle.Age;
        if (person.DayKinds != 0 && (person.DayKinds & (1 << shift.DayKind)) == 0) return Obstacle.CannotCome;
        if (shift.Clock.Start < person.Hours.From || shift.Clock.End > person.Hours.Until) return Obstacle.CannotCome;
        if (person.NotOn.Length > 0 && Array.IndexOf(person.NotOn, shift.Time.Day) >= 0) return Obstacle.CannotCome;
        if (person.Forbidden.Length > 0 && Array.IndexOf(person.Forbidden, shiftNumber) >= 0) return Obstacle.Forbidden;
        foreach (var taken in person.Busy)
            if (Clash(taken, shift.Time, rules)) return Obstacle.Busy;
        return Obstacle.None;
    }

    /// <summary>Whether two shifts cannot both be had by one person: they overlap, or there is no rest between them.</summary>
    public static bool Clash(Taken one, Taken other, SolvingRules rules)
    {
        var (first, second) = one.Start <= other.Start ? (one, other) : (other, one);
        return second.Start < first.End + (first.Day == second.Day ? rules.Rest : second.Day == first.Day + 1 ? rules.NightRest : 0);
    }

    /// <summary>Why the person suits the shift.</summary>
    public static Merits MeritsOf(SolvingPerson person, SolvingShift shift, int shiftNumber)
    {
        var merits = Merits.None;
        if (Array.IndexOf(person.Roles, shift.Role) >= 0) merits |= Merits.Role;
        if (person.Municipalities != 0 && shift.Municipality >= 0 && (person.Municipalities & (1u << shift.Municipality)) != 0) merits |= Merits.Municipality;
        if (person.Venues.Length > 0 && Array.IndexOf(person.Venues, shift.Venue) >= 0) merits |= Merits.Venue;
        if (person.Kilometres.Length > 0 && shift.Municipality >= 0 && person.Kilometres[shift.Municipality] <= 20) merits |= Merits.Near;
        if (person.WaitsFor.Length > 0 && Array.IndexOf(person.WaitsFor, shiftNumber) >= 0) merits |= Merits.Waited;
        if (person.Before.Length > 0 && Array.IndexOf(person.Before, shiftNumber) >= 0) merits |= Merits.Kept;
        if (person.HoursThisYear < 8) merits |= Merits.FewHours;
        var skills = person.SkillsOn(shift.Time.Day);
        foreach (var limit in shift.Mix)
            if ((skills & (1UL << limit.Skill)) != 0) merits |= Merits.Skill;
        return merits;
    }

    /// <summary>What a place is worth to a person; above zero.</summary>
    public static int Worth(SolvingPerson person, SolvingShift shift, int shiftNumber)
    {
        var merits = MeritsOf(person, shift, shiftNumber);
        var worth = Filled - Math.Min(MostYearHours, person.HoursThisYear) * 2;
        if ((merits & Merits.Role) != 0) worth += Role;
        if ((merits & Merits.Municipality) != 0) worth += Municipality;
        if ((merits & Merits.Venue) != 0) worth += Venue;
        if ((merits & Merits.Waited) != 0) worth += Waited;
        if ((merits & Merits.Kept) != 0) worth += Kept;
        if ((merits & Merits.Skill) != 0) worth += Skill;
        var kilometres = shift.Municipality < 0 ? 0 : person.Kilometres.Length > 0 ? person.Kilometres[shift.Municipality] : 40;
        return worth - Math.Min(FarthestKm, kilometres);
    }
}
