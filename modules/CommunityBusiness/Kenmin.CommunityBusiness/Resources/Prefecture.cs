using System.Text.Json;
using Kenmin.SharedKernel;

namespace Kenmin.CommunityBusiness.Resources;

/// <summary>
/// The prefecture as the boundaries of its municipalities draw it, the same that the maps show. They are simplified: what lies within
/// <see cref="Margin"/> of them still counts.
/// </summary>
internal static class Prefecture
{
    /// <summary>How far the simplified boundaries may be off, in metres.</summary>
    public const double Margin = 1_500;

    private const double MetresPerDegree = 111_195;

    private static readonly Lazy<IReadOnlyDictionary<string, IReadOnlyList<Ring>>> Boundaries = new(Read);

    /// <summary>Whether a point lies inside the boundaries themselves.</summary>
    public static bool Covers(GeoPoint point) => Boundaries.Value.Values.Any(rings => Inside(rings, point));

    /// <summary>Whether a point lies in the prefecture.</summary>
    public static bool Contains(GeoPoint point) => Boundaries.Value.Values.Any(rings => Metres(rings, point) <= Margin);

    /// <summary>Whether a point lies in a municipality.</summary>
    public static bool Contains(GeoPoint point, Municipality municipality) => Metres(Boundaries.Value[municipality.Code6], point) <= Margin;

    private static double Metres(IReadOnlyList<Ring> rings, GeoPoint point) => Inside(rings, point) ? 0 : rings.Min(r => r.MetresTo(point));

    // Outer rings only: no municipality of the prefecture has a hole.
    private static bool Inside(IReadOnlyList<Ring> rings, GeoPoint point) => rings.Any(r => r.Holds(point));

    private static Dictionary<string, IReadOnlyList<Ring>> Read()
    {
        using var stream = typeof(Prefecture).Assembly.GetManifestResourceStream("yamaguchi-municipalities.geojson")!;
        using var json = JsonDocument.Parse(stream);
        Dictionary<string, IReadOnlyList<Ring>> found = new(StringComparer.Ordinal);
        foreach (var feature in json.RootElement.GetProperty("features").EnumerateArray())
        {
            var geometry = feature.GetProperty("geometry");
            var coordinates = geometry.GetProperty("coordinates");
            IEnumerable<JsonElement> polygons = geometry.GetProperty("type").GetString() == "MultiPolygon" ? coordinates.EnumerateArray() : [coordinates];
            found.Add(feature.GetProperty("properties").GetProperty("code6").GetString()!, [.. polygons.Select(p => new Ring([.. p[0].EnumerateArray().Select(c => (c[0].GetDouble(), c[1].GetDouble()))]))]);
        }

        return found;
    }

    private sealed record Ring((double Longitude, double Latitude)[] Corners)
    {
        public bool Holds(GeoPoint point)
        {
            var inside = false;
            for (int i = 0, j = Corners.Length - 1; i < Corners.Length; j = i++)
            {
                var (a, b) = (Corners[i], Corners[j]);
                if (a.Latitude > point.Latitude != b.Latitude > point.Latitude
                    && point.Longitude < ((b.Longitude - a.Longitude) * (point.Latitude - a.Latitude) / (b.Latitude - a.Latitude)) + a.Longitude) inside = !inside;
            }

            return inside;
        }

        // On a plane through the point: over a few kilometres the earth is flat enough.
        public double MetresTo(GeoPoint point)
        {
            var (scale, least) = (Math.Cos(double.DegreesToRadians(point.Latitude)), double.MaxValue);
            (double X, double Y) At((double Longitude, double Latitude) corner) => ((corner.Longitude - point.Longitude) * scale * MetresPerDegree, (corner.Latitude - point.Latitude) * MetresPerDegree);
            for (int i = 0, j = Corners.Length - 1; i < Corners.Length; j = i++)
            {
                var (a, b) = (At(Corners[i]), At(Corners[j]));
                var (dx, dy) = (b.X - a.X, b.Y - a.Y);
                var length = (dx * dx) + (dy * dy);
                var along = length == 0 ? 0 : Math.Clamp(-((a.X * dx) + (a.Y * dy)) / length, 0, 1);
                least = Math.Min(least, Math.Sqrt(Math.Pow(a.X + (along * dx), 2) + Math.Pow(a.Y + (along * dy), 2)));
            }

            return least;
        }
    }
}
