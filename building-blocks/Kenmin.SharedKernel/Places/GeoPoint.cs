using System.Globalization;
using System.Text.Json.Serialization;

namespace Kenmin.SharedKernel;

/// <summary>A point on the earth in WGS84.</summary>
public readonly record struct GeoPoint
{
    private const double EarthRadiusInMetres = 6_371_008.8;

    /// <summary>A point by its coordinates in degrees.</summary>
    /// <param name="latitude">Latitude, −90 to 90.</param>
    /// <param name="longitude">Longitude, −180 to 180.</param>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is out of range or not a number.</exception>
    [JsonConstructor]
    public GeoPoint(double latitude, double longitude)
    {
        if (!IsLatitude(latitude)) throw new ArgumentOutOfRangeException(nameof(latitude), latitude, "Latitude is from -90 to 90 degrees.");
        if (!IsLongitude(longitude)) throw new ArgumentOutOfRangeException(nameof(longitude), longitude, "Longitude is from -180 to 180 degrees.");
        (Latitude, Longitude) = (latitude, longitude);
    }

    /// <summary>Latitude in degrees, north positive.</summary>
    public double Latitude { get; }

    /// <summary>Longitude in degrees, east positive.</summary>
    public double Longitude { get; }

    /// <summary>Reads a pair of coordinates in decimal degrees, in any width.</summary>
    public static Parsed<GeoPoint> Parse(string? latitude, string? longitude)
    {
        if (!TryNumber(latitude, out var lat) || !IsLatitude(lat))
            return new LocalizedText(
                $"「{Excerpt.Of(latitude)}」は緯度として読み取れません。「34.18600」のように−90から90までの数で入力してください。",
                $"“{Excerpt.Of(latitude)}” is not a latitude. Enter a number from -90 to 90 like 34.18600.");
        if (!TryNumber(longitude, out var lon) || !IsLongitude(lon))
            return new LocalizedText(
                $"「{Excerpt.Of(longitude)}」は経度として読み取れません。「131.47050」のように−180から180までの数で入力してください。",
                $"“{Excerpt.Of(longitude)}” is not a longitude. Enter a number from -180 to 180 like 131.47050.");
        return new GeoPoint(lat, lon);
    }

    /// <summary>The distance over the surface of the earth, in metres, to within half a percent (great circle on a sphere).</summary>
    public double DistanceTo(GeoPoint other)
    {
        var (lat1, lat2) = (double.DegreesToRadians(Latitude), double.DegreesToRadians(other.Latitude));
        var dLat = lat2 - lat1;
        var dLon = double.DegreesToRadians(other.Longitude - Longitude);
        var h = Math.Pow(Math.Sin(dLat / 2), 2) + Math.Cos(lat1) * Math.Cos(lat2) * Math.Pow(Math.Sin(dLon / 2), 2);
        return 2 * EarthRadiusInMetres * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }

    /// <summary>"34.18600,131.47050": latitude first.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Latitude:0.00000},{Longitude:0.00000}");

    private static bool IsLatitude(double value) => value is >= -90 and <= 90;

    private static bool IsLongitude(double value) => value is >= -180 and <= 180;

    private static bool TryNumber(string? input, out double value) => double.TryParse(
        TextWidth.Narrow(input), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
}
