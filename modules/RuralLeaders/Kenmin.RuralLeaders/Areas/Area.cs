using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Areas;

/// <summary>How wide an area is; each lies within one of a wider kind.</summary>
public enum AreaLevel
{
    /// <summary>Settlement (集落).</summary>
    Settlement,

    /// <summary>District (地区), such as that of a primary school or a community centre.</summary>
    District,

    /// <summary>Living area (生活圏): where people shop, see a doctor and go to school.</summary>
    LivingArea,

    /// <summary>Wide area (広域), which may reach over several municipalities.</summary>
    WideArea,
}

/// <summary>A place where people live together and for which leaders and networks act (集落・地区・生活圏・広域).</summary>
public sealed class Area
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>How wide it is; stays as it is.</summary>
    public AreaLevel Level { get; set; }

    /// <summary>Its name as entered.</summary>
    public string Name { get; set; } = "";

    /// <summary>The present municipality, by its code of 6 digits; empty for a wide area that reaches over several.</summary>
    public string MunicipalityCode { get; set; } = "";

    /// <summary>The municipality from before a merger (旧市町村); may be empty.</summary>
    public string Former { get; set; } = "";

    /// <summary>The wider area that it lies in; null when none is known.</summary>
    public Guid? ParentId { get; set; }

    /// <summary>Where it is on the map, such as its community centre; null when it is not known.</summary>
    public GeoPoint? Point { get; set; }

    /// <summary>Whether it is no longer used, such as a settlement that was given up. What was there stays.</summary>
    public bool Closed { get; set; }

    /// <summary>What makes it one area: kind, municipality, former municipality and folded name.</summary>
    public string Key { get; set; } = "";

    internal Municipality? Municipality => SharedKernel.Municipality.ByCode(MunicipalityCode);

    internal FormerMunicipality? FormerMunicipality => Former.Length == 0 ? null : Areas.FormerMunicipality.Find(MunicipalityCode, Former);

    internal static string KeyOf(AreaLevel level, string municipality, string former, string name) =>
        $"{municipality}|{(int)level}|{FoldedText.OfName(former)}|{FoldedText.Of(name)}";

    /// <summary>Whether an area may lie in another: that one is wider, and of the same municipality or of none.</summary>
    internal static bool LiesIn(AreaLevel level, string municipality, Area wider) =>
        wider.Level > level && (wider.MunicipalityCode.Length == 0 || wider.MunicipalityCode == municipality);
}

/// <summary>What was counted in an area for a fiscal year (人口・世帯数・65歳以上).</summary>
public sealed class AreaFigures
{
    /// <summary>Its id, made of area and year.</summary>
    public Guid Id { get; set; }

    /// <summary>The area.</summary>
    public Guid AreaId { get; set; }

    /// <summary>The fiscal year, by the year it starts in.</summary>
    public int Year { get; set; }

    /// <summary>People.</summary>
    public int People { get; set; }

    /// <summary>Households.</summary>
    public int Households { get; set; }

    /// <summary>People of 65 or over.</summary>
    public int Over65 { get; set; }

    internal static Guid IdOf(Guid area, int year) => FactId.Of($"rural-leaders.area-figures|{area:N}|{year}");
}

/// <summary>Names of <see cref="AreaLevel"/>, as people read them and files write them.</summary>
internal static class AreaLevels
{
    private static readonly Dictionary<AreaLevel, LocalizedText> Names = new()
    {
        [AreaLevel.Settlement] = new("集落", "Settlement"), [AreaLevel.District] = new("地区", "District"),
        [AreaLevel.LivingArea] = new("生活圏", "Living area"), [AreaLevel.WideArea] = new("広域", "Wide area"),
    };

    public static LocalizedText NameOf(AreaLevel level) => Names[level];

    public static Parsed<AreaLevel> Parse(string? text)
    {
        var key = FoldedText.Of(text);
        foreach (var (level, name) in Names)
            if (key == FoldedText.Of(name.Ja) || key == FoldedText.Of(name.En) || key == FoldedText.Of(level.ToString())) return level;
        return new LocalizedText(
            $"種類は「{string.Join("」「", Names.Values.Select(n => n.Ja))}」のどれかにしてください。", $"Use one of these kinds: {string.Join(", ", Names.Values.Select(n => n.En))}.");
    }
}
