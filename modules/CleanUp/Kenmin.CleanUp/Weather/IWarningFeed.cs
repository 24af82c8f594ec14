using Kenmin.Outside;
using Refit;

namespace Kenmin.CleanUp.Weather;

/// <summary>
/// The warnings of the Meteorological Agency (気象庁) as its own site reads them. The interface is not published: what is not understood
/// is not known.
/// </summary>
internal interface IWarningFeed
{
    /// <summary>The bulletins in force of an observatory's area; together they say what is in force.</summary>
    [Get("/{office}.json")]
    Task<List<WarningBulletin>> BulletinsAsync(string office, CancellationToken cancellationToken);
}

/// <summary>A bulletin: one of several that are in force beside each other.</summary>
internal sealed record WarningBulletin(DateTimeOffset? ReportDatetime, string? HeadlineText, WarningAreas? Warning);

/// <summary>What a bulletin says of areas.</summary>
internal sealed record WarningAreas(List<WarningArea>? Class20Items);

/// <summary>A municipality, or a part of one: its code begins with the municipality's of five digits.</summary>
internal sealed record WarningArea(string? AreaCode, List<WarningOfArea>? Kinds);

/// <summary>A warning in an area, or that there is none.</summary>
internal sealed record WarningOfArea(string? Code, string? Status);

/// <summary>How warnings are read: section <c>Modules:clean-up:Weather</c>.</summary>
public sealed class WeatherSettings : OutsideSettings
{
    /// <summary>Settings as they are unless a host says otherwise.</summary>
    public WeatherSettings() => Address = "https://www.jma.go.jp/bosai/warning/data/r8";

    /// <summary>The observatory's area: Yamaguchi.</summary>
    public string Office { get; set; } = "350000";

    /// <summary>Warnings are read while an activity is to come within so many days.</summary>
    public int DaysAhead { get; set; } = 3;

    /// <summary>From one reading to the next.</summary>
    public TimeSpan ReadEvery { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>A reading that is older says nothing any more.</summary>
    public TimeSpan ReadingAge { get; set; } = TimeSpan.FromMinutes(40);

    /// <summary>When the newest report is older, the source is taken for one that is not kept up. On quiet days nothing new is issued for long.</summary>
    public TimeSpan ReportAge { get; set; } = TimeSpan.FromDays(5);
}
