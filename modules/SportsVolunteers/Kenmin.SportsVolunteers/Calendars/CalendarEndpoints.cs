using Kenmin.Calendars;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.SportsVolunteers.Registrations.Links;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.SportsVolunteers.Calendars;

/// <summary>Calendars that programs fetch again and again, without signing in.</summary>
internal sealed class CalendarEndpoints : ISiteEndpoints
{
    public void Map(IEndpointRouteBuilder site)
    {
        site.MapGet("/sports/calendar/{token}.ics", async (string token, HttpContext http, CalendarDesk desk, CancellationToken cancellationToken) =>
            {
                if (await desk.OwnAsync(token, http.SiteAddress(), cancellationToken) is not { } calendar) return Results.NotFound();
                // The address is the key: nothing on the way keeps the answer, and no link leads it on.
                http.Response.Headers.CacheControl = "private, no-store";
                http.Response.Headers["Referrer-Policy"] = "no-referrer";
                return Results.Text(calendar, CalendarFile.ContentType);
            })
            .AllowAnonymous().AlwaysOn("what a person has signed up for can always be seen").RequireRateLimiting(LinkLimits.Policy).ExcludeFromDescription();

        site.MapGet("/sports/initiatives/{slug}.ics", async (string slug, HttpContext http, CalendarDesk desk, CancellationToken cancellationToken) =>
                await desk.OpenAsync(slug, http.SiteAddress(), cancellationToken) is { } calendar ? Results.Text(calendar, CalendarFile.ContentType) : Results.NotFound())
            .AllowAnonymous().AlwaysOn("each event is shown as long as sign-up is switched on for its own fiscal year").ExcludeFromDescription();
    }
}
