using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Care;

/// <summary>What a <see cref="CareFrequency"/> counts by.</summary>
public enum CarePer
{
    /// <summary>So many times a year (年に何回).</summary>
    Year,

    /// <summary>So many times a month (月に何回).</summary>
    Month,
}

/// <summary>How often a group has agreed to clean (活動の頻度).</summary>
/// <param name="Times">How many times.</param>
/// <param name="Per">In a year or a month.</param>
public sealed record CareFrequency(int Times, CarePer Per)
{
    internal LocalizedText Name => Per == CarePer.Month
        ? new($"月 {Times} 回", Times == 1 ? "Once a month" : $"{Times} times a month") : new($"年 {Times} 回", Times == 1 ? "Once a year" : $"{Times} times a year");

    /// <summary>The day by which the next clean-up is due after one: the period is divided evenly, by months where that goes.</summary>
    internal DateOnly NextAfter(DateOnly day) => (Per, Times) switch
    {
        (CarePer.Month, 1) => day.AddMonths(1),
        (CarePer.Month, _) => day.AddDays((30 + Times - 1) / Times),
        (CarePer.Year, 1) => day.AddYears(1),
        _ when 12 % Times == 0 => day.AddMonths(12 / Times),
        _ => day.AddDays((365 + Times - 1) / Times),
    };

    internal IEnumerable<Flaw> Flaws()
    {
        foreach (var flaw in Flaw.OfNumber(Times, nameof(Times), 1, Per == CarePer.Month ? 10 : 52)) yield return flaw;
    }
}
