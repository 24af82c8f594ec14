using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Outcomes;
using Marten;

namespace Kenmin.CleanUp.Care;

/// <summary>
/// What counts of care. A clean-up that is also an activity of a campaign with a result (same site, group and day) counts there and not
/// here, in whatever order the two were recorded; as done it counts for both.
/// </summary>
internal static class CareCounting
{
    /// <summary>The days on which the group cleaned the site since the adoption began, also in campaigns.</summary>
    public static async Task<SortedSet<DateOnly>> DaysOfAsync(this IQuerySession session, Adoption adoption, CancellationToken cancellationToken, DateOnly? withoutRecordOf = null)
    {
        var recorded = (await session.Query<CareCleanUp>().Where(c => c.AdoptionId == adoption.Id).Select(c => c.Day).ToListAsync(cancellationToken)).Where(d => d != withoutRecordOf);
        var campaigns = await session.Query<Activity>().Where(a => a.GroupId == adoption.GroupId && a.SiteId == adoption.SiteId && a.State == ActivityState.Accepted).ToListAsync(cancellationToken);
        var reported = await session.ReportedAsync([.. campaigns.Where(a => a.Day >= adoption.From)], cancellationToken);
        return [.. recorded, .. reported.Select(a => a.Day)];
    }

    /// <summary>Of some clean-ups those whose figures count in a campaign already.</summary>
    public static async Task<HashSet<Guid>> CountedInCampaignsAsync(this IQuerySession session, IReadOnlyCollection<CareCleanUp> cleanUps, CancellationToken cancellationToken)
    {
        Guid[] groups = [.. cleanUps.Select(c => c.GroupId).Distinct()];
        if (groups.Length == 0) return [];
        var days = cleanUps.Select(c => (c.SiteId, c.GroupId, c.Day)).ToHashSet();
        var activities = await session.Query<Activity>().Where(a => a.GroupId.IsOneOf(groups) && a.State == ActivityState.Accepted).ToListAsync(cancellationToken);
        var reported = (await session.ReportedAsync([.. activities.Where(a => days.Contains((a.SiteId, a.GroupId, a.Day)))], cancellationToken)).Select(a => (a.SiteId, a.GroupId, a.Day)).ToHashSet();
        return [.. cleanUps.Where(c => reported.Contains((c.SiteId, c.GroupId, c.Day))).Select(c => c.Id)];
    }

    private static async Task<IReadOnlyList<Activity>> ReportedAsync(this IQuerySession session, IReadOnlyList<Activity> activities, CancellationToken cancellationToken)
    {
        if (activities.Count == 0) return [];
        Guid[] ids = [.. activities.Select(a => a.Id)];
        var totals = (await session.LoadManyAsync<Result>(cancellationToken, ids)).Select(r => r.Id);
        var reports = await session.Query<OwnReport>().Where(r => r.ActivityId.IsOneOf(ids) && r.State == ReportState.Approved).Select(r => r.ActivityId).ToListAsync(cancellationToken);
        var counted = totals.Concat(reports).ToHashSet();
        return [.. activities.Where(a => counted.Contains(a.Id))];
    }
}
