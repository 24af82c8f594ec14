using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Kenmin.SharedKernel;

namespace Kenmin.Calendars;

/// <summary>An entry of a calendar.</summary>
/// <param name="Uid">The same for the same matter for ever, so that a calendar changes its entry and makes no second one.</param>
/// <param name="Sequence">Never goes down; higher after each change.</param>
/// <param name="Status">CONFIRMED, TENTATIVE or CANCELLED.</param>
/// <param name="Summary">What it is.</param>
/// <param name="Starts">The start.</param>
/// <param name="Ends">The end.</param>
/// <param name="Place">Where.</param>
/// <param name="Point">Where on the map; null when not known.</param>
/// <param name="Description">What else there is to say.</param>
/// <param name="Address">The page about it.</param>
/// <param name="ChangedAt">When it changed last.</param>
public sealed record CalendarEntry(
    string Uid, int Sequence, string Status, string Summary, DateTimeOffset Starts, DateTimeOffset Ends, string Place, GeoPoint? Point, string Description,
    Uri Address, DateTimeOffset ChangedAt);

/// <summary>Writes calendars as programs read them (iCalendar, RFC 5545), in the time of Japan.</summary>
public static class CalendarFile
{
    /// <summary>The media type.</summary>
    public const string ContentType = "text/calendar; charset=utf-8";

    private const string Zone = "Asia/Tokyo";

    /// <summary>The calendar.</summary>
    /// <param name="product">What made it, in English.</param>
    /// <param name="name">What the reader's program calls it.</param>
    /// <param name="entries">Its entries.</param>
    public static string Write(string product, string name, IEnumerable<CalendarEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var calendar = new Ical.Net.Calendar { ProductId = $"-//Kenmin Platform//{product}//JA", Method = "PUBLISH" };
        calendar.AddProperty("X-WR-CALNAME", name);
        calendar.AddProperty("X-WR-TIMEZONE", Zone);
        // Japan's summer time of 1948 to 1951 concerns no shift.
        calendar.AddTimeZone(VTimeZone.FromDateTimeZone(Zone, new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Unspecified), includeHistoricalData: false));
        foreach (var entry in entries)
        {
            var made = new CalendarEvent
            {
                Uid = entry.Uid, Sequence = entry.Sequence, Status = entry.Status, Summary = entry.Summary, Start = In(entry.Starts), End = In(entry.Ends),
                Location = entry.Place, Description = entry.Description, Url = entry.Address,
                DtStamp = Utc(entry.ChangedAt), LastModified = Utc(entry.ChangedAt),
            };
            if (entry.Point is { } point) made.GeographicLocation = new GeographicLocation(point.Latitude, point.Longitude);
            calendar.Events.Add(made);
        }

        return new CalendarSerializer().SerializeToString(calendar)!;
    }

    private static CalDateTime In(DateTimeOffset at) => new(DateTime.SpecifyKind(JapanTime.Local(at).DateTime, DateTimeKind.Unspecified), Zone);

    private static CalDateTime Utc(DateTimeOffset at) => new(at.UtcDateTime, "UTC");
}
