namespace Kenmin.SportsVolunteers.Skills;

/// <summary>A qualification (資格) with what is known about it. A new entry under the same name takes the place of the old one.</summary>
/// <param name="Name">Its name, as in the list that staff keep.</param>
/// <param name="Number">Number of the certificate, or what else proves it; may be empty.</param>
/// <param name="Expires">The last day on which it is valid; null: it does not run out.</param>
/// <param name="EnteredAt">When it was entered.</param>
public sealed record HeldQualification(string Name, string Number, DateOnly? Expires, DateTimeOffset EnteredAt)
{
    /// <summary>When a member of staff saw the proof; null: nobody did.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>The account of the member of staff who saw it.</summary>
    public Guid? ConfirmedBy { get; init; }

    /// <summary>The name of the member of staff at that time.</summary>
    public string ConfirmedByName { get; init; } = "";
}

/// <summary>The kinds of days on which somebody can come.</summary>
public enum DayKind
{
    /// <summary>Monday to Friday, no holiday (平日).</summary>
    Weekday,

    /// <summary>Saturday (土曜日).</summary>
    Saturday,

    /// <summary>Sunday or holiday (日曜日・祝日).</summary>
    Sunday,
}

/// <summary>What somebody wishes of their assignment, beside the activities (希望活動). Days and times bind; places are wishes.</summary>
public sealed record ServiceWishes
{
    /// <summary>Codes (6 digits) of the municipalities wished for; empty: anywhere.</summary>
    public string[] Municipalities { get; init; } = [];

    /// <summary>Venues wished for, as entered.</summary>
    public string[] Venues { get; init; } = [];

    /// <summary>Kinds of days on which the person can come; empty: any.</summary>
    public DayKind[] Days { get; init; } = [];

    /// <summary>Cannot come before this time; null: at any time.</summary>
    public TimeOnly? Earliest { get; init; }

    /// <summary>Has to be away by this time; null: no matter.</summary>
    public TimeOnly? Latest { get; init; }

    /// <summary>Days on which the person cannot come.</summary>
    public DateOnly[] NotOn { get; init; } = [];

    /// <summary>Most shifts at one event, 1 to 60; null: as many as the event allows.</summary>
    public int? MostShifts { get; init; }

    /// <summary>The size of the uniform (ユニフォーム), one of <see cref="UniformSizes"/>; null: not said.</summary>
    public string? UniformSize { get; init; }

    /// <summary>The sizes that there are, from small to large.</summary>
    public static IReadOnlyList<string> UniformSizes { get; } = ["SS", "S", "M", "L", "LL", "3L"];

    /// <summary>Whether both say the same.</summary>
    public bool Equals(ServiceWishes? other) =>
        other is not null && Municipalities.SequenceEqual(other.Municipalities) && Venues.SequenceEqual(other.Venues) && Days.SequenceEqual(other.Days)
        && NotOn.SequenceEqual(other.NotOn) && (Earliest, Latest, MostShifts, UniformSize) == (other.Earliest, other.Latest, other.MostShifts, other.UniformSize);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Municipalities.Length, Venues.Length, Days.Length, NotOn.Length, Earliest, Latest, MostShifts);
}
