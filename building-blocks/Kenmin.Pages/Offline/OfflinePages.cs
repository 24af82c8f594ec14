using Kenmin.Modularity.Access;
using Kenmin.Modularity.Features;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.Pages;

/// <summary>
/// Pages below one address that a phone keeps for when there is no network. A page that stands in an <see cref="OfflineFrame"/> is
/// kept, with the files that it uses, by a worker that lies below the pages, so that a browser lets it serve them and nothing else of
/// the site.
/// </summary>
/// <param name="Root">The address of the first page, without a slash at its end.</param>
/// <param name="Cache">The name under which the browser keeps them; another one throws away what is kept.</param>
/// <param name="Name">What the pages are called, also when they are put on the phone's start screen.</param>
/// <param name="Files">Addresses of the scripts and styles that any of the pages uses.</param>
public sealed record OfflinePages(string Root, string Cache, LocalizedText Name, IReadOnlyList<string> Files)
{
    /// <summary>Maps the worker and the manifest of the pages. Both are for everybody: they hold nothing, and a browser asks for them without signing in.</summary>
    public void Map(IEndpointRouteBuilder site)
    {
        site.MapGet($"{Root}/worker.js", (HttpContext http) =>
            {
                // The first page has no slash at its end, and is served as well.
                http.Response.Headers["Service-Worker-Allowed"] = Root;
                http.Response.Headers.CacheControl = "no-cache";
                return Results.Text(Worker(), "text/javascript; charset=utf-8");
            })
            .AllowAnonymous().AlwaysOn("holds no data").ExcludeFromDescription();

        site.MapGet($"{Root}/manifest.webmanifest", () => Results.Json(
                new
                {
                    id = Root, start_url = Root, scope = Root, display = "standalone", lang = new LocalizedText("ja", "en").ToString(),
                    name = new LocalizedText($"{Name.Ja}　{SiteName.Text.Ja}", $"{Name.En}, {SiteName.Text.En}").ToString(), short_name = Name.ToString(),
                    theme_color = "#00428c", background_color = "#ffffff",
                    icons = new[] { new { src = "/_content/Kenmin.Pages/icon.svg", sizes = "any", type = "image/svg+xml", purpose = "any" } },
                },
                contentType: "application/manifest+json"))
            .AllowAnonymous().AlwaysOn("holds no data").ExcludeFromDescription();
    }

    private string Worker()
    {
        using var reader = new StreamReader(typeof(OfflinePages).Assembly.GetManifestResourceStream("offline-worker.js")!);
        return reader.ReadToEnd().Replace("{kept}", Cache, StringComparison.Ordinal).Replace("{pages}", Root, StringComparison.Ordinal);
    }
}
