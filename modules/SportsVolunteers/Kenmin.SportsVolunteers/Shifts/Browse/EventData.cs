using System.Text.Json;
using System.Text.Json.Nodes;
using Kenmin.SharedKernel;
using Microsoft.AspNetCore.Components;

namespace Kenmin.SportsVolunteers.Shifts.Browse;

/// <summary>
/// A shift for search engines (schema.org Event with RegisterAction), as JSON-LD. It is data that no browser runs, which is why the
/// content security policy lets it stand in the page.
/// </summary>
internal static class EventData
{
    /// <summary>The element for the head of the page.</summary>
    /// <param name="row">The shift.</param>
    /// <param name="site">The address of this site without a slash at its end.</param>
    public static MarkupString Of(ShiftRow row, string site)
    {
        var address = $"{site}/sports/shifts/{row.Shift.Id}";
        var cancelled = row.Cancelled || row.Event.CancelledBecause is not null;
        var place = new JsonObject
        {
            ["@type"] = "Place", ["name"] = row.Venue.Name,
            ["address"] = new JsonObject
            {
                ["@type"] = "PostalAddress", ["addressCountry"] = "JP", ["addressLocality"] = row.Venue.Municipality?.Name, ["streetAddress"] = row.Venue.Address,
            },
        };
        if (row.Venue.Point is { } point)
            place["geo"] = new JsonObject { ["@type"] = "GeoCoordinates", ["latitude"] = point.Latitude, ["longitude"] = point.Longitude };
        var data = new JsonObject
        {
            ["@context"] = "https://schema.org", ["@type"] = "Event", ["@id"] = address, ["url"] = address,
            ["name"] = $"{row.Event.Name}　{row.Shift.Role}", ["startDate"] = Iso(row.Shift.Starts), ["endDate"] = Iso(row.Shift.Ends),
            ["eventStatus"] = $"https://schema.org/{(cancelled ? "EventCancelled" : "EventScheduled")}",
            ["eventAttendanceMode"] = "https://schema.org/OfflineEventAttendanceMode", ["isAccessibleForFree"] = true,
            ["maximumAttendeeCapacity"] = row.Occupancy?.Capacity, ["remainingAttendeeCapacity"] = row.Free, ["location"] = place,
            ["superEvent"] = new JsonObject { ["@type"] = "Event", ["name"] = row.Event.Name, ["url"] = $"{site}/sports/events/{row.Event.Slug}", ["startDate"] = row.Event.FirstDay.ToString("O"), ["endDate"] = row.Event.LastDay.ToString("O") },
        };
        if (!cancelled)
            data["potentialAction"] = new JsonObject
            {
                ["@type"] = "RegisterAction", ["target"] = new JsonObject { ["@type"] = "EntryPoint", ["urlTemplate"] = $"{address}/sign-up" },
            };
        // The serializer writes < and > as escapes, so that nothing in a name can end the element.
        return new($"<script type=\"application/ld+json\">{data.ToJsonString(JsonSerializerOptions.Default)}</script>");
    }

    private static string Iso(DateTimeOffset at) => JapanTime.Local(at).ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture);
}
