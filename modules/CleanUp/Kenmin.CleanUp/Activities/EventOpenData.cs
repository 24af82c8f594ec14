using Kenmin.Calendars;
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
            Results.File(
                new TableFile(EventList.Columns, (await EventsAsync(activities, campaigns, JapanTime.Today(clock), http.SiteAddress(), cancellationToken)).Select((e, i) => EventList.RowOf(e, i + 1))).ToCsv(),
                TableFile.CsvType, "clean-up-events.csv"))
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

    private static ListedEvent EventOf(ActivityLine line, string site) => new(
        $"{line.Site.Name}の清掃", $"Clean-up at {line.Site.Name}", line.Site.Municipality, line.Activity.Starts, line.Activity.Ends,
        $"{line.Group.PublicName.Ja}の清掃。集合場所：{line.Activity.MeetingPlace}", line.Site.Name, $"{site}/clean-up/activities/{line.Activity.Id}")
    {
        TimeRemark = line.Activity.PostponedFrom is null ? "" : "延期した日", Price = 0, Position = line.Site.Shape.Pin, Capacity = line.Activity.HelperPlaces,
        SignUpCloses = JapanTime.Local(line.Activity.Starts).DateTime, SignUp = "申込フォーム",
    };
}
