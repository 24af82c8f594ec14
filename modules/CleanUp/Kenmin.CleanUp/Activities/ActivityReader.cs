using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Sites;
using Kenmin.Participation;
using Marten;

namespace Kenmin.CleanUp.Activities;

/// <summary>Reads activities with their sites, groups and free places.</summary>
internal sealed class ActivityReader(ICleanUpStore store, IParticipation<ICleanUpStore> participation)
{
    // Ten times what the whole prefecture plans in a period.
    private const int Most = 20_000;

    /// <summary>An activity; null when there is none.</summary>
    public async Task<ActivityLine?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Activity>(id, cancellationToken) is { } found ? (await LinesAsync(session, [found], cancellationToken))[0] : null;
    }

    /// <summary>The activities of a campaign, by day and time.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="municipalities">Only in these; null for all.</param>
    /// <param name="state">Only in this state; null for all.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<IReadOnlyList<ActivityLine>> OfCampaignAsync(
        Guid campaign, IReadOnlyCollection<string>? municipalities, ActivityState? state, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        IQueryable<Activity> query = session.Query<Activity>().Where(a => a.CampaignId == campaign);
        if (state is { } wanted) query = query.Where(a => a.State == wanted);
        if (municipalities is not null)
        {
            string[] codes = [.. municipalities];
            query = query.Where(a => a.MunicipalityCode.IsOneOf(codes));
        }

        return await LinesAsync(session, await query.OrderBy(a => a.Day).ThenBy(a => a.Start).Take(Most).ToListAsync(cancellationToken), cancellationToken);
    }

    /// <summary>The activities of some groups, the latest first.</summary>
    public async Task<IReadOnlyList<ActivityLine>> OfGroupsAsync(IReadOnlyCollection<Guid> groups, CancellationToken cancellationToken)
    {
        if (groups.Count == 0) return [];
        Guid[] ids = [.. groups];
        await using var session = store.QuerySession();
        var found = await session.Query<Activity>().Where(a => a.GroupId.IsOneOf(ids)).OrderByDescending(a => a.Day).Take(Most).ToListAsync(cancellationToken);
        return await LinesAsync(session, found, cancellationToken);
    }

    /// <summary>What was accepted for a day, and what was called off on a decision about it, by municipality and time.</summary>
    /// <param name="day">The day.</param>
    /// <param name="municipalities">Only in these.</param>
    /// <param name="campaigns">Only of these.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<IReadOnlyList<ActivityLine>> OfDayAsync(
        DateOnly day, IReadOnlyCollection<string> municipalities, IReadOnlyCollection<Guid> campaigns, CancellationToken cancellationToken)
    {
        string[] codes = [.. municipalities];
        Guid[] ids = [.. campaigns];
        if (codes.Length == 0 || ids.Length == 0) return [];
        await using var session = store.QuerySession();
        var found = await session.Query<Activity>().Where(a => a.Day == day && a.MunicipalityCode.IsOneOf(codes) && a.CampaignId.IsOneOf(ids)
                && (a.State == ActivityState.Accepted || a.State == ActivityState.Cancelled))
            .OrderBy(a => a.MunicipalityCode).ThenBy(a => a.Start).Take(Most).ToListAsync(cancellationToken);
        return await LinesAsync(session, [.. found.Where(a => a.State == ActivityState.Accepted || a.Decisions.Count > 0)], cancellationToken);
    }

    /// <summary>Activities by their ids; unknown ones are left out.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <param name="withPlaces">Whether the helpers' places are read as well.</param>
    public async Task<IReadOnlyDictionary<Guid, ActivityLine>> ManyAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken, bool withPlaces = true)
    {
        if (ids.Count == 0) return new Dictionary<Guid, ActivityLine>();
        await using var session = store.QuerySession();
        var found = await session.LoadManyAsync<Activity>(cancellationToken, [.. ids]);
        return (await LinesAsync(session, [.. found], cancellationToken, withPlaces)).ToDictionary(l => l.Activity.Id);
    }

    /// <summary>What others plan at the same site on the same day.</summary>
    public async Task<IReadOnlyList<ActivityLine>> BesideAsync(Activity activity, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var found = await session.Query<Activity>().Where(a => a.SiteId == activity.SiteId && a.Day == activity.Day && a.GroupId != activity.GroupId
            && (a.State == ActivityState.HandedIn || a.State == ActivityState.Accepted)).OrderBy(a => a.Start).Take(50).ToListAsync(cancellationToken);
        return await LinesAsync(session, found, cancellationToken);
    }

    /// <summary>Accepted activities to come at a site, by day.</summary>
    public async Task<IReadOnlyList<ActivityLine>> ComingAtAsync(Guid site, DateOnly today, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var found = await session.Query<Activity>().Where(a => a.SiteId == site && a.Day >= today && a.State == ActivityState.Accepted)
            .OrderBy(a => a.Day).ThenBy(a => a.Start).Take(50).ToListAsync(cancellationToken);
        return await LinesAsync(session, await session.PublicAsync(found, cancellationToken), cancellationToken);
    }

    private async Task<IReadOnlyList<ActivityLine>> LinesAsync(IQuerySession session, IReadOnlyList<Activity> activities, CancellationToken cancellationToken, bool withPlaces = true)
    {
        if (activities.Count == 0) return [];
        var sites = (await session.LoadManyAsync<Site>(cancellationToken, [.. activities.Select(a => a.SiteId).Distinct()])).ToDictionary(s => s.Id);
        var groups = (await session.LoadManyAsync<Group>(cancellationToken, [.. activities.Select(a => a.GroupId).Distinct()])).ToDictionary(g => g.Id);
        var places = await participation.OccupancyAsync([.. activities.Where(a => withPlaces && a.HelperPlaces > 0).Select(a => a.Id)], cancellationToken);
        return [.. activities.Select(a => new ActivityLine(a, sites[a.SiteId], groups[a.GroupId], places.GetValueOrDefault(a.Id)))];
    }
}

/// <summary>What everybody may see of activities.</summary>
internal static class PublicActivities
{
    /// <summary>Those whose campaigns are published: what was hidden again shows nowhere.</summary>
    public static async Task<IReadOnlyList<Activity>> PublicAsync(this IQuerySession session, IReadOnlyList<Activity> activities, CancellationToken cancellationToken)
    {
        var published = (await session.LoadManyAsync<Campaign>(cancellationToken, [.. activities.Select(a => a.CampaignId).Distinct()])).Where(c => c.Published).Select(c => c.Id).ToHashSet();
        return [.. activities.Where(a => published.Contains(a.CampaignId))];
    }
}
