using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Sites;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Marten;
using Wolverine.Attributes;
using Wolverine.ErrorHandling;
using Wolverine.Runtime.Handlers;

namespace Kenmin.CleanUp.Helpers;

/// <summary>Tells the sign-up engine whether an activity takes helpers. Sent any number of times, it is done once.</summary>
/// <param name="ActivityId">The activity.</param>
[MessageIdentity("clean-up.apply-helper-places.v1")]
[NoNewEntries("brings what was decided to the engine; sign-up is decided for the activity's campaign")]
public sealed record ApplyHelperPlaces(Guid ActivityId);

/// <summary>Tells it.</summary>
public static class ApplyHelperPlacesHandler
{
    /// <summary>A duty: it is tried until it is done.</summary>
    public static void Configure(HandlerChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        chain.OnException<SignUpsBusyException>().ScheduleRetryIndefinitely(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1));
    }

    /// <summary>Opens the places of an accepted activity, or cancels them with all sign-ups.</summary>
    public static async Task Handle(ApplyHelperPlaces message, IQuerySession session, IParticipation<ICleanUpStore> participation, CancellationToken cancellationToken)
    {
        if (await session.LoadAsync<Activity>(message.ActivityId, cancellationToken) is not { } activity) return;
        var known = (await participation.OccupancyAsync([activity.Id], cancellationToken)).GetValueOrDefault(activity.Id);
        Result<OpeningChanged>? result = null;
        if (activity.State == ActivityState.Accepted && known is null)
        {
            var site = (await session.LoadAsync<Site>(activity.SiteId, cancellationToken))!;
            var group = (await session.LoadAsync<Group>(activity.GroupId, cancellationToken))!;
            var campaign = (await session.LoadAsync<Campaign>(activity.CampaignId, cancellationToken))!;
            result = await participation.OpenOrChangeAsync(new(IdOf(activity, "open"), activity.Id, Terms(activity, site, group, campaign), Actor.Platform), cancellationToken);
        }
        else if (activity.State == ActivityState.Cancelled && known is { Status: not OpeningStatus.Cancelled })
        {
            result = await participation.CancelOpeningAsync(new(IdOf(activity, "cancel"), activity.Id, activity.Reason, Actor.Platform), cancellationToken);
        }

        if (result is Result<OpeningChanged>.Busy) throw new SignUpsBusyException();
    }

    private static OpeningTerms Terms(Activity activity, Site site, Group group, Campaign campaign) => new()
    {
        Label = new($"{site.Name}の清掃（{group.PublicName.Ja}）", $"Clean-up at {site.Name} ({group.PublicName.En})"),
        Capacity = activity.HelperPlaces, Starts = activity.Starts, Ends = activity.Ends, FiscalYear = campaign.FiscalYear,
    };

    private static Guid IdOf(Activity activity, string what) => FactId.Of($"clean-up.helper-places|{activity.Id:N}|{what}");
}
