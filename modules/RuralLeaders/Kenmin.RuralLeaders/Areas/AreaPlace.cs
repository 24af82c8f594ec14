using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Areas;

/// <summary>Whether a position can be that of an area.</summary>
internal static class AreaPlace
{
    // The largest municipality reaches about 45 km from its office, islands included; the prefecture about 110 km from its middle.
    private const double FarthestFromOffice = 60_000;

    /// <summary>Why it cannot; null when it can.</summary>
    public static LocalizedText? Stray(GeoPoint point, Municipality? municipality)
    {
        if (municipality is null)
            return Municipality.All.Any(m => point.DistanceTo(m.Office) <= FarthestFromOffice) ? null : new LocalizedText("県内の位置にしてください。", "Use a position within the prefecture.");
        var away = point.DistanceTo(municipality.Office);
        return away <= FarthestFromOffice ? null : new LocalizedText(
            $"{municipality.Name}の役所から {away / 1000:#,0} km 離れています。緯度と経度、市町を確かめてください。",
            $"This is {away / 1000:#,0} km from the office of {municipality.English}. Check latitude, longitude and municipality.");
    }
}
