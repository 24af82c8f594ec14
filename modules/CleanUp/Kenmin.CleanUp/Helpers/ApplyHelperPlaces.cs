using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Sites;
using Kenmin.Modularity.Features;
using Kenmin.Participation;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;
using Wolverine.Runtime.Handlers;

namespace Kenmin.CleanUp.Helpers;

/// <summary>Tells the sign-up engine whether an activity takes helpers. Sent any number of times, it is done once.</summary>
/// <param name="ActivityId">The activity.</param>
[MessageIdentity("clean-up.apply-helper-places.v1")]
[NoNewEntries("brings what was decided to the engine; sign-up is decided for the activity's campaign")]
public sealed record ApplyHelperPlaces(Guid ActivityId);

/// <summary>Tells all who have a place that the activity takes place. Sent any number of times, they are told once.</summary>
/// <param name="ActivityId">The activity.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Reason">Why.</param>
[MessageIdentity("clean-up.tell-helpers.v1")]
[NoNewEntries("tells of what was decided")]
public sealed record TellHelpers(Guid ActivityId, DateTimeOffset At, string Reason);

/// <summary>Tells them.</summary>
public static class TellHelpersHandler
{
    /// <summary>One message for each, so that one that cannot be told holds up nobody.</summary>
    public static async Task<OutgoingMessages> Handle(TellHelpers message, IQuerySession session, IParticipation<ICleanUpStore> participation, CancellationToken cancellationToken)
    {
        OutgoingMessages outgoing = [];
        // What was decided otherwise since is told by that decision.
        if (await session.LoadAsync<Activity>(message.ActivityId, cancellationToken) is not { State: ActivityState.Accepted } activity
            || activity.Decisions.LastOrDefault() is not { Choice: DayChoice.Go } last || last.At != message.At) return outgoing;
        foreach (var signUp in await participation.SignUpsOfOpeningAsync(activity.Id, cancellationToken))
            if (signUp.State == SignUpState.Confirmed)
                outgoing.Add(new HelperChanged(activity.Id, signUp.PersonId, HelperChangeKind.TakesPlace, message.At, signUp.Opening.Label, activity.Starts, message.Reason));
        return outgoing;
    }
}

/// <summary>Tells it.</summary>
public static class ApplyHelperPlacesHandler
{
    /// <summary>A duty: it is tried until it is done.</summary>
    public static void Configure(HandlerChain chain) => chain.RepeatSoonWhileSignUpsAreBusy();

    /// <summary>
    /// Opens the places of an accepted activity, moves them to its rain date, or cancels them with all sign-ups. Who is told of the rain
    /// date is told once, however often this is done.
    /// </summary>
    public static async Task<OutgoingMessages> Handle(
        ApplyHelperPlaces message, IQuerySession session, IParticipation<ICleanUpStore> participation, CancellationToken cancellationToken)
    {
        OutgoingMessages outgoing = [];
        if (await session.LoadAsync<Activity>(message.ActivityId, cancellationToken) is not { } activity) return outgoing;
        var known = (await participation.OccupancyAsync([activity.Id], cancellationToken)).GetValueOrDefault(activity.Id);
        Result<OpeningChanged>? result = null;
        var postponed = activity.State == ActivityState.Accepted && known is { Status: not OpeningStatus.Cancelled }
            ? activity.Decisions.LastOrDefault(d => d.Choice == DayChoice.Postpone) : null;
        if ((activity.State == ActivityState.Accepted && known is null) || postponed is not null)
        {
            var site = (await session.LoadAsync<Site>(activity.SiteId, cancellationToken))!;
            var group = (await session.LoadAsync<Group>(activity.GroupId, cancellationToken))!;
            var campaign = (await session.LoadAsync<Campaign>(activity.CampaignId, cancellationToken))!;
            result = await participation.OpenOrChangeAsync(new(IdOf(activity, postponed is null ? "open" : "postpone"), activity.Id, Terms(activity, site, group, campaign), Actor.Platform), cancellationToken);
        }
        else if (activity.State == ActivityState.Cancelled && known is { Status: not OpeningStatus.Cancelled })
        {
            result = await participation.CancelOpeningAsync(new(IdOf(activity, "cancel"), activity.Id, activity.Reason, Actor.Platform), cancellationToken);
        }

        if (result is Result<OpeningChanged>.Busy) throw new SignUpsBusyException();
        if (postponed is not null)
        {
            var clashes = result is Result<OpeningChanged>.Done done ? done.Value.Clashes : [];
            foreach (var signUp in await participation.SignUpsOfOpeningAsync(activity.Id, cancellationToken))
                if (signUp.State != SignUpState.Cancelled)
                    outgoing.Add(new HelperChanged(
                        activity.Id, signUp.PersonId, HelperChangeKind.Postponed, postponed.At, signUp.Opening.Label, activity.Starts, postponed.Reason, clashes.Contains(signUp.PersonId)));
        }

        return outgoing;
    }

    private static OpeningTerms Terms(Activity activity, Site site, Group group, Campaign campaign) => new()
    {
        Label = new($"{site.Name}の清掃（{group.PublicName.Ja}）", $"Clean-up at {site.Name} ({group.PublicName.En})"),
        Capacity = activity.HelperPlaces, Starts = activity.Starts, Ends = activity.Ends, FiscalYear = campaign.FiscalYear,
    };

    private static Guid IdOf(Activity activity, string what) => FactId.Of($"clean-up.helper-places|{activity.Id:N}|{what}");
}
