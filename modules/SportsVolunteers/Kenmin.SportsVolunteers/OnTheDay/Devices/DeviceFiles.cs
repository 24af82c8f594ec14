using Kenmin.Modularity;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.SportsVolunteers.OnTheDay.Devices;

/// <summary>What makes the check-in pages work without a network.</summary>
internal sealed class DeviceFiles : ISiteEndpoints
{
    private static readonly string[] Scripts = ["start.js", "app.js", "vault.js", "scanner.js", "check-in.css"];

    /// <summary>The pages, made anew for each use: the library that reads codes has another address in each version.</summary>
    public static OfflinePages Pages(string? codeReader = null) => new(
        "/staff/sports/check-in", "kenmin-check-in-v1", new LocalizedText("当日の受付", "Check-in"),
        [.. Scripts.Select(f => $"/_content/Kenmin.SportsVolunteers/check-in/{f}"), .. codeReader is null ? Array.Empty<string>() : [$"/{codeReader.TrimStart('/')}"]]);

    public void Map(IEndpointRouteBuilder site) => Pages().Map(site);
}
