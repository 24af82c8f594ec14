using Kenmin.SharedKernel;

namespace Kenmin.CleanUp.Collection;

/// <summary>
/// The order in which a crew drives to the spots and back (収集の順路): the nearest next, then improved by turning pieces of the way
/// round (2-opt) as long as it gets shorter. Distances are as the crow flies: roads are not known here.
/// </summary>
internal static class RunList
{
    private const int MostRounds = 200;

    /// <summary>The spots in order.</summary>
    /// <param name="from">Where the crew starts and ends: the city or town hall.</param>
    /// <param name="spots">The spots, in any order.</param>
    /// <param name="at">Where a spot is.</param>
    public static IReadOnlyList<T> Order<T>(GeoPoint from, IReadOnlyList<T> spots, Func<T, GeoPoint> at)
    {
        List<T> way = [], left = [.. spots];
        for (var here = from; left.Count > 0; here = at(way[^1]))
        {
            var next = left.MinBy(s => here.DistanceTo(at(s)))!;
            left.Remove(next);
            way.Add(next);
        }

        for (var round = 0; round < MostRounds && Improve(from, way, at); round++)
        {
        }

        return way;
    }

    /// <summary>How far the way is, there and back, in metres.</summary>
    public static double Length<T>(GeoPoint from, IReadOnlyList<T> way, Func<T, GeoPoint> at)
    {
        if (way.Count == 0) return 0;
        var sum = from.DistanceTo(at(way[0])) + at(way[^1]).DistanceTo(from);
        for (var i = 1; i < way.Count; i++) sum += at(way[i - 1]).DistanceTo(at(way[i]));
        return sum;
    }

    private static bool Improve<T>(GeoPoint from, List<T> way, Func<T, GeoPoint> at)
    {
        GeoPoint Place(int i) => i < 0 || i >= way.Count ? from : at(way[i]);
        for (var i = 0; i < way.Count - 1; i++)
            for (var j = i + 1; j < way.Count; j++)
            {
                // Less than a metre is a matter of rounding, and would never end.
                var gain = Place(i - 1).DistanceTo(Place(i)) + Place(j).DistanceTo(Place(j + 1)) - Place(i - 1).DistanceTo(Place(j)) - Place(i).DistanceTo(Place(j + 1));
                if (gain < 1) continue;
                way.Reverse(i, j - i + 1);
                return true;
            }

        return false;
    }
}
