using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Areas;

/// <summary>
/// A municipality from before the mergers (旧市町村) of 2003 to 2010. People still name where they live by it, and two settlements of
/// one name in a merged city are told apart by it. The list is data: <c>former-municipalities.csv</c>. All days agree with published lists of
/// the prefecture's mergers, those of Shimonoseki and Shunan also with the cities' own pages. Readings are those of the former municipality:
/// towns that were ちょう are まち today in the addresses of Iwakuni. Not verified against an official list: readings other than those of
/// Iwakuni, Mine and Yamaguchi. Former codes are not kept: only few were seen, and nothing here needs them.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Kana">The name in full-width katakana.</param>
/// <param name="MunicipalityCode">What it has become a part of, by the code of 6 digits.</param>
/// <param name="MergedOn">When.</param>
internal sealed record FormerMunicipality(string Name, string Kana, string MunicipalityCode, DateOnly MergedOn)
{
    public static IReadOnlyList<FormerMunicipality> All { get; } = [.. Read()];

    /// <summary>Those that a municipality was made of; none where nothing was merged.</summary>
    public static IEnumerable<FormerMunicipality> Of(string municipality) => All.Where(f => f.MunicipalityCode == municipality);

    /// <summary>The former municipality of this name, with or without a leading 旧, within a present one; null when there is none.</summary>
    public static FormerMunicipality? Find(string municipality, string? name)
    {
        var key = FoldedText.OfName(name);
        return Of(municipality).FirstOrDefault(f => key == FoldedText.OfName(f.Name) || key == FoldedText.OfName("旧" + f.Name));
    }

    private static IEnumerable<FormerMunicipality> Read()
    {
        using var reader = new StreamReader(typeof(FormerMunicipality).Assembly.GetManifestResourceStream("former-municipalities.csv")!);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
            if (line.Split(',') is [var name, var kana, var municipality, var merged])
                yield return new(name, kana, municipality, DateOnly.Parse(merged, System.Globalization.CultureInfo.InvariantCulture));
    }
}
