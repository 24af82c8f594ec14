using System.Globalization;
using Kenmin.SharedKernel;

namespace Kenmin.Pages;

/// <summary>Numbers with thousands separators, the same in both languages.</summary>
public static class Numbers
{
    /// <summary>1,234</summary>
    public static string Whole(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>1,234.5, with at most <paramref name="decimals"/> decimal places and none that are zero.</summary>
    public static string Decimal(decimal value, int decimals = 1) =>
        Math.Round(value, decimals, MidpointRounding.AwayFromZero)
            .ToString("#,0." + new string('#', decimals), CultureInfo.InvariantCulture);

    /// <summary>1,234人 or 1,234 people.</summary>
    public static string People(long value) =>
        new LocalizedText($"{Whole(value)}人", value == 1 ? "1 person" : $"{Whole(value)} people").ToString();

    /// <summary>12.3%, of a share between 0 and 1; a dash where <paramref name="whole"/> is zero.</summary>
    public static string Share(long part, long whole) =>
        whole == 0 ? "–" : $"{Decimal(100m * part / whole)}%";

    /// <summary>12,345円 or 12,345 yen.</summary>
    public static string Yen(long value) => new LocalizedText($"{Whole(value)}円", $"{Whole(value)} yen").ToString();
}
