namespace Kenmin.Architecture.Tests.House;

/// <summary>A place that breaks a rule, and what to do about it.</summary>
public sealed record Violation(string Where, string WhatToDo)
{
    public override string ToString() => $"{Where}: {WhatToDo}";
}

internal static class ViolationAssertions
{
    /// <summary>The rule is kept everywhere; else the message lists every place with what to do.</summary>
    public static void ShouldBeKept(this IEnumerable<Violation> violations)
    {
        var all = violations.Select(v => v.ToString()).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(all.Count == 0, $"The rule is broken in {all.Count} places (docs/architecture.md):\n- {string.Join("\n- ", all)}");
    }

    /// <summary>The rule sees the planted violation.</summary>
    public static void ShouldReport(this IEnumerable<Violation> violations, string where, string because) =>
        violations.ShouldContain(v => v.Where.Contains(where, StringComparison.Ordinal) && v.WhatToDo.Contains(because, StringComparison.Ordinal));
}
