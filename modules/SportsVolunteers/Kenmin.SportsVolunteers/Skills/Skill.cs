using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts.Terms;
using Kenmin.SportsVolunteers.Volunteers;

namespace Kenmin.SportsVolunteers.Skills;

/// <summary>Where a qualification of a person stands on a day.</summary>
internal enum HeldState
{
    /// <summary>Counts.</summary>
    Valid,

    /// <summary>Its proof has to be seen before it counts.</summary>
    Unconfirmed,

    /// <summary>It has run out.</summary>
    Expired,
}

/// <summary>What a person can do, and when they can come. Pure.</summary>
internal static class Skill
{
    /// <summary>Keys of the qualifications that count on a day: what was only stated (on a roster, when registering) counts unless an entry with its details says more.</summary>
    /// <param name="volunteer">The person.</param>
    /// <param name="day">The day of the shift.</param>
    /// <param name="needingProof">Keys of the kinds whose proof must have been seen.</param>
    public static IReadOnlyList<string> KeysOn(Volunteer volunteer, DateOnly day, IReadOnlySet<string> needingProof)
    {
        var detailed = volunteer.Held.ToDictionary(h => Qualification.KeyOf(h.Name), StringComparer.Ordinal);
        var stated = volunteer.Qualifications.Select(Qualification.KeyOf).Where(k => !detailed.ContainsKey(k) && !needingProof.Contains(k));
        return [.. detailed.Where(h => StateOf(h.Value, h.Key, day, needingProof) == HeldState.Valid).Select(h => h.Key).Concat(stated).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Where one entry stands on a day.</summary>
    public static HeldState StateOf(HeldQualification held, string key, DateOnly day, IReadOnlySet<string> needingProof) =>
        held.Expires < day ? HeldState.Expired
        : held.ConfirmedAt is null && needingProof.Contains(key) ? HeldState.Unconfirmed
        : HeldState.Valid;

    /// <summary>Whether the person can come then, by their own word.</summary>
    public static bool CanCome(ServiceWishes? wishes, DateOnly day, TimeOnly start, TimeSpan end)
    {
        if (wishes is null) return true;
        if (wishes.NotOn.Contains(day)) return false;
        if (wishes.Days.Length > 0 && !wishes.Days.Contains(KindOf(day))) return false;
        if (wishes.Earliest is { } earliest && start < earliest) return false;
        return wishes.Latest is not { } latest || end <= latest.ToTimeSpan();
    }

    /// <summary>The kind of a day, holidays with the Sundays.</summary>
    public static DayKind KindOf(DateOnly day) =>
        day.DayOfWeek == DayOfWeek.Sunday || Holidays.NameOf(day) is not null ? DayKind.Sunday
        : day.DayOfWeek == DayOfWeek.Saturday ? DayKind.Saturday : DayKind.Weekday;

    /// <summary>The entries of two records of one person: under each name the confirmed one, else the later one.</summary>
    public static List<HeldQualification> Union(IEnumerable<HeldQualification> one, IEnumerable<HeldQualification> other) =>
        [.. one.Concat(other).GroupBy(h => Qualification.KeyOf(h.Name), StringComparer.Ordinal)
            .Select(g => g.OrderBy(h => h.ConfirmedAt is null ? 1 : 0).ThenByDescending(h => h.EnteredAt).First())];
}
