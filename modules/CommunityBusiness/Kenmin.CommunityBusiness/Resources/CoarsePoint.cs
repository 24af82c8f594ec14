using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Resources;

/// <summary>
/// Where something roughly is. Empty houses attract burglars, and skills and problems mostly have a home: of them everybody learns only
/// the cell of about 500 m in which they lie (half of the third mesh, 2分の1地域メッシュ). The point depends on the cell alone, so that
/// nothing about the place inside it can be reckoned back.
/// </summary>
internal static class CoarsePoint
{
    /// <summary>The side of a cell: 15 seconds of latitude, 22.5 of longitude.</summary>
    public const double Height = 15d / 3600, Width = 22.5 / 3600;

    private const int Steps = 8;

    // From the middle outwards, always in the same order.
    private static readonly (double X, double Y)[] Places =
    [
        .. from y in Enumerable.Range(0, Steps + 1) from x in Enumerable.Range(0, Steps + 1) let place = (X: (x + 0.5) / (Steps + 1), Y: (y + 0.5) / (Steps + 1))
           orderby Math.Pow(place.X - 0.5, 2) + Math.Pow(place.Y - 0.5, 2), place.Y, place.X select place,
    ];

    /// <summary>Whether the place of such an entry is kept from the public.</summary>
    public static bool IsNeeded(LocalKind kind) => kind is LocalKind.EmptyHouse or LocalKind.Skill or >= LocalKind.Daily;

    /// <summary>The point of the cell: its middle, or where that lies outside the prefecture the place in it that is nearest to the middle, or the nearest office.</summary>
    public static GeoPoint Of(GeoPoint exact)
    {
        var (row, column) = CellOf(exact);
        GeoPoint[] places = [.. Places.Select(p => new GeoPoint(Math.Round((row + p.Y) * Height, 7), Math.Round((column + p.X) * Width, 7)))];
        foreach (var place in places)
            if (Prefecture.Covers(place)) return place;
        foreach (var place in places)
            if (Prefecture.Contains(place)) return place;
        return Municipality.All.MinBy(m => m.Office.DistanceTo(places[0]))!.Office;
    }

    /// <summary>The cell in which a point lies.</summary>
    public static (int Row, int Column) CellOf(GeoPoint point) => ((int)Math.Floor(point.Latitude / Height), (int)Math.Floor(point.Longitude / Width));
}
