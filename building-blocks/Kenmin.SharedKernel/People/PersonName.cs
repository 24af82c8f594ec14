using System.Text.Json.Serialization;

namespace Kenmin.SharedKernel;

/// <summary>A person's name (氏名) as entered: family name and given name.</summary>
/// <remarks>Never normalized: 髙 stays 髙. Compare by <see cref="Key"/>.
/// Where no space divides the name, all of it is the family name and the given name is empty; nothing is guessed.</remarks>
public sealed record PersonName
{
    private const int Longest = 100;

    [JsonConstructor]
    private PersonName(string family, string given) => (Family, Given) = (family, given);

    /// <summary>The family name, or the whole name when it was entered without a space.</summary>
    public string Family { get; }

    /// <summary>The given name; empty when the name was entered without a space.</summary>
    public string Given { get; }

    /// <summary>Both with an ideographic space between them, as on Japanese forms.</summary>
    [JsonIgnore]
    public string Full => Given.Length == 0 ? Family : $"{Family}\u3000{Given}";

    /// <summary>The folded key by which the same name written differently is found.</summary>
    [JsonIgnore]
    public string Key => FoldedText.OfName(Family + Given);

    /// <summary>Reads "渡部　智子", "大谷 愛", "国弘久美子"; the first space of any kind divides.</summary>
    public static Parsed<PersonName> Parse(string? input)
    {
        if (string.IsNullOrWhiteSpace(input)) return new LocalizedText("氏名を入力してください。", "Enter the name.");
        var name = input.Trim();
        if (name.Length > Longest)
            return new LocalizedText($"氏名が長すぎます。{Longest}文字までで入力してください。", $"The name is too long. Enter at most {Longest} characters.");
        if (name.Any(char.IsControl) || !name.EnumerateRunes().Any(System.Text.Rune.IsLetter))
            return new LocalizedText(
                $"「{Excerpt.Of(input)}」は氏名として読み取れません。文字で入力してください。",
                $"“{Excerpt.Of(input)}” cannot be read as a name. Enter it in letters.");
        var parts = NameParts.Split(name);
        return new PersonName(parts.Family, parts.Given);
    }

    /// <summary>A name given in two fields.</summary>
    public static Parsed<PersonName> Parse(string? family, string? given) => Parse($"{family?.Trim()} {given?.Trim()}".Trim());

    /// <inheritdoc cref="Full"/>
    public override string ToString() => Full;
}

/// <summary>The division of a name at its first space of any kind.</summary>
internal static class NameParts
{
    internal static (string Family, string Given) Split(string name)
    {
        var trimmed = name.Trim();
        var at = trimmed.AsSpan().IndexOfAny(" \u3000\u00A0\u2002\u2003\u2009");
        return at < 0 ? (trimmed, string.Empty) : (trimmed[..at], trimmed[at..].Trim());
    }
}
