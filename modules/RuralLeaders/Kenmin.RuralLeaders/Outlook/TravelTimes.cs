using System.ComponentModel.DataAnnotations;
using Kenmin.SharedKernel;
using Microsoft.Extensions.Options;

namespace Kenmin.RuralLeaders.Outlook;

/// <summary>How times by car are estimated (<c>Modules:rural-leaders:Travel</c>).</summary>
public sealed class TravelSettings
{
    /// <summary>How much longer the roads are than the straight distance. Roads through hills wind; 1.4 is a round figure, not a measured one.</summary>
    [Range(1.0, 5.0)]
    public double Detour { get; set; } = 1.4;

    /// <summary>How fast one gets on, in kilometres an hour.</summary>
    [Range(5.0, 100.0)]
    public double KilometresPerHour { get; set; } = 30;
}

/// <summary>
/// How long people drive: an estimate from the straight distance, because the platform knows no roads, no passes and no closures. Two
/// settlements on both sides of a mountain look nearer than they are.
/// </summary>
/// <param name="settings">How it is estimated.</param>
public sealed class TravelTimes(IOptions<TravelSettings> settings)
{
    private readonly TravelSettings _settings = settings.Value;

    /// <summary>The estimate, said plainly; it stands wherever a time is shown.</summary>
    public LocalizedText Explained => new(
        FormattableString.Invariant($"時間は、直線の距離に {_settings.Detour:0.##} をかけ、時速 {_settings.KilometresPerHour:0.##} km として見積もったものです。実際の道、峠、通行止めは見ていないため、山をはさむ所では実際より短く出ます。"),
        FormattableString.Invariant($"Times are estimates: the straight distance times {_settings.Detour:0.##}, at {_settings.KilometresPerHour:0.##} km an hour. Roads, passes and closures are not known, so that times across a mountain come out too short."));

    /// <summary>Minutes from one place to another.</summary>
    /// <param name="from">The one.</param>
    /// <param name="to">The other.</param>
    public double Minutes(GeoPoint from, GeoPoint to) => from.DistanceTo(to) / 1000 * _settings.Detour / _settings.KilometresPerHour * 60;

    /// <summary>Those of <paramref name="places"/> that nobody at one of <paramref name="leaders"/> reaches in time.</summary>
    internal IReadOnlyList<T> Unreached<T>(IEnumerable<T> places, Func<T, GeoPoint> at, IReadOnlyCollection<GeoPoint> leaders, int minutes) =>
        [.. places.Where(p => leaders.All(l => Minutes(l, at(p)) > minutes))];
}
