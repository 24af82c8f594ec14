using System.Numerics;

namespace Kenmin.SportsVolunteers.Assignment.Solving;

/// <summary>A unit's possible shift.</summary>
/// <param name="Shift">The shift.</param>
/// <param name="Worth">What it is worth, over all people of the unit.</param>
internal readonly record struct Candidate(int Shift, int Worth);

/// <summary>
/// A proposal on its way: who has which shift, with the counts by which every hard rule is asked in a moment. Nothing gets in that
/// breaks one.
/// </summary>
internal sealed class Plan
{
    private readonly Problem _problem;
    private readonly List<int>[] _shiftsOf;
    private readonly HashSet<int>[] _unitsOn;
    private readonly int[] _used;
    private readonly int[][] _without;
    private readonly int[] _most;
    private readonly HashSet<(int Unit, int Shift)> _pinned = [];
    private readonly Taken[][] _busy;

    public Plan(Problem problem)
    {
        _problem = problem;
        var units = problem.Units.Count;
        _shiftsOf = [.. Enumerable.Range(0, units).Select(_ => new List<int>(2))];
        _unitsOn = [.. problem.Shifts.Select(_ => new HashSet<int>())];
        _used = new int[problem.Shifts.Count];
        _without = [.. problem.Shifts.Select(s => new int[s.Mix.Count])];
        _most = [.. problem.Units.Select(u => Math.Min(problem.Rules.MostShifts, u.Min(p => problem.People[p].Most)))];
        _busy = [.. problem.Units.Select(u => u.Length == 1 ? problem.People[u[0]].Busy : u.SelectMany(p => problem.People[p].Busy).Distinct().ToArray())];
        UnitOf = new int[problem.People.Count];
        for (var u = 0; u < units; u++)
            foreach (var person in problem.Units[u]) UnitOf[person] = u;
    }

    public Problem Problem => _problem;

    /// <summary>The unit of each person.</summary>
    public int[] UnitOf { get; }

    public IReadOnlyList<int> ShiftsOf(int unit) => _shiftsOf[unit];

    public IReadOnlyCollection<int> UnitsOn(int shift) => _unitsOn[shift];

    public int SizeOf(int unit) => _problem.Units[unit].Length;

    public int MostOf(int unit) => _most[unit];

    public IReadOnlyList<Taken> BusyOf(int unit) => _busy[unit];

    public int FreeOf(int shift) => _problem.Shifts[shift].Places - _used[shift];

    /// <summary>How many more people without a skill fit.</summary>
    public int RoomWithout(int shift, int limit) => _problem.Shifts[shift].Mix[limit].Without - _without[shift][limit];

    public bool IsPinned(int unit, int shift) => _pinned.Contains((unit, shift));

    /// <summary>How many of the unit do not have the skill of a limit.</summary>
    public int Lacking(int unit, int shift, int limit)
    {
        var (bit, day) = (1UL << _problem.Shifts[shift].Mix[limit].Skill, _problem.Shifts[shift].Time.Day);
        var lacking = 0;
        foreach (var person in _problem.Units[unit])
            if ((_problem.People[person].SkillsOn(day) & bit) == 0) lacking++;
        return lacking;
    }

    /// <summary>What stands against a unit on a shift by itself, the rest of the proposal left aside.</summary>
    public Obstacle Against(int unit, int shift)
    {
        var (members, wanted) = (_problem.Units[unit], _problem.Shifts[shift]);
        var (minor, adult) = (false, false);
        foreach (var person in members)
        {
            var obstacle = Scoring.Against(_problem.People[person], wanted, shift, _problem.Rules);
            if (obstacle != Obstacle.None) return members.Length == 1 ? obstacle : obstacle is Obstacle.Forbidden ? obstacle : Obstacle.Companion;
            if (_problem.People[person].Born is not { } born) continue;
            if (born <= wanted.AdultBornBy) adult = true;
            else minor = true;
        }

        if (minor && !adult) return Obstacle.MinorAlone;
        return members.Length > wanted.Places ? Obstacle.TooMany : Obstacle.None;
    }

    /// <summary>What the shift is worth to the unit.</summary>
    public int Worth(int unit, int shift)
    {
        var worth = 0;
        foreach (var person in _problem.Units[unit]) worth += Scoring.Worth(_problem.People[person], _problem.Shifts[shift], shift);
        return worth;
    }

    /// <summary>What stands against adding, given all that the proposal holds; <see cref="Against"/> is taken as asked.</summary>
    public Obstacle AgainstNow(int unit, int shift, int except = -1)
    {
        var size = SizeOf(unit);
        if (FreeOf(shift) < size) return Obstacle.Full;
        for (var i = 0; i < _without[shift].Length; i++)
            if (Lacking(unit, shift, i) > RoomWithout(shift, i)) return Obstacle.MixKept;
        return AgainstOwn(unit, shift, except);
    }

    public bool CanAdd(int unit, int shift, int except = -1) => AgainstNow(unit, shift, except) == Obstacle.None;

    public void Add(int unit, int shift, bool pinned = false)
    {
        _shiftsOf[unit].Add(shift);
        _unitsOn[shift].Add(unit);
        _used[shift] += SizeOf(unit);
        for (var i = 0; i < _without[shift].Length; i++) _without[shift][i] += Lacking(unit, shift, i);
        if (pinned) _pinned.Add((unit, shift));
    }

    public void Remove(int unit, int shift)
    {
        _shiftsOf[unit].Remove(shift);
        _unitsOn[shift].Remove(unit);
        _used[shift] -= SizeOf(unit);
        for (var i = 0; i < _without[shift].Length; i++) _without[shift][i] -= Lacking(unit, shift, i);
    }

    /// <summary>What the whole proposal is worth.</summary>
    public long Total()
    {
        long total = 0;
        for (var unit = 0; unit < _shiftsOf.Length; unit++) total += TotalOf(unit);
        return total;
    }

    public long TotalOf(int unit)
    {
        var (shifts, total) = (_shiftsOf[unit], 0L);
        foreach (var shift in shifts) total += Worth(unit, shift);
        return total - (long)Scoring.Fairness * SizeOf(unit) * shifts.Count * (shifts.Count - 1) / 2;
    }

    public int Placed()
    {
        var placed = 0;
        foreach (var used in _used) placed += used;
        return placed;
    }

    private Obstacle AgainstOwn(int unit, int shift, int except)
    {
        var (rules, time, own) = (_problem.Rules, _problem.Shifts[shift].Time, _shiftsOf[unit]);
        var (count, today) = (0, 0);
        // Days as bits around the day asked for, so that days in a row are seen at a glance.
        var days = 1UL << 32;
        foreach (var other in own)
        {
            if (other == shift) return Obstacle.Busy;
            if (other == except) continue;
            var taken = _problem.Shifts[other].Time;
            if (Scoring.Clash(taken, time, rules)) return Obstacle.Busy;
            count++;
            Note(taken.Day);
        }

        foreach (var taken in _busy[unit]) Note(taken.Day);
        if (count >= _most[unit] || today >= rules.MostPerDay) return Obstacle.Enough;
        var inARow = BitOperations.TrailingZeroCount(~(days >> 32)) + BitOperations.LeadingZeroCount(~(days << 32));
        return inARow > rules.MostDaysInARow ? Obstacle.Enough : Obstacle.None;

        void Note(int day)
        {
            if (day == time.Day) today++;
            if (day - time.Day is > -32 and < 32 and var away) days |= 1UL << (32 + away);
        }
    }
}
