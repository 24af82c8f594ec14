using System.Security.Cryptography;

namespace Kenmin.SharedKernel;

/// <summary>Codes that are printed, typed and read out: drawn at random from letters and digits that nobody takes for another, in groups of four.</summary>
/// <param name="Length">How many characters it has; a multiple of four.</param>
public readonly record struct PrintedCode(int Length)
{
    private const string Letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>A new code.</summary>
    public string New() => RandomNumberGenerator.GetString(Letters, Length);

    /// <summary>The code as it is printed.</summary>
    public static string Shown(string code) => string.Join('-', code.Chunk(4).Select(group => new string(group)));

    /// <summary>The code in what was scanned or typed, in whatever width and grouping; null when it cannot be one.</summary>
    public string? Read(string? text)
    {
        var letters = string.Concat(FoldedText.Of(text ?? "").ToUpperInvariant().Where(char.IsAsciiLetterOrDigit));
        return letters.Length == Length && letters.All(Letters.Contains) ? letters : null;
    }
}
