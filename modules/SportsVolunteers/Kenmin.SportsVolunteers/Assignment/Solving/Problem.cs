namespace Kenmin.SportsVolunteers.Assignment.Solving;

/// <summary>A stretch of time that is taken. Minutes are counted from one fixed midnight in Japan; days are day numbers.</summary>
/// <param name="Day">The day.</param>
/// <param name="Start">The first minute.</param>
/// <param name="End">The first minute that no longer belongs to it.</param>
internal readonly record struct Taken(int Day, int Start, int End);

/// <summary>At most so many people without a skill, so that places stay for those who have it (最低構成).</summary>
/// <param name="Skill">The skill, 0 to 63.</param>
/// <param name="Without">How many people without it may have a place.</param>
internal readonly record struct MixLimit(int Skill, int Without);

/// <summary>A shift as the solver sees it.</summary>
internal sealed record SolvingShift
{
    /// <summary>When it is.</summary>
    public required Taken Time { get; init; }

    /// <summary>Places that are free.</summary>
    public required int Places { get; init; }

    /// <summary>The kind of its day: 0 weekday, 1 Saturday, 2 Sunday or holiday.</summary>
    public int DayKind { get; init; }

    /// <summary>Start and end as minutes of its day.</summary>
    public (int Start, int End) Clock { get; init; }

    /// <summary>The role, by number.</summary>
    public int Role { get; init; }

    /// <summary>The venue, by number.</summary>
    public int Venue { get; init; }

    /// <summary>The municipality, by number from 0 to 31; -1: outside or unknown.</summary>
    public int Municipality { get; init; } = -1;

    /// <summary>Skills that each person must have, one bit each.</summary>
    public ulong Required { get; init; }

    /// <summary>Only people born on this day number or before; null: any.</summary>
    public int? BornBy { get; init; }

    /// <summary>Who was born on this day number or before is of age (18) on the day.</summary>
    public int AdultBornBy { get; init; } = int.MaxValue;

    /// <summary>What its people must be like together.</summary>
    public IReadOnlyList<MixLimit> Mix { get; init; } = [];
}

/// <summary>A person as the solver sees it.</summary>
internal sealed record SolvingPerson
{
    /// <summary>Skills, one bit each, by the first day of the event; <see cref="SkillsOn"/> says more where some run out in between.</summary>
    public ulong Skills { get; init; }

    /// <summary>Skills by day number, where they are not the same on all days.</summary>
    public IReadOnlyDictionary<int, ulong>? SkillsByDay { get; init; }

    /// <summary>Day number of birth; null when unknown.</summary>
    public int? Born { get; init; }

    /// <summary>Kilometres to each municipality by number; empty when the home is unknown.</summary>
    public int[] Kilometres { get; init; } = [];

    /// <summary>Roles wished for.</summary>
    public int[] Roles { get; init; } = [];

    /// <summary>Municipalities wished for, one bit each; 0: any.</summary>
    public uint Municipalities { get; init; }

    /// <summary>Venues wished for.</summary>
    public int[] Venues { get; init; } = [];

    /// <summary>Kinds of days on which the person can come, one bit each; 0: any.</summary>
    public int DayKinds { get; init; }

    /// <summary>From and until which minute of a day the person can come.</summary>
    public (int From, int Until) Hours { get; init; } = (0, 24 * 60);

    /// <summary>Day numbers on which the person cannot come.</summary>
    public int[] NotOn { get; init; } = [];

    /// <summary>Most shifts at the event, those already taken not counted.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>Hours of activity that the person had in the fiscal year, here and elsewhere.</summary>
    public int HoursThisYear { get; init; }

    /// <summary>What the person has taken already, at this event and others.</summary>
    public Taken[] Busy { get; init; } = [];

    /// <summary>Shifts that staff forbade, or that the person declined.</summary>
    public int[] Forbidden { get; init; } = [];

    /// <summary>Shifts on whose waiting list the person is.</summary>
    public int[] WaitsFor { get; init; } = [];

    /// <summary>Shifts that the proposal before gave the person.</summary>
    public int[] Before { get; init; } = [];

    /// <summary>The skills on a day.</summary>
    internal ulong SkillsOn(int day) => SkillsByDay is { } byDay && byDay.TryGetValue(day, out var skills) ? skills : Skills;
}

/// <summary>The rules of a run.</summary>
internal sealed record SolvingRules
{
    /// <summary>Minutes between two shifts of one day.</summary>
    public int Rest { get; init; } = 60;

    /// <summary>Minutes between the last shift of a day and the first of the next.</summary>
    public int NightRest { get; init; } = 10 * 60;

    /// <summary>Most shifts on one day.</summary>
    public int MostPerDay { get; init; } = 2;

    /// <summary>Most days in a row.</summary>
    public int MostDaysInARow { get; init; } = 5;

    /// <summary>Most shifts for one person.</summary>
    public int MostShifts { get; init; } = 5;
}

/// <summary>What is to be solved.</summary>
/// <param name="Shifts">All shifts.</param>
/// <param name="People">All people.</param>
/// <param name="Units">Who is assigned together, by number: every person is in exactly one.</param>
/// <param name="Pinned">Person and shift that staff decided.</param>
/// <param name="Rules">The rules.</param>
internal sealed record Problem(
    IReadOnlyList<SolvingShift> Shifts, IReadOnlyList<SolvingPerson> People, IReadOnlyList<int[]> Units, IReadOnlyList<(int Person, int Shift)> Pinned,
    SolvingRules Rules);
