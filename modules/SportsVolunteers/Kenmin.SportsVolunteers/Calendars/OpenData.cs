using Kenmin.Calendars;
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
/// Published events to come as open data, in the 32 columns of the event list that municipalities publish (推奨データセット
/// イベント一覧). The list has one place for each line, so an event has a line for each venue and day.
/// </summary>
internal sealed class OpenData : ISiteEndpoints
{
    public void Map(IEndpointRouteBuilder site) => site
        .MapGet("/sports/open-data/events.csv", async (HttpContext http, ShiftCatalog catalog, CancellationToken cancellationToken) =>
        {
            var rows = await RowsAsync(catalog, http.SiteAddress(), cancellationToken);
            return Results.File(new TableFile(EventList.Columns, rows).ToCsv(), TableFile.CsvType, "events.csv");
        })
        .AllowAnonymous().AlwaysOn("each event is shown as long as sign-up is switched on for its own fiscal year").ExcludeFromDescription();

    private static async Task<IReadOnlyList<IReadOnlyList<string?>>> RowsAsync(ShiftCatalog catalog, string site, CancellationToken cancellationToken)
    {
        var rows = new List<IReadOnlyList<string?>>();
        foreach (var sportsEvent in (await catalog.PublishedAsync(cancellationToken)).Coming)
            foreach (var group in (await catalog.AllShiftsAsync(sportsEvent.Id, new(), cancellationToken)).Where(r => !r.Cancelled).GroupBy(r => (r.Venue.Id, r.Shift.Day)))
                rows.Add(RowOf(sportsEvent, [.. group], rows.Count + 1, site));
        return rows;
    }

    private static IReadOnlyList<string?> RowOf(SportsEvent sportsEvent, IReadOnlyList<ShiftRow> shifts, int number, string site)
    {
        var (venue, day) = (shifts[0].Venue, shifts[0].Shift.Day);
        var (starts, ends) = (shifts.Min(s => s.Shift.Starts), shifts.Max(s => s.Shift.Ends));
        var roles = string.Join("、", shifts.Select(s => s.Shift.Role).Distinct(StringComparer.Ordinal));
        return EventList.RowOf(
            new(sportsEvent.Name, "", venue.Municipality, starts, ends, $"ボランティアの募集：{roles}", venue.Name, $"{site}/sports/events/{sportsEvent.Slug}")
            {
                TimeRemark = sportsEvent.CancelledBecause is null ? "" : "中止", Price = 0, Address = venue.Address, Position = venue.Point, Capacity = shifts.Sum(s => s.Occupancy?.Capacity ?? 0),
                SignUpCloses = sportsEvent.SignUpClosesDaysBefore > 0 ? day.AddDays(-sportsEvent.SignUpClosesDaysBefore).ToDateTime(new(23, 59)) : JapanTime.Local(starts).DateTime, SignUp = "申込フォーム",
            },
            number);
    }
}
