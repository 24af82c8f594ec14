using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;

namespace Kenmin.CleanUp.Sites.Import;

/// <summary>A site as a file says it, checked.</summary>
/// <param name="Line">The row, as spreadsheet programs number it, or the number of the feature.</param>
/// <param name="MunicipalityCode">The municipality, by its code of 6 digits.</param>
/// <param name="Name">The name.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Shape">Where it is.</param>
/// <param name="LengthMetres">The length; null when the file does not say.</param>
/// <param name="CollectionNote">What to know about the collection; null when the file does not say.</param>
public sealed record SiteRow(int Line, string MunicipalityCode, string Name, SiteKind Kind, SiteShape Shape, int? LengthMetres, string? CollectionNote)
{
    internal const int LongestName = 60;
    internal const int LongestNote = 200;
    internal const int LongestStretch = 100_000;

    // The largest municipality reaches about 45 km from its office, islands included.
    private const double FarthestFromOffice = 60_000;

    internal string Key => Site.KeyOf(MunicipalityCode, Name);

    /// <summary>
    /// Whether taking the row over would change a site. What the file does not say is kept, and a point does not take the place of a
    /// stretch or an area that somebody has drawn.
    /// </summary>
    internal bool Changes(Site site) =>
        Kind != site.Kind || (LengthMetres ?? site.LengthMetres) != site.LengthMetres || (CollectionNote ?? site.CollectionNote) != site.CollectionNote
        || site.Closed || !ShapeFor(site).Equals(site.Shape);

    /// <summary>Writes the row over a site.</summary>
    internal void WriteTo(Site site)
    {
        (site.MunicipalityCode, site.Key, site.Kind, site.Closed) = (MunicipalityCode, Key, Kind, false);
        if (site.Name.Length == 0) site.Name = Name;
        site.Shape = site.Shape is null ? Shape : ShapeFor(site);
        site.LengthMetres = LengthMetres ?? site.LengthMetres;
        site.CollectionNote = CollectionNote ?? site.CollectionNote;
    }

    /// <summary>Why a position cannot be that of a site of a municipality; null when it can.</summary>
    internal static LocalizedText? Stray(GeoPoint point, Municipality municipality)
    {
        var away = point.DistanceTo(municipality.Office);
        return away <= FarthestFromOffice ? null : new LocalizedText(
            $"{municipality.Name}の役所から {away / 1000:#,0} km 離れています。緯度と経度、市町を確かめてください。",
            $"This is {away / 1000:#,0} km from the office of {municipality.English}. Check latitude, longitude and municipality.");
    }

    private SiteShape ShapeFor(Site site) => Shape.Kind == ShapeKind.Point && site.Shape.Kind != ShapeKind.Point ? site.Shape : Shape;
}

/// <summary>What a file of sites holds.</summary>
/// <param name="Rows">The rows without errors.</param>
/// <param name="Errors">What is wrong; nothing is taken over while there is any.</param>
internal sealed record SiteFile(IReadOnlyList<SiteRow> Rows, RowErrors Errors);

/// <summary>Checks that files have in common, whatever their format.</summary>
/// <param name="allowed">The municipalities that the person who imports works with; null for all.</param>
internal sealed class SiteChecks(IReadOnlySet<string>? allowed)
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    /// <summary>The municipality by code, name, or both, which must then agree.</summary>
    public Parsed<Municipality> MunicipalityOf(string code, string name)
    {
        var byCode = Municipality.ByCode(code);
        var byName = Municipality.ByName(name);
        if (code.Trim().Length > 0 && byCode is null)
            return new LocalizedText("県内の市町のコード（6 けた、または 5 けた）にしてください。例：352039", "Use the code of a municipality of the prefecture, of 6 or 5 digits, such as 352039.");
        if (name.Trim().Length > 0 && byName is null)
            return new LocalizedText("県内の市町の名前にしてください。例：山口市", "Use the name of a municipality of the prefecture, such as 山口市.");
        if (byCode is not null && byName is not null && byCode != byName)
            return new LocalizedText($"コードは{byCode.Name}、名前は{byName.Name}です。どちらかを直してください。", $"The code says {byCode.English}, the name {byName.English}. Correct one of them.");
        if ((byCode ?? byName) is not { } found)
            return new LocalizedText("市区町村コードか市町名を入力してください。", "Enter the code or the name of the municipality.");
        return allowed is null || allowed.Contains(found.Code6) ? found : new LocalizedText(
            $"{found.Name}の場所は、{found.Name}か県の担当者が取り込みます。この行を除いてください。", $"Sites of {found.English} are imported by its own staff or the prefecture. Leave this row out.");
    }

    /// <summary>What stands against a name; null when it can be taken.</summary>
    public static LocalizedText? NameProblem(string name) => Flaw.OfText(name, "", SiteRow.LongestName).Select(f => (LocalizedText?)f.Problem).FirstOrDefault();

    /// <summary>What stands against a note; null when it can be taken.</summary>
    public static LocalizedText? NoteProblem(string note) =>
        Flaw.OfText(note, "", SiteRow.LongestNote, required: false).Select(f => (LocalizedText?)f.Problem).FirstOrDefault();

    /// <summary>The length in metres; null when blank.</summary>
    public static Parsed<int?> Length(string text)
    {
        var number = CommandDoors.Number(text.Replace("m", "", StringComparison.OrdinalIgnoreCase).Replace("ｍ", "", StringComparison.Ordinal));
        return number.TryGet(out var value) && value is null or (>= 1 and <= SiteRow.LongestStretch) ? Parsed<int?>.Ok(value)
            : new LocalizedText($"延長は 1 から {SiteRow.LongestStretch:#,0} までのメートル数にしてください。", $"Enter the length in metres, from 1 to {SiteRow.LongestStretch:#,0}.");
    }

    /// <summary>Why the same site must not stand in the file a second time; null the first time.</summary>
    public LocalizedText? Repeated(SiteRow row) =>
        _lines.TryAdd(row.Key, row.Line) ? null : new LocalizedText(
            $"同じ市町の同じ場所名が {_lines[row.Key]} 行目にもあります。どちらか 1 行にしてください。", $"The same site stands in row {_lines[row.Key]}. Keep one of them.");
}
