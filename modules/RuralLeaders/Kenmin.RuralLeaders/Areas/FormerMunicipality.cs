using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Areas;

/// <summary>
/// A municipality from before the mergers (旧市町村) of 2003 to 2010. People still name where they live by it, and two settlements of
/// one name in a merged city are told apart by it. The list is data: <c>former-municipalities.csv</c>. All days agree with published lists of
/// the prefecture's mergers, those of Shimonoseki and Shunan also with the cities' own pages. Readings are those of the former municipality:
/// towns that were ちょう are まち today in the addresses of Iwakuni. Not verified against an official list: readings other than those of
/// Iwakuni, Mine and Yamaguchi. The codes (JIS X 0402) are those of the National Land Numerical Information (国土数値情報 行政区域) of 2000:
/// statistics from before the mergers name places by them.
/// </summary>
/// <param name="Code">Its code of five digits (35505). A city that was founded anew under its old name has the present city's.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kana">The name in full-width katakana.</param>
/// <param name="MunicipalityCode">What it has become a part of, by the code of 6 digits.</param>
/// <param name="MergedOn">When.</param>
internal sealed record FormerMunicipality(string Code, string Name, string Kana, string MunicipalityCode, DateOnly MergedOn)
{
    public static IReadOnlyList<FormerMunicipality> All { get; } = [.. Read()];

    /// <summary>The code of six digits, the last of which is the check digit.</summary>
    public string Code6 => Municipality.WithCheckDigit(Code);

    /// <summary>Those that a municipality was made of; none where nothing was merged.</summary>
    public static IEnumerable<FormerMunicipality> Of(string municipality) => All.Where(f => f.MunicipalityCode == municipality);

    /// <summary>
    /// The former municipality of this name, with or without a leading 旧, or with this code, of five or six digits, within a present one; null
    /// when there is none.
    /// </summary>
    public static FormerMunicipality? Find(string municipality, string? nameOrCode) => Of(municipality).FirstOrDefault(Named(nameOrCode));

    /// <summary>
    /// The former municipality of this name or code that is none today (35505, むつみ村); null when there is none, when it is that of a present
    /// municipality, or when several had the name.
    /// </summary>
    public static FormerMunicipality? Gone(string? nameOrCode) =>
        Municipality.ByCode(nameOrCode) is null && Municipality.ByName(nameOrCode) is null && All.Where(Named(nameOrCode)).ToList() is [var only] ? only : null;

    private static Func<FormerMunicipality, bool> Named(string? nameOrCode)
    {
        var key = FoldedText.OfName(nameOrCode);
        return f => key == FoldedText.OfName(f.Name) || key == FoldedText.OfName("旧" + f.Name) || key == f.Code || key == f.Code6;
    }

    private static IEnumerable<FormerMunicipality> Read()
    {
        using var reader = new StreamReader(typeof(FormerMunicipality).Assembly.GetManifestResourceStream("former-municipalities.csv")!);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
            if (line.Split(',') is [var code, var name, var kana, var municipality, var merged])
                yield return new(code, name, kana, municipality, DateOnly.Parse(merged, System.Globalization.CultureInfo.InvariantCulture));
    }
}
