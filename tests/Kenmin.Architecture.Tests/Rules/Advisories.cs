using System.Text.Json;

namespace Kenmin.Architecture.Tests.Rules;

/// <summary>Known holes in packages, as the tools of NuGet and npm report them.</summary>
internal static class Advisories
{
    private static readonly string[] Grave = ["moderate", "high", "critical"];

    /// <summary>What <c>dotnet package list --vulnerable --format json</c> names from moderate on: package, version, severity, where to read more.</summary>
    public static IReadOnlyList<string> OfNuGet(string json)
    {
        using var report = JsonDocument.Parse(json);
        return
        [
            .. from project in report.RootElement.GetProperty("projects").EnumerateArray()
               from framework in Items(project, "frameworks")
               from package in Items(framework, "topLevelPackages").Concat(Items(framework, "transitivePackages"))
               from hole in Items(package, "vulnerabilities")
               let severity = hole.GetProperty("severity").GetString()!
               where Grave.Contains(severity, StringComparer.OrdinalIgnoreCase)
               group severity by $"{package.GetProperty("id")} {package.GetProperty("resolvedVersion")} ({severity}): {hole.GetProperty("advisoryurl")}" into found
               orderby found.Key
               select found.Key,
        ];
    }

    /// <summary>What <c>npm audit --json</c> names from moderate on; null when npm could not ask.</summary>
    public static IReadOnlyList<string>? OfNpm(string json)
    {
        try
        {
            using var report = JsonDocument.Parse(json);
            if (report.RootElement.ValueKind != JsonValueKind.Object || !report.RootElement.TryGetProperty("vulnerabilities", out var holes)) return null;
            return
            [
                .. holes.EnumerateObject()
                    .Where(h => Grave.Contains(h.Value.GetProperty("severity").GetString()!, StringComparer.OrdinalIgnoreCase))
                    .Select(h => $"{h.Name} ({h.Value.GetProperty("severity")})"),
            ];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        element.TryGetProperty(name, out var list) ? list.EnumerateArray() : [];
}
