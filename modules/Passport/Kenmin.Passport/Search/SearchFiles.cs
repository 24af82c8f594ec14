using Kenmin.Calendars;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.Passport.Contracts;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Kenmin.Pages.Texts;

namespace Kenmin.Passport.Search;

/// <summary>What is found, for calendars and as open data: the same address as the page's, so that a calendar that fetches it again is up to date.</summary>
internal sealed class SearchFiles : ISiteEndpoints
{
    private const int MostInCalendar = 500, MostInList = 5_000;

    public void Map(IEndpointRouteBuilder site)
    {
        site.MapGet("/search/calendar.ics", async (HttpContext http, OpportunitySearch search, CancellationToken cancellationToken) =>
            {
                var input = SearchInput.Of(http.Request.Query);
                if (input.Problems.Count > 0) return Results.NotFound();
                var address = http.SiteAddress();
                var found = await search.FindAsync(input.Query, null, MostInCalendar, cancellationToken);
                return Results.Text(
                    CalendarFile.Write("Search", L("参加できる活動", "Things to take part in").ToString(), found.Items.Select(f => EntryOf(f.Opportunity, address))), CalendarFile.ContentType);
            })
            .AllowAnonymous().RequireFeature(Features.Search).ExcludeFromDescription();

        site.MapGet("/search/open-data/events.csv", async (HttpContext http, OpportunitySearch search, CancellationToken cancellationToken) =>
            {
                var input = SearchInput.Of(http.Request.Query);
                if (input.Problems.Count > 0) return Results.NotFound();
                var address = http.SiteAddress();
                var found = await search.FindAsync(input.Query, null, MostInList, cancellationToken);
                return Results.File(new TableFile(EventList.Columns, found.Items.Select((f, i) => EventList.RowOf(ListedOf(f.Opportunity, address), i + 1))).ToCsv(), TableFile.CsvType, "events.csv");
            })
            .AllowAnonymous().RequireFeature(Features.Search).ExcludeFromDescription();
    }

    private static CalendarEntry EntryOf(Opportunities.Opportunity o, string site) => new(
        $"{o.Id:N}@kenmin-passport", (int)Math.Min(int.MaxValue, o.Version), "CONFIRMED", o.Title.ToString(), o.Starts, o.Ends, SearchWords.Where(o), o.Position, o.Kind.ToString(), new Uri(site + o.Href),
        o.ToldAt);

    private static ListedEvent ListedOf(Opportunities.Opportunity o, string site) => new(
        o.Title.Ja, o.Title.En, o.Municipality, o.Starts, o.Ends, o.Kind.Ja, o.Place, site + o.Href) { Position = o.Position, Capacity = o.Capacity, Remark = For(o) };

    // In Japanese, as the data set is.
    private static string For(Opportunities.Opportunity o) => o.LifeStages.Length == 0 ? ""
        : $"対象：{string.Join('、', Enum.GetValues<LifeStage>().Where(s => o.LifeStages.Contains(SearchWords.KeyOf(s))).Select(s => SearchWords.NameOf(s).Ja))}";
}
