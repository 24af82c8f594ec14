using Kenmin.SharedKernel;

namespace Kenmin.Pages;

/// <summary>The credits that must stand at every map.</summary>
public static class MapCredits
{
    /// <summary>Boundaries of municipalities, from the Ministry of Land's administrative areas (N03).</summary>
    public static LocalizedText Boundaries { get; } = new(
        "「国土数値情報（行政区域データ）」（国土交通省）を加工して作成",
        "Made by processing “National Land Numerical Information (Administrative Areas)”, Ministry of Land, Infrastructure, Transport and Tourism");

    /// <summary>Map tiles of the Geospatial Information Authority.</summary>
    public static LocalizedText Tiles { get; } = new("地理院タイル（国土地理院）", "GSI Tiles (Geospatial Information Authority of Japan)");
}
