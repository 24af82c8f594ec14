using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Campaigns;
using Kenmin.CleanUp.Helpers;
using Kenmin.CleanUp.Outcomes.Freezing;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CleanUp.Outcomes;

/// <summary>A participant's report as the leader sees it.</summary>
internal sealed record NamedReport(OwnReport Report, string Name);

/// <summary>Reads what counts.</summary>
internal sealed class ResultReader(ICleanUpStore store, ActivityReader activities, IAuditTrail audit)
{
    /// <summary>What counts of a campaign: one entry for each activity with a result.</summary>
    public async Task<IReadOnlyList<Counted>> OfCampaignAsync(Guid campaign, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var totals = (await session.Query<Result>().Where(r => r.CampaignId == campaign).ToListAsync(cancellationToken)).ToDictionary(r => r.Id);
        var reports = (await session.Query<OwnReport>().Where(r => r.CampaignId == campaign && r.State == ReportState.Approved).ToListAsync(cancellationToken)).ToLookup(r => r.ActivityId);
        return await CountAsync(totals, reports, cancellationToken);
    }

    /// <summary>What counts at a site, the latest first: the same place over the years.</summary>
    public async Task<IReadOnlyList<Counted>> OfSiteAsync(Guid site, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var accepted = await session.Query<Activity>().Where(a => a.SiteId == site && a.State == ActivityState.Accepted).OrderByDescending(a => a.Day).Take(1_000).ToListAsync(cancellationToken);
        Guid[] ids = [.. (await session.PublicAsync(accepted, cancellationToken)).Select(a => a.Id)];
        if (ids.Length == 0) return [];
        var totals = (await session.LoadManyAsync<Result>(cancellationToken, ids)).ToDictionary(r => r.Id);
        var reports = (await session.Query<OwnReport>().Where(r => r.ActivityId.IsOneOf(ids) && r.State == ReportState.Approved).ToListAsync(cancellationToken)).ToLookup(r => r.ActivityId);
        return [.. (await CountAsync(totals, reports, cancellationToken)).OrderByDescending(c => c.Line.Activity.Day)];
    }

    /// <summary>What counts in a fiscal year, over all its campaigns.</summary>
    public async Task<IReadOnlyList<Counted>> OfYearAsync(FiscalYear year, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        List<Counted> all = [];
        foreach (var campaign in await session.Query<Campaign>().Where(c => c.Year == year.StartYear).Select(c => c.Id).ToListAsync(cancellationToken))
            all.AddRange(await OfCampaignAsync(campaign, cancellationToken));
        return all;
    }

    /// <summary>What counts of one activity; null where nothing was reported.</summary>
    public async Task<Counted?> OfActivityAsync(Guid activity, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var total = await session.LoadAsync<Result>(activity, cancellationToken);
        var reports = await session.Query<OwnReport>().Where(r => r.ActivityId == activity && r.State == ReportState.Approved).ToListAsync(cancellationToken);
        return (await CountAsync(total is null ? [] : new() { [activity] = total }, reports.ToLookup(r => r.ActivityId), cancellationToken)).SingleOrDefault();
    }

    /// <summary>Corrections beside the frozen results of a campaign, in the order in which they were recorded.</summary>
    public async Task<IReadOnlyList<(ResultCorrection Correction, ActivityLine Line)>> CorrectionsAsync(Guid campaign, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var found = await session.Query<ResultCorrection>().Where(c => c.CampaignId == campaign).OrderBy(c => c.At).ToListAsync(cancellationToken);
        var lines = await activities.ManyAsync([.. found.Select(c => c.ActivityId).Distinct()], cancellationToken);
        return [.. found.Where(c => lines.ContainsKey(c.ActivityId)).Select(c => (c, lines[c.ActivityId]))];
    }

    /// <summary>The leader's total of an activity; null as long as there is none.</summary>
    public async Task<Result?> TotalAsync(Guid activity, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Result>(activity, cancellationToken);
    }

    /// <summary>A person's own report; null as long as there is none.</summary>
    public async Task<OwnReport?> OwnAsync(Guid activity, Guid account, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<OwnReport>(OwnReport.IdOf(activity, account), cancellationToken);
    }

    /// <summary>The individual reports of an activity with their names; the look is in the audit log before they are shown.</summary>
    public async Task<IReadOnlyList<NamedReport>> ReportsAsync(Guid activity, Guid? viewer, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var found = await session.Query<OwnReport>().Where(r => r.ActivityId == activity).OrderBy(r => r.At).Take(1_000).ToListAsync(cancellationToken);
        Guid[] people = [.. found.Select(r => r.AccountId).OfType<Guid>()];
        if (people.Length > 0) await audit.RecordAsync(new(viewer, "clean-up.reports.viewed", people, activity.ToString()), cancellationToken);
        var names = (await session.LoadManyAsync<Helper>(cancellationToken, people)).ToDictionary(h => h.Id, h => h.Name);
        return [.. found.Select(r => new NamedReport(r, r.AccountId is { } id && names.TryGetValue(id, out var name) ? name : new LocalizedText("（削除済み）", "(removed)").ToString()))];
    }

    private async Task<IReadOnlyList<Counted>> CountAsync(Dictionary<Guid, Result> totals, ILookup<Guid, OwnReport> reports, CancellationToken cancellationToken)
    {
        var lines = await activities.ManyAsync([.. totals.Keys.Concat(reports.Select(g => g.Key)).Distinct()], cancellationToken, withPlaces: false);
        List<Counted> counted = [];
        foreach (var line in lines.Values)
            if (line.Activity.State == ActivityState.Accepted && Counting.Of(totals.GetValueOrDefault(line.Activity.Id), [.. reports[line.Activity.Id]]) is { } counts)
                counted.Add(new(line, counts.Figures, counts.OfReports));
        return counted;
    }
}
