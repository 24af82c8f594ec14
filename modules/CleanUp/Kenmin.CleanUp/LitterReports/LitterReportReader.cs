using System.Security.Claims;
using Kenmin.CleanUp.Activities;
using Kenmin.CleanUp.Care;
using Kenmin.CleanUp.Outcomes;
using Kenmin.CleanUp.Photos;
using Kenmin.CleanUp.Scope;
using Kenmin.CleanUp.Sites;
using Kenmin.Modularity;
using Kenmin.Modularity.Access;
using Kenmin.Persistence.Audit;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CleanUp.LitterReports;

/// <summary>A report with the site that it lies at, and a clean-up there that may have cleared it.</summary>
internal sealed record LitterReportLine(LitterReport Report, Site? Site, Cleared? Cleared)
{
    /// <summary>Where it lies, as staff read it.</summary>
    public string Place => string.Join(' ', new[] { Site?.Name, Report.PublicPlace.Length > 0 ? Report.PublicPlace : Report.Place }.Where(p => !string.IsNullOrEmpty(p)));
}

/// <summary>A clean-up at the place after the report, with a result.</summary>
/// <param name="Day">The day.</param>
/// <param name="Group">Who cleaned.</param>
/// <param name="Href">Staff's page of it.</param>
internal sealed record Cleared(DateOnly Day, LocalizedText Group, string Href);

/// <summary>A report as a member of staff sees it.</summary>
internal sealed record SeenLitterReport(LitterReportLine Line, bool MayManage, IReadOnlyList<Photo> Photos, IReadOnlyList<ActivityLine> Activities, IReadOnlyList<AdoptionLine> Adoptions, IReadOnlyList<LitterReport> Near);

/// <summary>Reads reports.</summary>
internal sealed class LitterReportReader(ICleanUpStore store, ActivityReader activities, CareReader care, ModuleCatalog modules, IAuditTrail audit, TimeProvider clock)
{
    private const int Most = 1_000;

    /// <summary>Checked reports as everybody may see them, the latest first. What was cleared shows for a while.</summary>
    public async Task<IReadOnlyList<LitterReportLine>> PublicAsync(string? municipality, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var since = clock.GetUtcNow().AddDays(-ForgetReportersHandler.DaysAfter);
        IQueryable<LitterReport> query = session.Query<LitterReport>()
            .Where(r => r.State == LitterReportState.Checked || r.State == LitterReportState.Planned || (r.State == LitterReportState.Resolved && r.DecidedAt > since));
        if (municipality is not null) query = query.Where(r => r.MunicipalityCode == municipality);
        return await LinesAsync(session, await query.OrderByDescending(r => r.ReportedAt).Take(Most).ToListAsync(cancellationToken), cleared: false, cancellationToken);
    }

    /// <summary>A checked report; null for others.</summary>
    public async Task<LitterReportLine?> PublicAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<LitterReport>(id, cancellationToken) is { IsPublic: true } found ? (await LinesAsync(session, [found], cleared: false, cancellationToken))[0] : null;
    }

    /// <summary>The report of a secret; null when there is none.</summary>
    public async Task<LitterReportLine?> OfSecretAsync(string secret, CancellationToken cancellationToken)
    {
        if (!Senders.IsSecret(secret)) return null;
        var hash = Senders.HashOf(secret);
        await using var session = store.QuerySession();
        return await session.Query<LitterReport>().FirstOrDefaultAsync(r => r.SecretHash == hash, cancellationToken) is { } found ? (await LinesAsync(session, [found], cleared: false, cancellationToken))[0] : null;
    }

    /// <summary>What an account reported, the latest first.</summary>
    public async Task<IReadOnlyList<LitterReportLine>> OfAccountAsync(Guid account, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await LinesAsync(session, await session.Query<LitterReport>().Where(r => r.AccountId == account).OrderByDescending(r => r.ReportedAt).Take(Most).ToListAsync(cancellationToken), cleared: false, cancellationToken);
    }

    /// <summary>Reports of some municipalities for staff, those that wait longest first; the look at those of known reporters is in the audit log.</summary>
    public async Task<IReadOnlyList<LitterReportLine>> ForStaffAsync(IReadOnlyCollection<string> municipalities, LitterReportState? state, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        string[] codes = [.. municipalities];
        await using var session = store.QuerySession();
        var query = session.Query<LitterReport>().Where(r => r.MunicipalityCode.IsOneOf(codes));
        query = state is { } wanted ? query.Where(r => r.State == wanted) : query.Where(r => r.State == LitterReportState.Reported || r.State == LitterReportState.Checked || r.State == LitterReportState.Planned);
        var found = await query.OrderBy(r => r.ReportedAt).Take(Most).ToListAsync(cancellationToken);
        await RecordAsync(found, "clean-up.litter-reports.viewed", null, user, cancellationToken);
        return await LinesAsync(session, found, cleared: true, cancellationToken);
    }

    /// <summary>A report with all that helps to decide about it, if the user may see it; the look is in the audit log.</summary>
    public async Task<SeenLitterReport?> LookAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (!modules.Holds(user, Permissions.Read) || await session.LoadAsync<LitterReport>(id, cancellationToken) is not { } report || !CleanUpScope.Covers(user, report.MunicipalityCode)) return null;
        await RecordAsync([report], "clean-up.litter-report.viewed", id.ToString(), user, cancellationToken);
        var line = (await LinesAsync(session, [report], cleared: true, cancellationToken))[0];
        var photos = await session.Query<Photo>().Where(p => p.SubjectId == id && p.State != PhotoState.Refused).OrderBy(p => p.Moment).ToListAsync(cancellationToken);
        var today = JapanTime.Today(clock);
        var coming = (await session.Query<Activity>().Where(a => a.MunicipalityCode == report.MunicipalityCode && a.State == ActivityState.Accepted && a.Day >= today).OrderBy(a => a.Day).Take(200).ToListAsync(cancellationToken)).Select(a => a.Id).ToList();
        var lines = await activities.ManyAsync(coming, cancellationToken);
        var adoptions = await care.PublicAsync(report.MunicipalityCode, cancellationToken);
        var near = await session.Query<LitterReport>().Where(r => r.MunicipalityCode == report.MunicipalityCode && r.Id != id
            && (r.State == LitterReportState.Reported || r.State == LitterReportState.Checked || r.State == LitterReportState.Planned)).OrderBy(r => r.ReportedAt).Take(200).ToListAsync(cancellationToken);
        return new(line, modules.Holds(user, Permissions.Manage), photos,
            [.. lines.Values.OrderBy(l => l.Site.Id != report.SiteId).ThenBy(l => l.Activity.Day)], [.. adoptions.OrderBy(a => a.Site.Id != report.SiteId)],
            [.. near.OrderBy(r => report.Point is { } here && r.Point is { } there ? here.DistanceTo(there) : double.MaxValue)]);
    }

    /// <summary>Whether the user decides about a report.</summary>
    public async Task<(bool See, bool Decide)> MayAsync(Guid id, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<LitterReport>(id, cancellationToken) is { } report && CleanUpScope.Covers(user, report.MunicipalityCode)
            ? (modules.Holds(user, Permissions.Read), modules.Holds(user, Permissions.Manage)) : (false, false);
    }

    /// <summary>Reports by their ids, for staff's list of photos.</summary>
    public async Task<IReadOnlyDictionary<Guid, LitterReportLine>> ManyAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0) return new Dictionary<Guid, LitterReportLine>();
        await using var session = store.QuerySession();
        return (await LinesAsync(session, [.. await session.LoadManyAsync<LitterReport>(cancellationToken, [.. ids])], cleared: false, cancellationToken)).ToDictionary(l => l.Report.Id);
    }

    private async Task RecordAsync(IEnumerable<LitterReport> reports, string action, string? matter, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        Guid[] people = [.. reports.Select(r => r.AccountId).OfType<Guid>().Distinct()];
        if (people.Length > 0) await audit.RecordAsync(new(user.AccountId(), action, people, matter), cancellationToken);
    }

    private async Task<IReadOnlyList<LitterReportLine>> LinesAsync(IQuerySession session, IReadOnlyList<LitterReport> reports, bool cleared, CancellationToken cancellationToken)
    {
        if (reports.Count == 0) return [];
        Guid[] siteIds = [.. reports.Select(r => r.SiteId).OfType<Guid>().Distinct()];
        var sites = (await session.LoadManyAsync<Site>(cancellationToken, siteIds)).ToDictionary(s => s.Id);
        List<LitterReportLine> lines = [];
        foreach (var report in reports)
            lines.Add(new(report, report.SiteId is { } id ? sites.GetValueOrDefault(id) : null, cleared && !report.IsSettled ? await ClearedAsync(session, report, cancellationToken) : null));
        return lines;
    }

    // What came in since the report: an activity with a result, or a clean-up of an adopted place. Staff decide whether that was it.
    private async Task<Cleared?> ClearedAsync(IQuerySession session, LitterReport report, CancellationToken cancellationToken)
    {
        var day = JapanTime.DayOf(report.ReportedAt);
        if (report.SiteId is not null || report.ActivityId is not null)
        {
            var (at, planned) = (report.SiteId ?? Guid.Empty, report.ActivityId ?? Guid.Empty);
            var later = await session.Query<Activity>().Where(a => (a.SiteId == at || a.Id == planned) && a.State == ActivityState.Accepted && a.Day > day).OrderBy(a => a.Day).Take(50).ToListAsync(cancellationToken);
            Guid[] ids = [.. later.Select(a => a.Id)];
            var results = ids.Length == 0 ? [] : (await session.LoadManyAsync<Result>(cancellationToken, ids)).Select(r => r.Id).ToHashSet();
            if (later.FirstOrDefault(a => results.Contains(a.Id)) is { } done && (await activities.ManyAsync([done.Id], cancellationToken)).Values.FirstOrDefault() is { } line)
                return new(done.Day, line.Group.PublicName, $"/staff/clean-up/activities/{done.Id}");
        }

        var (place, adoption) = (report.SiteId ?? Guid.Empty, report.AdoptionId ?? Guid.Empty);
        return await session.Query<CareCleanUp>().Where(c => (c.SiteId == place || c.AdoptionId == adoption) && c.Day > day).OrderBy(c => c.Day).FirstOrDefaultAsync(cancellationToken) is { } cared
            && await care.FindAsync(cared.AdoptionId, cancellationToken) is { } by ? new(cared.Day, by.Group.PublicName, $"/staff/clean-up/care/{cared.AdoptionId}") : null;
    }
}

/// <summary>Photos of reports: everybody sees those that were approved once the report is checked.</summary>
internal sealed class LitterPhotoRule(LitterReportReader reports, ICleanUpStore store) : IPhotoSubjectRule
{
    public PhotoSubject Subject => PhotoSubject.LitterReport;

    public async Task<bool> IsPublicAsync(Photo photo, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<LitterReport>(photo.SubjectId, cancellationToken) is { IsPublic: true };
    }

    public Task<bool> IsOwnAsync(Photo photo, ClaimsPrincipal user, CancellationToken cancellationToken) => Task.FromResult(photo.AccountId is { } account && account == user.AccountId());

    public Task<(bool See, bool Decide)> ForStaffAsync(Photo photo, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        reports.MayAsync(photo.SubjectId, user, cancellationToken);
}
