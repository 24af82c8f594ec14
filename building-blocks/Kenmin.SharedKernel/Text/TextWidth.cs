using System.Text;

namespace Kenmin.SharedKernel;

/// <summary>Bringing what people type into one width before it is read as a number, a date or an address.</summary>
internal static class TextWidth
{
    /// <summary>Half-width letters, digits and signs (NFKC), every dash as a hyphen-minus, trimmed. Only for parsing, never for stored names.</summary>
    internal static string Narrow(string? input)
    {
        if (string.IsNullOrWhiteSpace(input)) return string.Empty;
        return FoldDashes(ReplaceLoneSurrogates(input).Normalize(NormalizationForm.FormKC)).Trim();
    }

    /// <summary>The input with unpaired surrogates replaced, because normalization throws on them.</summary>
    internal static string ReplaceLoneSurrogates(string input)
    {
        StringBuilder? repaired = null;
        for (var i = 0; i < input.Length; i++)
        {
            if (!char.IsSurrogate(input[i])) continue;
            if (char.IsHighSurrogate(input[i]) && i + 1 < input.Length && char.IsLowSurrogate(input[i + 1]))
            {
                i++;
                continue;
            }
            repaired ??= new StringBuilder(input);
            repaired[i] = '\uFFFD';
        }
        return repaired?.ToString() ?? input;
    }

    /// <summary>All dash-like signs as U+002D. The long-vowel mark ー counts only between digits, where it was typed for a hyphen.</summary>
    internal static string FoldDashes(string text)
    {
        if (text.AsSpan().IndexOfAny(Dashes) < 0) return text;
        return string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                var c = source[i];
                span[i] = c == 'ー' ? (IsBetweenDigits(source, i) ? '-' : c) : IsDash(c) ? '-' : c;
            }
        });
    }

    private const string Dashes = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\uFE58\uFE63\uFF0Dー";

    private static bool IsDash(char c) => Dashes.Contains(c, StringComparison.Ordinal);

    private static bool IsBetweenDigits(string text, int at) =>
        at > 0 && at + 1 < text.Length && char.IsAsciiDigit(text[at - 1]) && char.IsAsciiDigit(text[at + 1]);
}
