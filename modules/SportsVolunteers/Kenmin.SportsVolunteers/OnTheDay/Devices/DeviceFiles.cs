using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Kenmin.Pages.Texts;

namespace Kenmin.SportsVolunteers.OnTheDay.Devices;

/// <summary>
/// What makes the check-in pages installable. The worker lies below the pages, so that a browser lets it serve them and nothing else
/// of the site. Both files are for everybody: they hold nothing, and a browser asks for them without signing in.
/// </summary>
internal sealed class DeviceFiles : ISiteEndpoints
{
    private const string Root = "/staff/sports/check-in";

    public void Map(IEndpointRouteBuilder site)
    {
        site.MapGet($"{Root}/worker.js", (HttpContext http) =>
            {
                // The list of shifts has no slash at its end, and is served as well.
                http.Response.Headers["Service-Worker-Allowed"] = Root;
                http.Response.Headers.CacheControl = "no-cache";
                return Results.Stream(typeof(DeviceFiles).Assembly.GetManifestResourceStream("check-in-worker.js")!, "text/javascript; charset=utf-8");
            })
            .AllowAnonymous().AlwaysOn("holds no data").ExcludeFromDescription();

        site.MapGet($"{Root}/manifest.webmanifest", () => Results.Json(
                new
                {
                    id = Root, start_url = Root, scope = Root, display = "standalone", lang = L("ja", "en").ToString(),
                    name = L($"当日の受付　{SiteName.Text.Ja}", $"Check-in, {SiteName.Text.En}").ToString(), short_name = L("当日の受付", "Check-in").ToString(),
                    theme_color = "#00428c", background_color = "#ffffff",
                    icons = new[] { new { src = "/_content/Kenmin.Pages/icon.svg", sizes = "any", type = "image/svg+xml", purpose = "any" } },
                },
                contentType: "application/manifest+json"))
            .AllowAnonymous().AlwaysOn("holds no data").ExcludeFromDescription();
    }
}
