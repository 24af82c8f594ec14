using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Kenmin.SharedKernel;

/// <summary>A Japanese postal code (郵便番号): seven digits, shown as 753-8501.</summary>
public sealed partial record PostalCode
{
    [JsonConstructor]
    private PostalCode(string digits) => Digits = digits;

    /// <summary>The seven digits.</summary>
    public string Digits { get; }

    /// <summary>Reads 753-8501, 7538501, 〒753-8501, in any width.</summary>
    public static Parsed<PostalCode> Parse(string? input)
    {
        var text = TextWidth.Narrow(input);
        if (text.Length == 0) return new LocalizedText("郵便番号を入力してください。", "Enter a postal code.");
        var match = Style().Match(text);
        return match.Success
            ? new PostalCode(match.Groups[1].Value + match.Groups[2].Value)
            : new LocalizedText(
                $"「{Excerpt.Of(input)}」は郵便番号として読み取れません。「753-8501」のように7けたの数字で入力してください。",
                $"“{Excerpt.Of(input)}” is not a postal code. Enter seven digits like 753-8501.");
    }

    /// <summary>"753-8501".</summary>
    public override string ToString() => $"{Digits[..3]}-{Digits[3..]}";

    [GeneratedRegex(@"^〒?\s*([0-9]{3})[-\s]?([0-9]{4})$")]
    private static partial Regex Style();
}
