using Microsoft.AspNetCore.Http;

namespace Kenmin.Pages;

/// <summary>Tells requests of people for pages from those of programs.</summary>
internal static class PageRequests
{
    private static readonly PathString[] ForPrograms = ["/api", "/openapi", "/health", "/_content", "/_framework"];

    internal static bool IsForPage(HttpRequest request) =>
        !Array.Exists(ForPrograms, p => request.Path.StartsWithSegments(p))
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
