using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Areas.Import;

/// <summary>A row of a file of areas: the area, and what was counted there in a year.</summary>
/// <param name="Line">The row's number as a spreadsheet shows it.</param>
/// <param name="Level">How wide it is.</param>
/// <param name="MunicipalityCode">The municipality; empty for a wide area over several.</param>
/// <param name="Former">The former municipality; may be empty.</param>
/// <param name="Name">The area's name.</param>
/// <param name="Wider">The name of the wider area that it lies in; empty when the file does not say.</param>
/// <param name="WiderLevel">The kind of that one, where the file says it.</param>
/// <param name="Point">Where it is; null when the file does not say.</param>
/// <param name="Year">The fiscal year of the figures; null when there are none.</param>
/// <param name="People">People.</param>
/// <param name="Households">Households.</param>
/// <param name="Over65">People of 65 or over.</param>
public sealed record AreaRow(
    int Line, AreaLevel Level, string MunicipalityCode, string Former, string Name, string Wider, AreaLevel? WiderLevel, GeoPoint? Point,
    int? Year, int People, int Households, int Over65)
{
    internal const int LongestName = 60;

    internal string Key => Area.KeyOf(Level, MunicipalityCode, Former, Name);
}

/// <summary>What an import does.</summary>
/// <param name="AreasAdded">New areas.</param>
/// <param name="AreasChanged">Areas that are moved or drawn elsewhere, or used again.</param>
/// <param name="FiguresAdded">New figures of an area and year.</param>
/// <param name="FiguresChanged">Figures that change.</param>
/// <param name="Same">Rows that change nothing.</param>
public sealed record AreaImportEffect(int AreasAdded, int AreasChanged, int FiguresAdded, int FiguresChanged, int Same);
