using Kenmin.CleanUp.Activities;
using Kenmin.Modularity.Features;
using Kenmin.Passport.Contracts;
using Kenmin.Persistence;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Opportunities;

/// <summary>Has many activities told of (<see cref="TellActivity"/>), a batch at a time: all, or those of a campaign, a site or a group.</summary>
/// <param name="CampaignId">Only of this campaign.</param>
/// <param name="SiteId">Only at this site.</param>
/// <param name="GroupId">Only of this group.</param>
/// <param name="Again">Whether what was told is told once more.</param>
/// <param name="After">Where the batch begins.</param>
[MessageIdentity("clean-up.tell-activities.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellActivities(Guid? CampaignId = null, Guid? SiteId = null, Guid? GroupId = null, bool Again = false, Guid? After = null);

/// <summary>Has them told of.</summary>
public static class TellActivitiesHandler
{
    internal const int Batch = 200;

    /// <summary>What was never accepted was never told of.</summary>
    public static async Task<OutgoingMessages> Handle(TellActivities message, IDocumentSession session, CancellationToken cancellationToken)
    {
        IQueryable<Activity> query = session.Query<Activity>().Where(a => a.State == ActivityState.Accepted || a.State == ActivityState.Cancelled);
        if (message.CampaignId is { } campaign) query = query.Where(a => a.CampaignId == campaign);
        if (message.SiteId is { } site) query = query.Where(a => a.SiteId == site);
        if (message.GroupId is { } group) query = query.Where(a => a.GroupId == group);
        var ids = await query.IdsAfterAsync(a => a.Id, message.After, Batch, cancellationToken);
        OutgoingMessages outgoing = [.. ids.Select(id => new TellActivity(id, message.Again))];
        if (ids.Count == Batch) outgoing.Add(message with { After = ids[^1] });
        return outgoing;
    }
}

/// <summary>Tells everything once more when it is asked for.</summary>
[WolverineHandler]
[StickyHandler("clean-up-facts-requested")]
[NoNewEntries("tells of what there is")]
public static class OnFactsRequested
{
    /// <summary>Begins with the first batches.</summary>
    public static (TellActivities, TellAllSignUps) Handle(FactsRequested message) => (new(Again: true), new());
}
