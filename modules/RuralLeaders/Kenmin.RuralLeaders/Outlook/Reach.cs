using Kenmin.SharedKernel;

namespace Kenmin.RuralLeaders.Outlook;

/// <summary>How far leaders get (到達圏): estimated from the distance, because the platform knows no roads.</summary>
internal static class Reach
{
    // Mountain roads are longer than the crow flies, and slow.
    private const double Detour = 1.4;
    private const double KilometresPerHour = 30;

    /// <summary>Minutes from one place to another.</summary>
    public static double Minutes(GeoPoint from, GeoPoint to) => from.DistanceTo(to) / 1000 * Detour / KilometresPerHour * 60;

    /// <summary>Those of <paramref name="places"/> that nobody at one of <paramref name="leaders"/> reaches in time.</summary>
    public static IReadOnlyList<T> Unreached<T>(IEnumerable<T> places, Func<T, GeoPoint> at, IReadOnlyCollection<GeoPoint> leaders, int minutes) =>
        [.. places.Where(p => leaders.All(l => Minutes(l, at(p)) > minutes))];
}
