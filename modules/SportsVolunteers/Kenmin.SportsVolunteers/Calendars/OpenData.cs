using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Kenmin.SportsVolunteers.Shifts;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.SportsVolunteers.Calendars;

/// <summary>
/// Published events to come as open data (推奨データセット イベント一覧). The list has one place for each line, so an event has a line for
/// each venue and day.
/// </summary>
internal sealed class OpenData : ISiteEndpoints
{
    public void Map(IEndpointRouteBuilder site) => site
        .MapGet("/sports/open-data/events.csv", async (HttpContext http, ShiftCatalog catalog, CancellationToken cancellationToken) =>
            Results.File(EventList.ToCsv(await EventsAsync(catalog, http.SiteAddress(), cancellationToken)), TableFile.CsvType, "events.csv"))
        .AllowAnonymous().AlwaysOn("each event is shown as long as sign-up is switched on for its own fiscal year").ExcludeFromDescription();

    private static async Task<IReadOnlyList<ListedEvent>> EventsAsync(ShiftCatalog catalog, string site, CancellationToken cancellationToken)
    {
        List<ListedEvent> events = [];
        foreach (var sportsEvent in (await catalog.PublishedAsync(cancellationToken)).Coming)
            foreach (var group in (await catalog.AllShiftsAsync(sportsEvent.Id, new(), cancellationToken)).Where(r => !r.Cancelled).GroupBy(r => (r.Venue.Id, r.Shift.Day)))
                events.Add(EventOf(sportsEvent, [.. group], site));
        return events;
    }

    private static ListedEvent EventOf(SportsEvent sportsEvent, IReadOnlyList<ShiftRow> shifts, string site)
    {
        var (venue, day, starts) = (shifts[0].Venue, shifts[0].Shift.Day, shifts.Min(s => s.Shift.Starts));
        return new()
        {
            Municipality = venue.Municipality, Name = sportsEvent.Name, Starts = starts, Ends = shifts.Max(s => s.Shift.Ends), Remark = sportsEvent.CancelledBecause is null ? "" : "中止",
            Description = $"ボランティアの募集：{string.Join("、", shifts.Select(s => s.Shift.Role).Distinct(StringComparer.Ordinal))}", Place = venue.Name, Address = venue.Address,
            Point = venue.Point, Capacity = shifts.Sum(s => s.Occupancy?.Capacity ?? 0),
            Closes = sportsEvent.SignUpClosesDaysBefore > 0 ? JapanTime.At(day.AddDays(-sportsEvent.SignUpClosesDaysBefore), new(23, 59)) : starts,
            PageAddress = $"{site}/sports/events/{sportsEvent.Slug}",
        };
    }
}
