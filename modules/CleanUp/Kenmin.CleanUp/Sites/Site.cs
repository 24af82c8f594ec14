using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Sites;

/// <summary>
/// A place that is cleaned (清掃場所): a point, a stretch or an area. Sites outlast campaigns, so that the same one can be compared over
/// the years.
/// </summary>
public sealed class Site
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>The municipality that it lies in, by its code of 6 digits.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>Its name as entered.</summary>
    public string Name { get; set; } = "";

    /// <summary>What kind of place it is.</summary>
    public SiteKind Kind { get; set; }

    /// <summary>Where it is.</summary>
    public SiteShape Shape { get; set; } = null!;

    /// <summary>How long the stretch is (延長), in metres; null when it is not known.</summary>
    public int? LengthMetres { get; set; }

    /// <summary>What to know about the collection there (収集の決まり); may be empty.</summary>
    public string CollectionNote { get; set; } = "";

    /// <summary>Whether it is no longer offered. What was done there stays.</summary>
    public bool Closed { get; set; }

    /// <summary>What makes it one site: municipality and folded name.</summary>
    public string Key { get; set; } = "";

    internal Municipality Municipality => SharedKernel.Municipality.ByCode(MunicipalityCode)!;

    internal static string KeyOf(string municipality, string name) => $"{municipality}|{FoldedText.Of(name)}";
}

/// <summary>Kinds of places.</summary>
public enum SiteKind
{
    /// <summary>Coast (海岸).</summary>
    Coast,

    /// <summary>Dry riverbed and bank (河川敷).</summary>
    River,

    /// <summary>Road (道路).</summary>
    Road,

    /// <summary>Park (公園).</summary>
    Park,

    /// <summary>In front of a station (駅前).</summary>
    StationFront,

    /// <summary>Harbour (港).</summary>
    Harbour,

    /// <summary>Something else (その他).</summary>
    Other,
}

/// <summary>Names of <see cref="SiteKind"/>, as people read them and files write them.</summary>
internal static class SiteKinds
{
    private static readonly Dictionary<SiteKind, LocalizedText> Names = new()
    {
        [SiteKind.Coast] = new("海岸", "Coast"), [SiteKind.River] = new("河川敷", "Riverside"), [SiteKind.Road] = new("道路", "Road"),
        [SiteKind.Park] = new("公園", "Park"), [SiteKind.StationFront] = new("駅前", "Station front"), [SiteKind.Harbour] = new("港", "Harbour"),
        [SiteKind.Other] = new("その他", "Other"),
    };

    // What offices write instead; a key is the folded text.
    private static readonly Dictionary<string, SiteKind> Others = new(StringComparer.Ordinal)
    {
        [FoldedText.Of("海浜")] = SiteKind.Coast, [FoldedText.Of("砂浜")] = SiteKind.Coast, [FoldedText.Of("河川")] = SiteKind.River, [FoldedText.Of("川")] = SiteKind.River,
        [FoldedText.Of("駅")] = SiteKind.StationFront, [FoldedText.Of("漁港")] = SiteKind.Harbour, [FoldedText.Of("港湾")] = SiteKind.Harbour,
    };

    public static LocalizedText NameOf(SiteKind kind) => Names[kind];

    public static Parsed<SiteKind> Parse(string? text)
    {
        var key = FoldedText.Of(text);
        foreach (var (kind, name) in Names)
            if (key == FoldedText.Of(name.Ja) || key == FoldedText.Of(name.En) || key == FoldedText.Of(kind.ToString())) return kind;
        return Others.TryGetValue(key, out var other) ? other : new LocalizedText(
            $"種別は「{string.Join("」「", Names.Values.Select(n => n.Ja))}」のどれかにしてください。", $"Use one of these kinds: {string.Join(", ", Names.Values.Select(n => n.En))}.");
    }
}
