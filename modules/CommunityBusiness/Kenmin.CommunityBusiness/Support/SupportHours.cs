using System.Globalization;
using System.Text;
using Kenmin.Pages;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Support;

/// <summary>Hours as people write them, by half hours; kept in minutes, so that nothing is lost by rounding.</summary>
internal static class SupportHours
{
    public static int ToMinutes(decimal hours) => (int)(hours * 60);

    public static decimal Of(int minutes) => minutes / 60m;

    /// <summary>1.5 時間 or 1.5 hours.</summary>
    public static LocalizedText Text(int minutes) => new($"{Numbers.Decimal(Of(minutes))} 時間", minutes == 60 ? "1 hour" : $"{Numbers.Decimal(Of(minutes))} hours");

    /// <summary>As it stands in a field and in a spreadsheet.</summary>
    public static string Plain(int minutes) => Of(minutes).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>What stands against hours.</summary>
    public static IEnumerable<Flaw> Flaws(decimal? hours, string field, decimal least, decimal most)
    {
        if (hours is not { } given) yield return new(field, new("時間を入力してください。例：1.5", "Enter hours, such as 1.5."));
        else if (given < least || given > most || given * 2 != decimal.Truncate(given * 2))
            yield return new(field, new(
                $"{Numbers.Decimal(least)} から {Numbers.Decimal(most)} 時間までを、0.5 時間きざみで入力してください。", $"Enter {Numbers.Decimal(least)} to {Numbers.Decimal(most)} hours, by half hours."));
    }

    /// <summary>Takes hours out of a field, in any width; null when blank, or when they cannot be read, then with the reason at the field.</summary>
    public static decimal? TakeHours(this FormErrors errors, string field, string? text)
    {
        var narrow = (text ?? "").Normalize(NormalizationForm.FormKC).Replace(",", "", StringComparison.Ordinal).Trim();
        if (narrow.Length == 0) return null;
        if (decimal.TryParse(narrow, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var hours)) return hours;
        errors.Add(field, new("数字で入力してください。例：1.5", "Enter a number, such as 1.5."));
        return null;
    }
}
