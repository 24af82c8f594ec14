using System.Text;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Organisations;

/// <summary>A corporate number (法人番号): a check digit, and twelve digits that it is reckoned from.</summary>
internal static class CorporateNumber
{
    public const int Length = 13;

    /// <summary>Reads a number in any width, with or without hyphens and blanks; says which rule it breaks.</summary>
    public static Parsed<string> Parse(string? text)
    {
        var digits = new StringBuilder();
        foreach (var c in FoldedText.Of(text).EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(c) || c.Value == '-') continue;
            if (c.Value is < '0' or > '9')
                return new LocalizedText($"法人番号は数字だけです。「{c}」は使えません。", $"A corporate number has digits only; “{c}” cannot be in it.");
            digits.Append((char)c.Value);
        }

        if (digits.Length == 0) return new LocalizedText("法人番号を入力してください。", "Enter the corporate number.");
        if (digits.Length != Length)
            return new LocalizedText(
                $"法人番号は {Length} けたです。今は {digits.Length} けたです。{(digits.Length == 12 ? "登記の会社法人等番号（12 けた）ではなく、先頭に 1 けた付いた番号を入れてください。" : "")}",
                $"A corporate number has {Length} digits; this has {digits.Length}.{(digits.Length == 12 ? " The number of 12 digits in the commercial register is another one: the corporate number has one digit more in front." : "")}");
        var number = digits.ToString();
        if (number[0] - '0' != CheckDigit(number[1..]))
            return new LocalizedText(
                "法人番号の先頭の 1 けた（検査用数字）が、残りの 12 けたと合いません。数字の打ちまちがいや、並びの入れかわりがないか確かめてください。",
                "The first digit, which checks the others, does not match the twelve that follow. Look for a digit that is wrong, or two that changed places.");
        return Parsed<string>.Ok(number);
    }

    /// <summary>The digit that checks twelve others: 9 − (Σ PₙQₙ mod 9), Q = 1, 2, 1, … from the right (法人番号の指定等に関する省令).</summary>
    internal static int CheckDigit(string twelve) => 9 - Enumerable.Range(0, twelve.Length).Sum(n => (twelve[^(n + 1)] - '0') * (n % 2 == 0 ? 1 : 2)) % 9;
}
