using Kenmin.CleanUp.Campaigns;
using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.Pages;
using Kenmin.SharedKernel;
using Kenmin.Spreadsheets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kenmin.CleanUp.Activities;

/// <summary>Activities to come that take helpers, as open data (推奨データセット イベント一覧).</summary>
internal sealed class EventOpenData : ISiteEndpoints
{
    public void Map(IEndpointRouteBuilder site) => site
        .MapGet("/clean-up/open-data/events.csv", async (HttpContext http, ActivityReader activities, CampaignReader campaigns, TimeProvider clock, CancellationToken cancellationToken) =>
            Results.File(EventList.ToCsv(await EventsAsync(activities, campaigns, JapanTime.Today(clock), http.SiteAddress(), cancellationToken)), TableFile.CsvType, "clean-up-events.csv"))
        .AllowAnonymous().AlwaysOn("activities of published campaigns stay visible").ExcludeFromDescription();

    private static async Task<IReadOnlyList<ListedEvent>> EventsAsync(
        ActivityReader activities, CampaignReader campaigns, DateOnly today, string site, CancellationToken cancellationToken)
    {
        List<ListedEvent> events = [];
        foreach (var campaign in (await campaigns.PublishedAsync(cancellationToken)).Where(c => c.LastDay >= today))
            events.AddRange((await activities.OfCampaignAsync(campaign.Id, null, ActivityState.Accepted, cancellationToken))
                .Where(l => l.Activity.Day >= today && l.Activity.HelperPlaces > 0).Select(l => EventOf(l, site)));
        return events;
    }

    private static ListedEvent EventOf(ActivityLine line, string site) => new()
    {
        Municipality = line.Site.Municipality, Name = $"{line.Site.Name}の清掃", Starts = line.Activity.Starts, Ends = line.Activity.Ends, Description = line.Activity.Note,
        Organizer = line.Group.PublicName.Ja, Place = line.Site.Name, Point = line.Site.Shape.Pin, Access = $"集合場所：{line.Activity.MeetingPlace}",
        Capacity = line.Activity.HelperPlaces, Closes = line.Activity.Starts, PageAddress = $"{site}/clean-up/activities/{line.Activity.Id}",
    };
}
