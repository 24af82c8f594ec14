using Kenmin.SharedKernel;

namespace Kenmin.PlanProgress.Plan;

/// <summary>The levels of the plan above its indicators.</summary>
public enum PlanLevel
{
    /// <summary>Goal (目標).</summary>
    Goal,

    /// <summary>Policy (施策の柱).</summary>
    Policy,

    /// <summary>Measure (施策).</summary>
    Measure,
}

/// <summary>A goal, policy or measure of the plan.</summary>
public sealed class PlanElement
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>Its level.</summary>
    public PlanLevel Level { get; set; }

    /// <summary>The element that it serves, one level above; null for a goal.</summary>
    public Guid? ParentId { get; set; }

    /// <summary>Its number in the plan, such as 2-1; numbers give the order.</summary>
    public string Number { get; set; } = "";

    /// <summary>Its name.</summary>
    public LocalizedText Name { get; set; }

    /// <summary>What it means, in a sentence or two; may be empty.</summary>
    public LocalizedText Description { get; set; }

    internal static LocalizedText NameOf(PlanLevel level) => level switch
    {
        PlanLevel.Goal => new("目標", "Goal"),
        PlanLevel.Policy => new("施策の柱", "Policy"),
        _ => new("施策", "Measure"),
    };
}

/// <summary>Orders numbers as people do: 1-2 before 1-10.</summary>
internal sealed class PlanNumbers : IComparer<string>
{
    public static PlanNumbers InOrder { get; } = new();

    public int Compare(string? x, string? y)
    {
        var (a, b) = ((x ?? "").Split('-', '.'), (y ?? "").Split('-', '.'));
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            var by = int.TryParse(a[i], out var m) && int.TryParse(b[i], out var n) ? m.CompareTo(n) : string.CompareOrdinal(a[i], b[i]);
            if (by != 0) return by;
        }

        return a.Length.CompareTo(b.Length);
    }
}
