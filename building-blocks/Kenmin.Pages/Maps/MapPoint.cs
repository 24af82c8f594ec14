using Kenmin.SharedKernel;

namespace Kenmin.Pages;

/// <summary>A point on a <see cref="MapView"/>.</summary>
/// <param name="Latitude">Degrees north (WGS 84).</param>
/// <param name="Longitude">Degrees east (WGS 84).</param>
/// <param name="Label">What is there.</param>
/// <param name="Href">Where to read more; null for nowhere.</param>
/// <param name="Note">A second line, such as places left.</param>
/// <param name="Tone">The colour of the pin; say the same in <paramref name="Note"/>.</param>
public sealed record MapPoint(
    double Latitude, double Longitude, LocalizedText Label, string? Href = null, LocalizedText? Note = null, Tone Tone = Tone.Info);

/// <summary>A stretch or an area on a <see cref="MapView"/>.</summary>
/// <param name="Positions">The positions along the stretch, or the corners of the area, the first not repeated.</param>
/// <param name="IsArea">Whether it is an area.</param>
public sealed record MapShape(IReadOnlyList<GeoPoint> Positions, bool IsArea);

/// <summary>The fields of a form that take what is drawn on a <see cref="MapView"/>, by the ids of their elements.</summary>
/// <param name="Shape">Takes a stretch or an area, as a geometry of GeoJSON; null where only points are drawn.</param>
/// <param name="Latitude">Takes the latitude of a point.</param>
/// <param name="Longitude">Takes the longitude of a point.</param>
public sealed record MapFields(string? Shape, string Latitude, string Longitude);
