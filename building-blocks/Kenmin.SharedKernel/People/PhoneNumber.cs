using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Kenmin.SharedKernel;

/// <summary>A Japanese telephone number: ten digits, or eleven for mobile and IP numbers, beginning with 0; the extension apart.</summary>
public sealed partial record PhoneNumber
{
    // Area codes of the prefecture, longest first; all others are shown as the most common 4-2-4.
    private static readonly string[] AreaCodes =
        ["08387", "08388", "08396", "0820", "0827", "0833", "0834", "0835", "0836", "0837", "0838", "083", "03", "06"];

    [JsonConstructor]
    private PhoneNumber(string digits, string? extension) => (Digits, Extension) = (digits, extension);

    /// <summary>The digits alone.</summary>
    public string Digits { get; }

    /// <summary>The extension (内線); null when there is none.</summary>
    public string? Extension { get; }

    /// <summary>Reads 090-1234-5678, 090 1234 5678, 090(1234)5678, 09012345678, 083-933-3110, +81 83 933 3110, in any width, and an extension after it.</summary>
    public static Parsed<PhoneNumber> Parse(string? input)
    {
        var text = TextWidth.Narrow(input);
        if (text.Length == 0) return new LocalizedText("電話番号を入力してください。", "Enter a telephone number.");

        string? extension = null;
        if (ExtensionPart().Match(text) is { Success: true } part)
        {
            extension = part.Groups[1].Value;
            text = text[..part.Index];
        }
        if (!AllowedSigns().IsMatch(text)) return Refused(input);
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        if (text.StartsWith('+'))
        {
            if (!digits.StartsWith("81", StringComparison.Ordinal))
                return new LocalizedText("海外の電話番号は登録できません。日本の電話番号を入力してください。", "Numbers outside Japan cannot be registered. Enter a Japanese number.");
            digits = "0" + digits[2..].TrimStart('0');
        }
        if (digits.Length is not (10 or 11) || digits[0] != '0' || digits[1] == '0') return Refused(input);
        if (IsMobileOrIp(digits) != (digits.Length == 11))
            return new LocalizedText(
                $"「{Excerpt.Of(input)}」はけた数が合いません。携帯電話は11けた、固定電話は10けたで入力してください。",
                $"“{Excerpt.Of(input)}” has the wrong number of digits: mobile numbers have 11, land lines 10.");
        return new PhoneNumber(digits, extension);
    }

    /// <summary>With hyphens as people write it: 090-1234-5678, 083-933-3110, 0820-22-2111, 08387-2-3111; the extension after it.</summary>
    public override string ToString()
    {
        var (area, exchange) = Division();
        var number = $"{Digits[..area]}-{Digits[area..(area + exchange)]}-{Digits[(area + exchange)..]}";
        return Extension is null ? number : $"{number} 内線{Extension}";
    }

    private (int Area, int Exchange) Division()
    {
        if (Digits.StartsWith("0800", StringComparison.Ordinal)) return (4, 3);
        if (Digits.Length == 11) return (3, 4);
        if (Digits.StartsWith("0120", StringComparison.Ordinal) || Digits.StartsWith("0570", StringComparison.Ordinal)) return (4, 3);
        var area = AreaCodes.FirstOrDefault(code => Digits.StartsWith(code, StringComparison.Ordinal))?.Length ?? 4;
        return (area, 6 - area);
    }

    // 050 is IP telephony, 060 to 090 mobile; 020 (machines) and 0A0 of other kinds are not people's numbers.
    private static bool IsMobileOrIp(string digits) => digits[2] == '0' && digits[1] is >= '5' and <= '9';

    private static LocalizedText Refused(string? input) => new(
        $"「{Excerpt.Of(input)}」は電話番号として読み取れません。市外局番から、0で始まる10けたか11けたで入力してください（例：083-933-3110）。",
        $"“{Excerpt.Of(input)}” is not a telephone number. Enter 10 or 11 digits beginning with 0, with area code (083-933-3110).");

    [GeneratedRegex(@"\s*[(,]?\s*(?:内線|内|ext\.?|x|#)\s*:?\s*([0-9]{1,8})\s*[)]?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ExtensionPart();

    [GeneratedRegex(@"^\+?[0-9][0-9\s().\-]{7,24}$|^[(][0-9][0-9\s().\-]{7,24}$")]
    private static partial Regex AllowedSigns();
}
