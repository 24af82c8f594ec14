using System.Text.Json;
using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Sites.Import;

/// <summary>Reads a geometry of GeoJSON.</summary>
internal static class GeoJsonShape
{
    public static readonly Parsed<SiteShape> Missing = new LocalizedText("位置（geometry）がありません。", "There is no geometry.");

    private static readonly LocalizedText Unreadable = new(
        "座標を読み取れません。[経度, 緯度] の順の数にしてください。例：[131.4705, 34.1860]", "The coordinates cannot be read. Write [longitude, latitude], such as [131.4705, 34.1860].");

    /// <summary>The shape, or what is wrong with it.</summary>
    public static Parsed<SiteShape> Read(JsonElement geometry)
    {
        if (geometry.ValueKind != JsonValueKind.Object || !geometry.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String
            || !geometry.TryGetProperty("coordinates", out var coordinates)) return Missing;
        return type.GetString() switch
        {
            "Point" => Position(coordinates).Then<SiteShape>(p => SiteShape.At(p)),
            "LineString" => Positions(coordinates).Then<SiteShape>(Line),
            "Polygon" => Ring(coordinates),
            var other => new LocalizedText(
                $"「{other}」は使えません。点（Point）、線（LineString）、面（Polygon）に分けてください。", $"“{other}” is not taken. Split it into Point, LineString or Polygon."),
        };
    }

    private static Parsed<SiteShape> Line(IReadOnlyList<GeoPoint> positions) =>
        positions.Distinct().Count() < 2 ? new LocalizedText("線には、異なる 2 点以上が必要です。", "A line needs two different positions or more.") : new SiteShape(ShapeKind.Line, positions);

    private static Parsed<SiteShape> Ring(JsonElement coordinates)
    {
        if (coordinates.ValueKind != JsonValueKind.Array || coordinates.GetArrayLength() == 0) return Unreadable;
        if (coordinates.GetArrayLength() > 1)
            return new LocalizedText("穴のある面は使えません。外側の線だけにしてください。", "Areas with holes are not taken. Keep the outer edge only.");
        return Positions(coordinates[0]).Then<SiteShape>(ring =>
            ring.Count < 4 || ring[0] != ring[^1]
                ? new LocalizedText("面は、最初と最後の点を同じにし、4 点以上で囲んでください。", "An area ends where it begins and has four positions or more.")
            : ring.Distinct().Count() < 3 ? new LocalizedText("面には、異なる 3 点以上が必要です。", "An area needs three different corners or more.")
            : new SiteShape(ShapeKind.Area, [.. ring.SkipLast(1)]));
    }

    private static Parsed<IReadOnlyList<GeoPoint>> Positions(JsonElement array)
    {
        if (array.ValueKind != JsonValueKind.Array) return Unreadable;
        if (array.GetArrayLength() > SiteShape.MostPositions)
            return new LocalizedText($"点は {SiteShape.MostPositions:#,0} 個までです。線を簡単にしてください。", $"Up to {SiteShape.MostPositions:#,0} positions. Simplify the line.");
        List<GeoPoint> positions = [];
        foreach (var item in array.EnumerateArray())
        {
            var position = Position(item);
            if (!position.TryGet(out var point)) return position.Error;
            positions.Add(point);
        }

        return Parsed<IReadOnlyList<GeoPoint>>.Ok(positions);
    }

    private static Parsed<GeoPoint> Position(JsonElement position)
    {
        // A third number is a height, which is left out.
        if (position.ValueKind != JsonValueKind.Array || position.GetArrayLength() is < 2 or > 3 || position.EnumerateArray().Any(n => n.ValueKind != JsonValueKind.Number)) return Unreadable;
        var (longitude, latitude) = (position[0].GetDouble(), position[1].GetDouble());
        if (Math.Abs(latitude) > 90 && Math.Abs(longitude) <= 90)
            return new LocalizedText("緯度と経度が入れ替わっています。GeoJSON は [経度, 緯度] の順です。", "Latitude and longitude are swapped: GeoJSON has the longitude first.");
        return Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180 ? new GeoPoint(latitude, longitude) : Unreadable;
    }
}
