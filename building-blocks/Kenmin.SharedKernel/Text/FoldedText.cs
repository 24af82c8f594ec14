using System.Collections.Frozen;
using System.Text;

namespace Kenmin.SharedKernel;

/// <summary>Keys by which texts that people take for the same are equal: width, kana, dashes and variants of kanji folded away.</summary>
/// <remarks>Store the key beside the text and compare ordinally. Never store the key in place of a name:
/// the form in the family register is the person's own. Iteration marks (々, ヽ) are not expanded, since 佐々木 and 佐佐木 are different names.</remarks>
public static class FoldedText
{
    private static readonly FrozenDictionary<Rune, Rune> Variants = ReadVariants();

    /// <summary>The key of any text. Runs of spaces become one space; blank and null become empty.</summary>
    public static string Of(string? text) => Fold(text, keepSpaces: true);

    /// <summary>The key of a name, which also ignores where, and with which kind of space, the name was divided.</summary>
    public static string OfName(string? name) => Fold(name, keepSpaces: false);

    /// <summary>Whether both texts have the same key.</summary>
    public static bool Same(string? left, string? right) => string.Equals(Of(left), Of(right), StringComparison.Ordinal);

    /// <summary>The distinct pairs of neighbouring characters of a key, for a search index over arrays.</summary>
    /// <remarks>Pairs do not reach over spaces. A word of one character gives that character, so that it is in the index;
    /// a search for one character must scan or compare prefixes, since pairs do not answer it.</remarks>
    /// <param name="folded">A key made by <see cref="Of"/> or <see cref="OfName"/>.</param>
    public static string[] Bigrams(string folded)
    {
        ArgumentNullException.ThrowIfNull(folded);
        var grams = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in folded.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var runes = word.EnumerateRunes().Select(rune => rune.ToString()).ToArray();
            if (runes.Length == 1) grams.Add(runes[0]);
            for (var i = 0; i + 1 < runes.Length; i++) grams.Add(runes[i] + runes[i + 1]);
        }
        return [.. grams];
    }

    private static string Fold(string? text, bool keepSpaces)
    {
        if (string.IsNullOrWhiteSpace(text)) return string.Empty;
        if (FoldPlain(text, keepSpaces) is { } plain) return plain;
        // Taking a variation selector out can bring together what normalization then joins; a second pass settles it.
        return FoldOnce(FoldOnce(text, keepSpaces), keepSpaces);
    }

    /// <summary>The key of a text that normalization leaves as it is, as most are; null for any other.</summary>
    private static string? FoldPlain(string text, bool keepSpaces)
    {
        Span<char> key = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
        var length = 0;
        var spaceWaits = false;
        foreach (var c in text)
        {
            if (!IsPlain(c)) return null;
            if (c == ' ')
            {
                spaceWaits = keepSpaces && length > 0;
                continue;
            }

            if (spaceWaits) key[length++] = ' ';
            spaceWaits = false;
            var folded = c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c is >= '\u3041' and <= '\u3096' ? (char)(c + 0x60) : c;
            if (folded >= '\u4E00' && Variants.TryGetValue(new Rune(folded), out var standard))
            {
                if (!standard.IsBmp || !IsPlain((char)standard.Value)) return null;
                folded = (char)standard.Value;
            }

            key[length++] = folded;
        }

        return new string(key[..length]);
    }

    private static string FoldOnce(string text, bool keepSpaces)
    {
        var source = TextWidth.FoldDashes(TextWidth.ReplaceLoneSurrogates(text).Normalize(NormalizationForm.FormKC));
        var key = new StringBuilder(source.Length);
        var spaceWaits = false;
        foreach (var rune in source.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                spaceWaits = keepSpaces && key.Length > 0;
                continue;
            }
            if (IsInvisible(rune)) continue;
            if (spaceWaits) key.Append(' ');
            spaceWaits = false;
            var folded = Katakana(Rune.ToLowerInvariant(rune));
            key.Append(Variants.TryGetValue(folded, out var standard) ? standard : folded);
        }
        return key.ToString().Normalize(NormalizationForm.FormKC);
    }

    private static bool IsPlain(char c) => c is >= ' ' and < '\u007F' or >= '\u3041' and <= '\u3096' or >= '\u30A1' and <= '\u30FA' or >= '\u4E00' and <= '\u9FFF';

    // Variation selectors (standard and ideographic), zero-width signs and the byte-order mark.
    private static bool IsInvisible(Rune rune) => rune.Value is >= 0xE0100 and <= 0xE01EF or >= 0xFE00 and <= 0xFE0F
        or >= 0x200B and <= 0x200D or 0x2060 or 0xFEFF;

    private static Rune Katakana(Rune rune) => rune.Value is >= 0x3041 and <= 0x3096 or 0x309D or 0x309E
        ? new Rune(rune.Value + 0x60)
        : rune;

    private static FrozenDictionary<Rune, Rune> ReadVariants()
    {
        var table = new Dictionary<Rune, Rune>();
        foreach (var line in EmbeddedData.Lines("kanji-variants.txt").Where(line => line[0] != '#'))
        {
            var forms = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(form => Rune.GetRuneAt(form, 0)).ToArray();
            foreach (var form in forms.Skip(1)) table.Add(form, forms[0]);
        }
        return table.ToFrozenDictionary();
    }
}
