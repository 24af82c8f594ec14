using System.Text;
using System.Text.Json.Serialization;

namespace Kenmin.SharedKernel;

/// <summary>How a name is read (フリガナ), in full-width katakana: family name and given name.</summary>
public sealed record KanaName
{
    private const int Longest = 100;

    [JsonConstructor]
    private KanaName(string family, string given) => (Family, Given) = (family, given);

    /// <summary>The reading of the family name, or of the whole name when it was entered without a space.</summary>
    public string Family { get; }

    /// <summary>The reading of the given name; empty when it was entered without a space.</summary>
    public string Given { get; }

    /// <summary>Both with an ideographic space between them.</summary>
    [JsonIgnore]
    public string Full => Given.Length == 0 ? Family : $"{Family}\u3000{Given}";

    /// <summary>The folded key; the same whether or not the reading was divided.</summary>
    [JsonIgnore]
    public string Key => FoldedText.OfName(Family + Given);

    /// <summary>Reads hiragana, full-width and half-width katakana.</summary>
    public static Parsed<KanaName> Parse(string? input)
    {
        if (string.IsNullOrWhiteSpace(input)) return new LocalizedText("フリガナを入力してください。", "Enter the reading in katakana.");
        var kana = Katakana(input).Trim();
        if (kana.Length > Longest)
            return new LocalizedText($"フリガナが長すぎます。{Longest}文字までで入力してください。", $"The reading is too long. Enter at most {Longest} characters.");
        if (!kana.All(c => IsKatakana(c) || char.IsWhiteSpace(c)) || !kana.Any(c => c is >= 'ァ' and <= 'ヺ'))
            return new LocalizedText(
                $"「{Excerpt.Of(input)}」はフリガナとして読み取れません。カタカナかひらがなで入力してください。",
                $"“{Excerpt.Of(input)}” is not a reading. Enter it in katakana or hiragana.");
        var parts = NameParts.Split(kana);
        return new KanaName(parts.Family, parts.Given);
    }

    /// <inheritdoc cref="Full"/>
    public override string ToString() => Full;

    private static string Katakana(string input)
    {
        var full = TextWidth.ReplaceLoneSurrogates(input).Normalize(NormalizationForm.FormKC);
        return string.Concat(full.Select((c, i) => c switch
        {
            >= 'ぁ' and <= 'ゖ' or 'ゝ' or 'ゞ' => (char)(c + 0x60),
            // A hyphen after kana was typed for the long-vowel mark.
            '-' or '\u2010' or '\u2212' or '\u2015' or '\u2014' when i > 0 && full[i - 1] is >= 'ぁ' and <= 'ヺ' => 'ー',
            _ => c,
        }));
    }

    private static bool IsKatakana(char c) => c is >= 'ァ' and <= 'ヾ';
}
