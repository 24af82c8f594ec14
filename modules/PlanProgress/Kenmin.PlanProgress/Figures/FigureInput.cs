using System.Globalization;
using System.Text;
using Kenmin.SharedKernel;

namespace Kenmin.PlanProgress.Figures;

/// <summary>Figures as people type them: full width, with separators, with a unit behind.</summary>
internal static class FigureInput
{
    /// <summary>Reads a figure of an indicator.</summary>
    /// <param name="input">What was typed.</param>
    /// <param name="unit">The unit, which may stand behind it.</param>
    /// <param name="measured">The kind: people and participations are whole.</param>
    /// <param name="decimals">The most decimal places.</param>
    public static Parsed<decimal> Parse(string? input, LocalizedText unit, Measured measured, int decimals)
    {
        var text = (input ?? "").Normalize(NormalizationForm.FormKC).Trim().Replace('−', '-').Replace('‐', '-').Replace('、', ',');
        foreach (var suffix in new[] { unit.Ja, unit.En }.Where(s => s.Length > 0).Select(s => s.Normalize(NormalizationForm.FormKC)))
            if (text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)) text = text[..^suffix.Length].TrimEnd();
        var shown = input is { Length: > 20 } ? input[..20] + "…" : input;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            return new LocalizedText($"「{shown}」は数として読み取れません。1234 のように数字で入力してください。", $"“{shown}” cannot be read as a number. Enter it like 1234.");
        if (value < 0 && measured != Measured.Rate && measured != Measured.Quantity || Math.Abs(value) > Measures.Largest)
            return new LocalizedText("0 以上 999,999,999,999 以下の数を入力してください。", "Enter a number from 0 to 999,999,999,999.");
        var most = Measures.IsWhole(measured) ? 0 : decimals;
        if (decimal.Round(value, most) != value)
            return most == 0
                ? new LocalizedText("整数で入力してください。", "Enter a whole number.")
                : new LocalizedText($"小数は {most} 桁までで入力してください。", $"Enter at most {most} decimal places.");
        return value;
    }

    /// <summary>A figure as people read it, in full.</summary>
    public static string Show(decimal value, int decimals) =>
        value.ToString("#,0." + new string('0', Math.Clamp(decimals, 0, 3)), CultureInfo.InvariantCulture).TrimEnd('.');
}
