using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Sites;

/// <summary>What a <see cref="SiteShape"/> is.</summary>
public enum ShapeKind
{
    /// <summary>A point.</summary>
    Point,

    /// <summary>A stretch.</summary>
    Line,

    /// <summary>An area, by its outer edge.</summary>
    Area,
}

/// <summary>Where a site is: a point, a stretch or an area.</summary>
/// <param name="Kind">Which of these.</param>
/// <param name="Positions">One position; two or more along a stretch; or the corners of an area, the first not repeated.</param>
public sealed record SiteShape(ShapeKind Kind, IReadOnlyList<GeoPoint> Positions)
{
    internal const int MostPositions = 2_000;

    /// <summary>A point.</summary>
    public static SiteShape At(GeoPoint point) => new(ShapeKind.Point, [point]);

    /// <summary>Where a pin stands for it: the point, the middle of the stretch by length, or the middle of the area's corners.</summary>
    internal GeoPoint Pin => Kind switch
    {
        ShapeKind.Point => Positions[0],
        ShapeKind.Line => MiddleOfLine(),
        _ => new(Positions.Average(p => p.Latitude), Positions.Average(p => p.Longitude)),
    };

    /// <summary>The length of a stretch in metres; null for others.</summary>
    internal double? Length => Kind == ShapeKind.Line ? Legs().Sum() : null;

    /// <inheritdoc/>
    public bool Equals(SiteShape? other) => other is not null && Kind == other.Kind && Positions.SequenceEqual(other.Positions);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Positions.Count, Positions.Count > 0 ? Positions[0] : default);

    /// <summary>The geometry as RFC 7946 writes it: longitude first, an area's ring closed and anticlockwise.</summary>
    internal object ToGeometry()
    {
        static double[] Position(GeoPoint p) => [p.Longitude, p.Latitude];
        if (Kind == ShapeKind.Point) return new { type = "Point", coordinates = Position(Positions[0]) };
        if (Kind == ShapeKind.Line) return new { type = "LineString", coordinates = Positions.Select(Position).ToArray() };
        IEnumerable<GeoPoint> ring = IsClockwise() ? Positions.Reverse() : Positions;
        double[][] corners = [.. ring.Select(Position)];
        return new { type = "Polygon", coordinates = new[] { (double[][])[.. corners, corners[0]] } };
    }

    private IEnumerable<double> Legs() => Positions.Zip(Positions.Skip(1), (a, b) => a.DistanceTo(b));

    private GeoPoint MiddleOfLine()
    {
        var left = Legs().Sum() / 2;
        foreach (var (from, to) in Positions.Zip(Positions.Skip(1)))
        {
            var leg = from.DistanceTo(to);
            if (leg >= left && leg > 0)
                return new(from.Latitude + (to.Latitude - from.Latitude) * left / leg, from.Longitude + (to.Longitude - from.Longitude) * left / leg);
            left -= leg;
        }

        return Positions[^1];
    }

    private bool IsClockwise()
    {
        var sum = 0.0;
        for (var i = 0; i < Positions.Count; i++)
        {
            var (a, b) = (Positions[i], Positions[(i + 1) % Positions.Count]);
            sum += (b.Longitude - a.Longitude) * (b.Latitude + a.Latitude);
        }

        return sum > 0;
    }
}
