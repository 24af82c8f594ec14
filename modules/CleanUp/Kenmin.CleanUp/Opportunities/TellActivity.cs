using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Outcomes;
using Kenmin.CleanUp.Outcomes.Freezing;
using Kenmin.CleanUp.Sites;
using Kenmin.Modularity.Features;
using Kenmin.Passport.Contracts;
using Kenmin.Persistence;
using Kenmin.SharedKernel;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace Kenmin.CleanUp.Opportunities;

/// <summary>
/// Tells other modules what changed of an activity (ほかの機能に知らせる). Whoever changes an activity, its result, its reports, or what is
/// shown of its site, group or campaign, sends it in the same transaction; what there is to tell is looked up then, so that it does not
/// matter how often it is sent or what overtakes it.
/// </summary>
/// <param name="ActivityId">The activity.</param>
/// <param name="Again">Whether what was told is told once more, with the version that it has.</param>
[MessageIdentity("clean-up.tell-activity.v1")]
[NoNewEntries("tells of what there is")]
public sealed record TellActivity(Guid ActivityId, bool Again = false);

/// <summary>Tells.</summary>
public static class TellActivityHandler
{
    /// <summary>The activity's row is the lock: what is told last is what was changed last.</summary>
    public static async Task<OutgoingMessages> Handle(TellActivity message, IDocumentSession session, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await session.LockAsync<Activity>(message.ActivityId, cancellationToken) is not { } activity) return [];
        var next = await session.NextToTellAsync<ToldActivity>(activity.Id, (await FactsAsync(activity, session, cancellationToken)).All(), message.Again, clock.GetUtcNow(), cancellationToken);
        return [.. next.Select(t => MessageOf(t, activity.Id))];
    }

    private static async Task<ActivityFacts> FactsAsync(Activity activity, IQuerySession session, CancellationToken cancellationToken)
    {
        var site = (await session.LoadAsync<Site>(activity.SiteId, cancellationToken))!;
        var group = (await session.LoadAsync<Group>(activity.GroupId, cancellationToken))!;
        var campaign = (await session.LoadAsync<Campaign>(activity.CampaignId, cancellationToken))!;
        var total = (await session.LoadAsync<Result>(activity.Id, cancellationToken))?.Figures;
        var correction = campaign.FrozenAt is null ? null : await session.Query<ResultCorrection>()
            .Where(c => c.CampaignId == campaign.Id && c.ActivityId == activity.Id).OrderByDescending(c => c.At).FirstOrDefaultAsync(cancellationToken);
        var approved = await session.Query<OwnReport>().Where(r => r.ActivityId == activity.Id && r.State == ReportState.Approved).OrderBy(r => r.Id).ToListAsync(cancellationToken);
        return new(activity, site, group, campaign, correction?.Figures ?? total, approved);
    }

    private static object MessageOf(ToTell next, Guid activity) => next.Fact switch
    {
        ResultPublished result => result with { Version = next.Version },
        _ when next.Key == ActivityFacts.ResultKey => new ResultPublished(CleanUpModule.Key, activity, next.Version, [], "/clean-up"),
        _ => next.ToMessage(CleanUpModule.Key, ActivityFacts.OpportunityKey, activity),
    };
}
