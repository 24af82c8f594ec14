using System.Collections.Frozen;
using System.Globalization;

namespace Kenmin.SharedKernel;

/// <summary>National holidays (国民の祝日), with substitute and citizens' holidays, for the years the data file covers.</summary>
/// <remarks>The cabinet gazettes a year's holidays in February of the year before; later years in the file are computed.</remarks>
public static class Holidays
{
    private static readonly FrozenDictionary<DateOnly, LocalizedText> Names = EmbeddedData.Lines("holidays.csv").Skip(1)
        .Select(line => line.Split(',', 3))
        .ToFrozenDictionary(x => DateOnly.ParseExact(x[0], "yyyy-MM-dd", CultureInfo.InvariantCulture), x => new LocalizedText(x[1], x[2]));

    /// <summary>The first year the data covers.</summary>
    public static int FirstYear { get; } = Names.Keys.Min().Year;

    /// <summary>The last year the data covers; no holiday is known after it.</summary>
    public static int LastYear { get; } = Names.Keys.Max().Year;

    /// <summary>The name of the holiday on <paramref name="day"/>; null when it is none, or outside the years covered.</summary>
    public static LocalizedText? NameOf(DateOnly day) => Names.TryGetValue(day, out var name) ? name : null;
}
