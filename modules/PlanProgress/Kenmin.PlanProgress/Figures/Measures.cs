using System.Numerics;
using Kenmin.PlanProgress.Contracts;
using Kenmin.PlanProgress.Plan;
using Kenmin.SharedKernel;

namespace Kenmin.PlanProgress.Figures;

/// <summary>What kind of figure an indicator has. Kinds are never mixed.</summary>
public enum Measured
{
    /// <summary>Different people (実人数).</summary>
    DistinctPeople,

    /// <summary>Participations (延べ人数・延べ件数).</summary>
    Participations,

    /// <summary>Hours (時間).</summary>
    Hours,

    /// <summary>Something counted at a point in time, such as groups (団体数など).</summary>
    Quantity,

    /// <summary>A share or an average (割合・平均).</summary>
    Rate,
}

/// <summary>
/// Different people. There is no sum of two: the same person may be in both, and so there is no operator.
/// </summary>
internal readonly record struct DistinctPeople(decimal Value);

/// <summary>Participations; those of several years add up.</summary>
internal readonly record struct Participations(decimal Value) : IAdditionOperators<Participations, Participations, Participations>
{
    public static Participations operator +(Participations left, Participations right) => new(left.Value + right.Value);
}

/// <summary>Hours of activity; those of several years add up.</summary>
internal readonly record struct Hours(decimal Value) : IAdditionOperators<Hours, Hours, Hours>
{
    public static Hours operator +(Hours left, Hours right) => new(left.Value + right.Value);
}

/// <summary>Words and sums of kinds.</summary>
internal static class Measures
{
    /// <summary>The largest figure.</summary>
    public const decimal Largest = 999_999_999_999m;

    public static LocalizedText NameOf(Measured measured) => measured switch
    {
        Measured.DistinctPeople => new("実人数（同じ人は1回だけ数える）", "Different people (each counted once)"),
        Measured.Participations => new("延べ数（参加するたびに数える）", "Participations (counted each time)"),
        Measured.Hours => new("時間", "Hours"),
        Measured.Quantity => new("数量（その時点の数）", "Quantity (at a point in time)"),
        _ => new("割合・平均", "Share or average"),
    };

    public static LocalizedText ShortNameOf(Measured measured) => measured switch
    {
        Measured.DistinctPeople => new("実人数", "People"),
        Measured.Participations => new("延べ数", "Participations"),
        Measured.Hours => new("時間", "Hours"),
        Measured.Quantity => new("数量", "Quantity"),
        _ => new("割合・平均", "Share"),
    };

    /// <summary>Whether a count of a kind is a figure of another.</summary>
    public static bool Fits(Measured measured, CountKind counted) => (measured, counted) is
        (Measured.DistinctPeople, CountKind.DistinctPeople) or (Measured.Participations, CountKind.Participations)
        or (Measured.Hours, CountKind.Hours) or (Measured.Quantity, CountKind.Other);

    /// <summary>Why a number is no figure of an indicator; null when it is one.</summary>
    public static LocalizedText? Misfit(Indicator indicator, decimal value) =>
        value < 0 && indicator.Measured is not (Measured.Rate or Measured.Quantity) || Math.Abs(value) > Largest
            || decimal.Round(value, IsWhole(indicator.Measured) ? 0 : indicator.Decimals) != value
            ? new("この指標に合わない数です。単位と小数の桁数を確かめてください。", "This number does not fit the indicator. Check unit and decimal places.") : null;

    /// <summary>Whether a figure counts people or what each of them did, one by one.</summary>
    public static bool IsWhole(Measured measured) => measured is Measured.DistinctPeople or Measured.Participations;

    /// <summary>The sum over years, for the kinds that have one; null for the others, and where nothing is known.</summary>
    public static decimal? Total(Measured measured, IEnumerable<decimal> values) => measured switch
    {
        Measured.Participations => Sum(values.Select(v => new Participations(v)))?.Value,
        Measured.Hours => Sum(values.Select(v => new Hours(v)))?.Value,
        _ => null,
    };

    // Only what declares an addition gets here: a sum of DistinctPeople does not compile.
    private static T? Sum<T>(IEnumerable<T> values) where T : struct, IAdditionOperators<T, T, T>
    {
        T? sum = null;
        foreach (var value in values) sum = sum is { } so ? so + value : value;
        return sum;
    }
}
