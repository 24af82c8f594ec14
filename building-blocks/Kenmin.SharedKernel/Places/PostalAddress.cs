using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Kenmin.SharedKernel;

/// <summary>An address as entered, with the municipality of the prefecture it begins with.</summary>
/// <remarks>A name is looked for only at the start, after postal code, prefecture and county: 光市 is also a part of 観光市場.</remarks>
public sealed partial record PostalAddress
{
    private const int Longest = 200;

    [JsonConstructor]
    private PostalAddress(string original, string? municipalityCode, string rest) =>
        (Original, MunicipalityCode, Rest) = (original, municipalityCode, rest);

    /// <summary>The address as entered, without blanks around it.</summary>
    public string Original { get; }

    /// <summary>The code of five digits; null for an address outside the prefecture or one that names no municipality.</summary>
    public string? MunicipalityCode { get; }

    /// <summary>What follows the municipality, or the whole address when there is none.</summary>
    public string Rest { get; }

    /// <summary>The municipality; null for an address outside the prefecture or one that names none.</summary>
    [JsonIgnore]
    public Municipality? Municipality => MunicipalityCode is null ? null : Municipality.ByCode(MunicipalityCode);

    /// <summary>Takes an address apart; refused are only blank and overlong ones.</summary>
    public static Parsed<PostalAddress> Parse(string? input)
    {
        if (string.IsNullOrWhiteSpace(input)) return new LocalizedText("住所を入力してください。", "Enter an address.");
        var original = input.Trim();
        if (original.Length > Longest)
            return new LocalizedText($"住所が長すぎます。{Longest}文字までで入力してください。", $"The address is too long. Enter at most {Longest} characters.");
        var address = LeadingPostalCode().Replace(original, string.Empty);
        return Municipality.AtStartOf(address) is { } found
            ? new PostalAddress(original, found.Municipality.Code, address[found.Length..])
            : new PostalAddress(original, null, address);
    }

    /// <inheritdoc/>
    public override string ToString() => Original;

    [GeneratedRegex(@"^〒?\s*[0-9０-９]{3}\s*[-‐−－ー]?\s*[0-9０-９]{4}\s+|^〒\s*[0-9０-９]{3}\s*[-‐−－ー]?\s*[0-9０-９]{4}\s*")]
    private static partial Regex LeadingPostalCode();
}
