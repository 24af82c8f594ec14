using Kenmin.CleanUp.Groups;
using Kenmin.CleanUp.Outcomes;
using Kenmin.CleanUp.Sites;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.CleanUp.Care;

/// <summary>An adoption with what belongs to it.</summary>
internal sealed record AdoptionLine(Adoption Adoption, Site Site, Group Group, CareRules Rules, IReadOnlyList<CareThanks> Thanks)
{
    /// <summary>The name that everybody may see: the group's, where it agrees.</summary>
    public LocalizedText ShownName => Adoption.ShowName ? Group.PublicName : new("（名称は非公開）", "(name not shown)");
}

/// <summary>A clean-up and whether its figures count in a campaign instead.</summary>
internal sealed record CareCounted(CareCleanUp CleanUp, bool InCampaign);

/// <summary>What staff look for among adoptions.</summary>
internal enum CareFilter
{
    /// <summary>All that are not over.</summary>
    Live,

    /// <summary>Those that wait for a decision: asked for, or a renewal asked for.</summary>
    Waiting,

    /// <summary>Those whose clean-up is overdue.</summary>
    Overdue,

    /// <summary>Those that lapsed.</summary>
    Lapsed,

    /// <summary>Those that end soon.</summary>
    Ending,

    /// <summary>Those that are over or were declined.</summary>
    Over,
}

/// <summary>Reads adoptions and their clean-ups.</summary>
internal sealed class CareReader(ICleanUpStore store, TimeProvider clock)
{
    private const int Most = 2_000;

    /// <summary>An adoption; null when there is none.</summary>
    public async Task<AdoptionLine?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<Adoption>(id, cancellationToken) is { } found ? (await LinesAsync(session, [found], cancellationToken))[0] : null;
    }

    /// <summary>Agreed adoptions as everybody may see them, by site.</summary>
    public async Task<IReadOnlyList<AdoptionLine>> PublicAsync(string? municipality, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        IQueryable<Adoption> query = session.Query<Adoption>().Where(a => a.State == AdoptionState.Agreed);
        if (municipality is not null) query = query.Where(a => a.MunicipalityCode == municipality);
        var lines = await LinesAsync(session, await query.Take(Most).ToListAsync(cancellationToken), cancellationToken);
        return [.. lines.Where(l => l.Adoption.From <= JapanTime.Today(clock)).OrderBy(l => l.Site.Key, StringComparer.Ordinal).ThenBy(l => l.Adoption.From)];
    }

    /// <summary>The adoptions of some groups, the latest first.</summary>
    public async Task<IReadOnlyList<AdoptionLine>> OfGroupsAsync(IReadOnlyCollection<Guid> groups, CancellationToken cancellationToken)
    {
        if (groups.Count == 0) return [];
        Guid[] ids = [.. groups];
        await using var session = store.QuerySession();
        return await LinesAsync(session, await session.Query<Adoption>().Where(a => a.GroupId.IsOneOf(ids)).OrderByDescending(a => a.AskedAt).Take(Most).ToListAsync(cancellationToken), cancellationToken);
    }

    /// <summary>Adoptions in some municipalities, those that wait longest first.</summary>
    public async Task<IReadOnlyList<AdoptionLine>> OfMunicipalitiesAsync(IReadOnlyCollection<string> municipalities, CareFilter filter, CancellationToken cancellationToken)
    {
        string[] codes = [.. municipalities];
        await using var session = store.QuerySession();
        var query = session.Query<Adoption>().Where(a => a.MunicipalityCode.IsOneOf(codes));
        query = filter switch
        {
            CareFilter.Over => query.Where(a => a.State == AdoptionState.Ended || a.State == AdoptionState.Declined),
            CareFilter.Live or CareFilter.Waiting => query.Where(a => a.State == AdoptionState.Asked || a.State == AdoptionState.Agreed),
            _ => query.Where(a => a.State == AdoptionState.Agreed),
        };
        var today = JapanTime.Today(clock);
        return
        [
            .. (await LinesAsync(session, await query.OrderBy(a => a.AskedAt).Take(Most).ToListAsync(cancellationToken), cancellationToken)).Where(l => filter switch
            {
                CareFilter.Waiting => l.Adoption.State == AdoptionState.Asked || l.Adoption.RenewalAsked is not null,
                CareFilter.Overdue => l.Adoption.IsOverdue(today), CareFilter.Lapsed => l.Adoption.IsLapsed(today, l.Rules),
                CareFilter.Ending => l.Adoption.Until.AddDays(-l.Rules.RenewalDays) <= today, _ => true,
            }),
        ];
    }

    /// <summary>Other groups that care for the same site, or asked for it.</summary>
    public async Task<IReadOnlyList<AdoptionLine>> BesideAsync(Adoption adoption, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await LinesAsync(session, await session.Query<Adoption>().Where(a => a.SiteId == adoption.SiteId && a.Id != adoption.Id
            && (a.State == AdoptionState.Asked || a.State == AdoptionState.Agreed)).Take(50).ToListAsync(cancellationToken), cancellationToken);
    }

    /// <summary>The clean-ups of an adoption, the latest first.</summary>
    public async Task<IReadOnlyList<CareCounted>> CleanUpsAsync(Guid adoption, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await CountedAsync(session, await session.Query<CareCleanUp>().Where(c => c.AdoptionId == adoption).OrderByDescending(c => c.Day).Take(1_000).ToListAsync(cancellationToken), cancellationToken);
    }

    /// <summary>The clean-up of a day; null when none was recorded.</summary>
    public async Task<CareCleanUp?> OfDayAsync(Guid adoption, DateOnly day, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<CareCleanUp>(CareCleanUp.IdOf(adoption, day), cancellationToken);
    }

    /// <summary>On how many days the group has cleaned, also in campaigns.</summary>
    public async Task<int> TimesAsync(Adoption adoption, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return (await session.DaysOfAsync(adoption, cancellationToken)).Count;
    }

    /// <summary>What counts of care in a fiscal year, over all municipalities: nothing that counts in a campaign.</summary>
    public async Task<IReadOnlyList<(CareCleanUp CleanUp, AdoptionLine Line)>> OfYearAsync(FiscalYear year, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var (from, until) = (year.StartsOn, year.EndsOn);
        var found = await CountedAsync(session, await session.Query<CareCleanUp>().Where(c => c.Day >= from && c.Day <= until).OrderBy(c => c.Day).ToListAsync(cancellationToken), cancellationToken);
        CareCleanUp[] counted = [.. found.Where(c => !c.InCampaign).Select(c => c.CleanUp)];
        var adoptions = await session.LoadManyAsync<Adoption>(cancellationToken, [.. counted.Select(c => c.AdoptionId).Distinct()]);
        var lines = (await LinesAsync(session, [.. adoptions], cancellationToken)).ToDictionary(l => l.Adoption.Id);
        return [.. counted.Select(c => (c, lines[c.AdoptionId]))];
    }

    /// <summary>The rules of a municipality.</summary>
    public async Task<CareRules> RulesAsync(string municipality, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.CareRulesAsync(municipality, cancellationToken);
    }

    private static async Task<IReadOnlyList<CareCounted>> CountedAsync(IQuerySession session, IReadOnlyList<CareCleanUp> cleanUps, CancellationToken cancellationToken)
    {
        var elsewhere = await session.CountedInCampaignsAsync(cleanUps, cancellationToken);
        return [.. cleanUps.Select(c => new CareCounted(c, elsewhere.Contains(c.Id)))];
    }

    private async Task<IReadOnlyList<AdoptionLine>> LinesAsync(IQuerySession session, IReadOnlyList<Adoption> adoptions, CancellationToken cancellationToken)
    {
        if (adoptions.Count == 0) return [];
        var sites = (await session.LoadManyAsync<Site>(cancellationToken, [.. adoptions.Select(a => a.SiteId).Distinct()])).ToDictionary(s => s.Id);
        var groups = (await session.LoadManyAsync<Group>(cancellationToken, [.. adoptions.Select(a => a.GroupId).Distinct()])).ToDictionary(g => g.Id);
        var rules = (await session.LoadManyAsync<CareRules>(cancellationToken, [.. adoptions.Select(a => CareRules.IdOf(a.MunicipalityCode)).Distinct()])).ToDictionary(r => r.MunicipalityCode);
        Guid[] ids = [.. adoptions.Select(a => a.Id)];
        var thanks = (await session.Query<CareThanks>().Where(t => t.AdoptionId.IsOneOf(ids)).OrderBy(t => t.On).ToListAsync(cancellationToken)).ToLookup(t => t.AdoptionId);
        var today = JapanTime.Today(clock);
        List<AdoptionLine> lines = [];
        foreach (var adoption in adoptions)
        {
            var own = rules.GetValueOrDefault(adoption.MunicipalityCode) ?? CareRules.Default(adoption.MunicipalityCode);
            // The result of a campaign may have come in since the adoption was looked at.
            if (adoption.IsOverdue(today) && (await session.DaysOfAsync(adoption, cancellationToken)) is { Count: > 0 } days) adoption.Follow(days.Max, own);
            lines.Add(new(adoption, sites[adoption.SiteId], groups[adoption.GroupId], own, [.. thanks[adoption.Id]]));
        }

        return lines;
    }
}
