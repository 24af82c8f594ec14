using System.Security.Cryptography;
using Kenmin.SharedKernel;

namespace Kenmin.SportsVolunteers.OnTheDay.Badges;

/// <summary>
/// The code on a volunteer's badge (受付コード): eight letters and digits without look-alikes, drawn at random. It says nothing about
/// the person, and only staff who may check people in get anything for it.
/// </summary>
internal static class BadgeCode
{
    /// <summary>Letters that look different in print, in handwriting and read out; 30 to the eighth power is 656 thousand millions.</summary>
    private const string Letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    private const int Length = 8;

    /// <summary>A new code.</summary>
    public static string New() => RandomNumberGenerator.GetString(Letters, Length);

    /// <summary>The code as it is printed: in two groups of four.</summary>
    public static string Shown(string code) => code.Length == Length ? $"{code[..4]}-{code[4..]}" : code;

    /// <summary>The code in what was scanned or typed, in whatever width and grouping; null when it cannot be one.</summary>
    public static string? Read(string? text)
    {
        var letters = string.Concat(FoldedText.Of(text ?? "").ToUpperInvariant().Where(char.IsAsciiLetterOrDigit));
        return letters.Length == Length && letters.All(Letters.Contains) ? letters : null;
    }
}
