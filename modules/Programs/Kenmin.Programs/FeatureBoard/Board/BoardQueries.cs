using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.Programs.FeatureBoard.Changes;
using Kenmin.SharedKernel;

namespace Kenmin.Programs.FeatureBoard.Board;

/// <summary>A feature in a year as the board shows it.</summary>
/// <param name="On">Whether it is on now, what it needs included.</param>
/// <param name="Own">Whether it is on by itself.</param>
/// <param name="Value">The chosen value, where there is one.</param>
/// <param name="Decided">Whether somebody decided; else the manifest's default applies.</param>
/// <param name="Planned">Decisions that are not yet in force, earliest first.</param>
/// <param name="Differing">The initiatives for which something else was decided.</param>
internal sealed record BoardCell(
    bool On, bool Own, FeatureValue? Value, bool Decided, IReadOnlyList<DecidedFeature> Planned, IReadOnlyList<Guid> Differing);

/// <summary>A decision that changes nothing any more.</summary>
/// <param name="Decided">The decision.</param>
/// <param name="Why">Stable word: undeclared, over, default.</param>
internal sealed record IdleDecision(DecidedFeature Decided, string Why);

/// <summary>Reads the board from memory.</summary>
internal sealed class BoardQueries(ModuleCatalog catalog, FeatureDecisions decisions, InitiativeDirectory initiatives, TimeProvider clock)
{
    public FiscalYear CurrentYear => FiscalYear.Current(clock);

    /// <summary>The years in view: the present one's neighbours, or five from <paramref name="first"/> on.</summary>
    public IReadOnlyList<FiscalYear> Years(FiscalYear? first)
    {
        var from = first?.StartYear ?? CurrentYear.StartYear - 1;
        return [.. Enumerable.Range(from, first is null ? 4 : 5).Where(y => y is >= FiscalYear.EarliestYear and <= FiscalYear.LatestYear).Select(y => new FiscalYear(y))];
    }

    public BoardCell Cell(FeatureDeclaration feature, FiscalYear year, Guid? initiative = null)
    {
        var (set, now) = (decisions.Current, clock.GetUtcNow());
        FiscalYear? narrow = feature.Scope == FeatureScope.FiscalYear ? year : null;
        return new(
            set.IsOnWithNeeds(feature, catalog.Features, year, initiative, now), set.IsOn(feature, year, initiative, now), set.ValueOf(feature, year, initiative, now),
            set.Exactly(feature.Key, narrow, initiative, now) is not null,
            [.. set.About(feature.Key, narrow, initiative).Where(d => d.From > now)],
            initiative is null
                ? [.. set.All.Where(d => d.Feature == feature.Key && d.Year == narrow && d.Initiative is not null).Select(d => d.Initiative!.Value).Distinct()
                    .Where(i => set.Exactly(feature.Key, narrow, i, now) is not null || set.About(feature.Key, narrow, i).Any(d => d.From > now))]
                : []);
    }

    /// <summary>The initiatives that could differ: those of the year that use the feature's module, by name.</summary>
    public IReadOnlyList<InitiativeFacts> InitiativesOf(FeatureDeclaration feature, FiscalYear year) =>
        [.. initiatives.All.Where(i => i.Modules.TryGetValue(year, out var modules) && catalog.ModuleOf(feature.Key) is { } module && modules.Contains(module))
            .OrderBy(i => i.Name.Ja, StringComparer.Ordinal)];

    /// <summary>What has to be decided in <paramref name="to"/> so that it is as <paramref name="from"/> is: only what differs.</summary>
    public IReadOnlyList<ChangeItem> Differences(FiscalYear from, FiscalYear to)
    {
        var (set, now) = (decisions.Current, clock.GetUtcNow());
        var items = new List<ChangeItem>();
        foreach (var feature in catalog.Features.Values.Where(f => f.Scope == FeatureScope.FiscalYear).OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            var source = new ChangeItem(feature.Key, to, null, set.IsOn(feature, from, null, now), Named(set.ValueOf(feature, from, null, now), feature));
            var target = (set.IsOn(feature, to, null, now), Named(set.ValueOf(feature, to, null, now), feature));
            if ((source.On, source.Value) != target) items.Add(source);
        }
        return items;
    }

    /// <summary>Decisions that decide nothing any more: features nobody declares, years that are over, what would be so without them.</summary>
    public IReadOnlyList<IdleDecision> Idle()
    {
        var (set, now) = (decisions.Current, clock.GetUtcNow());
        var idle = new List<IdleDecision>();
        foreach (var last in set.All.GroupBy(d => (d.Feature, d.Year, d.Initiative)).Select(g => g.MaxBy(d => d.From)!)
                     .OrderBy(d => d.Feature, StringComparer.Ordinal).ThenBy(d => d.Year))
        {
            if (last.On is null || last.From > now) continue;
            if (!catalog.Features.TryGetValue(last.Feature, out var feature)) idle.Add(new(last, "undeclared"));
            else if (last.Year is { } year && year < CurrentYear.Previous) idle.Add(new(last, "over"));
            else if (last.Initiative is { } id && initiatives.IsKept && initiatives.Find(id) is not { State: not (InitiativeState.Closed or InitiativeState.Archived) }) idle.Add(new(last, "over"));
            else if (SameWithout(set, feature, last, now)) idle.Add(new(last, "default"));
        }
        return idle;
    }

    private bool SameWithout(FeatureDecisionSet set, FeatureDeclaration feature, DecidedFeature last, DateTimeOffset now)
    {
        var year = last.Year ?? CurrentYear;
        var without = new FeatureDecisionSet(set.All.Where(d => (d.Feature, d.Year, d.Initiative) != (last.Feature, last.Year, last.Initiative)));
        return without.IsOn(feature, year, last.Initiative, now) == last.On
            && Named(without.ValueOf(feature, year, last.Initiative, now), feature) == Named(set.ValueOf(feature, year, last.Initiative, now), feature);
    }

    // The first value is what applies without a choice.
    private static string? Named(FeatureValue? value, FeatureDeclaration feature) => value is null || value == feature.Values[0] ? null : value.Name;
}
