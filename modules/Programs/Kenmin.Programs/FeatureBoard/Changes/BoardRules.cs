using Kenmin.Modularity;
using Kenmin.Modularity.Features;
using Kenmin.Modularity.Initiatives;
using Kenmin.SharedKernel;

namespace Kenmin.Programs.FeatureBoard.Changes;

/// <summary>What may be decided about features: pure, by what is declared and what was decided before.</summary>
internal sealed class BoardRules(ModuleCatalog catalog, InitiativeDirectory initiatives)
{
    /// <summary>The longest reason, in characters.</summary>
    public const int LongestReason = 500;

    /// <summary>How long a proposal waits for a second administrator.</summary>
    public static readonly TimeSpan ProposalLife = TimeSpan.FromDays(14);

    /// <summary>How far ahead a change can be planned.</summary>
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(366 * 5);

    /// <summary>Whether a second administrator has to agree.</summary>
    public bool NeedsApproval(IEnumerable<ChangeItem> items) => items.Any(i => catalog.Features.TryGetValue(i.Feature, out var f) && f.Critical);

    /// <summary>What is wrong with the items, the moment and the reason by themselves.</summary>
    public IEnumerable<BoardProblem> Problems(IReadOnlyCollection<ChangeItem> items, DateTimeOffset? wishedFrom, string? reason, DateTimeOffset now)
    {
        if (items.Count == 0) yield return new("items", "nothing", new("変更する機能を選んでください。", "Choose what to change."));
        foreach (var item in items)
        {
            // A decision about a feature that is no longer declared can be taken out, and nothing else.
            if (!catalog.Features.TryGetValue(item.Feature, out var feature))
            {
                if (item.On is null) continue;
                yield return new("feature", "no-such-feature", new("この機能はありません。", "There is no such feature."));
            }
            else if (feature.Scope == FeatureScope.FiscalYear && item.Year is null)
                yield return new("year", "year-needed", new("年度を選んでください。", "Choose a fiscal year."));
            else if (feature.Scope == FeatureScope.Standing && item.Year is not null)
                yield return new("year", "standing", new("この機能は年度で分けられません。", "This feature is not decided by year."));
            else if (item.Value is not null && feature.Values.All(v => v.Name != item.Value))
                yield return new("value", "no-such-value", new("この値は選べません。", "There is no such value."));
            if (item.Initiative is { } id && initiatives.Find(id) is null)
                yield return new("initiative", "no-such-initiative", new("この事業はありません。", "There is no such initiative."));
        }
        if (items.GroupBy(i => i.Subject).Any(g => g.Count() > 1))
            yield return new("items", "twice", new("同じ機能が二度選ばれています。", "The same feature was chosen twice."));
        if (wishedFrom <= now)
            yield return new("from", "past", new("適用する日時は、これからの日時にしてください。", "The moment must be in the future."));
        else if (wishedFrom > now + Horizon)
            yield return new("from", "too-far", new("適用する日時は、5年以内にしてください。", "The moment must be within five years."));
        if (reason is not null && (string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason))
            yield return new("reason", "reason", new($"理由を 1～{LongestReason} 文字で入力してください。", $"Give a reason of 1 to {LongestReason} characters."));
    }

    /// <summary>The items with what has to go with them: what is needed by what is switched on, and what goes with what is switched off.</summary>
    public IReadOnlyList<ChangeItem> WithRelated(FeatureDecisionSet set, IReadOnlyList<ChangeItem> items, DateTimeOffset at, FiscalYear current)
    {
        List<ChangeItem> all = [.. items];
        for (var i = 0; i < all.Count; i++)
        {
            var item = all[i];
            if (item.On is not { } on || !catalog.Features.TryGetValue(item.Feature, out var feature)) continue;
            var related = on
                ? feature.Needs.Select(n => catalog.Features.GetValueOrDefault(n)).OfType<FeatureDeclaration>()
                : catalog.Features.Values.Where(f => f.Needs.Contains(item.Feature));
            foreach (var other in related.OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                foreach (var year in YearsFor(set, item.Year, other, current))
                {
                    var wanted = new ChangeItem(other.Key, year, other.Scope == FeatureScope.Standing ? null : item.Initiative, on);
                    if (all.Exists(a => a.Subject == wanted.Subject) || set.IsOn(other, year ?? item.Year ?? current, wanted.Initiative, at) == on) continue;
                    all.Add(wanted);
                }
            }
        }
        return all;
    }

    /// <summary>A feature off in this and all later years of the board, and for every initiative that differs.</summary>
    public IReadOnlyList<ChangeItem> Everywhere(FeatureDecisionSet set, string feature, FiscalYear current)
    {
        var standing = !catalog.Features.TryGetValue(feature, out var declared) || declared.Scope == FeatureScope.Standing;
        IEnumerable<ChangeItem> all = standing ? [new(feature, null, null, false)]
            : Years(set, current).Where(y => y >= current.Previous).Select(y => new ChangeItem(feature, y, null, false));
        var differing = set.All.Where(d => d.Feature == feature && d.Initiative is not null && d.On != false)
            .Select(d => new ChangeItem(feature, d.Year, d.Initiative, false)).Distinct();
        return [.. all, .. differing];
    }

    /// <summary>Features that would be on while something they need is off, from <paramref name="from"/> on, and are not so without the change.</summary>
    public IEnumerable<BoardProblem> Inconsistencies(FeatureDecisionSet before, FeatureDecisionSet after, IReadOnlyCollection<ChangeItem> items, DateTimeOffset from, FiscalYear current)
    {
        var years = Years(after, current).Concat(items.Select(i => i.Year).OfType<FiscalYear>()).Distinct().Order().ToList();
        Guid?[] concerned = [null, .. after.All.Select(d => d.Initiative).OfType<Guid>().Distinct()];
        var moments = after.Turns.Where(t => t > from).Prepend(from).ToList();
        HashSet<(string, string, FiscalYear)> said = [];
        foreach (var feature in catalog.Features.Values.Where(f => f.Needs.Count > 0).OrderBy(f => f.Key, StringComparer.Ordinal))
            foreach (var year in years)
                foreach (var initiative in concerned)
                    foreach (var moment in moments)
                        foreach (var need in feature.Needs.Select(n => catalog.Features.GetValueOrDefault(n)).OfType<FeatureDeclaration>())
                        {
                            if (!Broken(after, feature, need, year, initiative, moment) || Broken(before, feature, need, year, initiative, moment)) continue;
                            if (!said.Add((feature.Key, need.Key, year))) continue;
                            yield return new("items", "needs", new(
                                $"{year.Name.Ja}：「{feature.Name.Ja}」には「{need.Name.Ja}」が必要です。いっしょに切り替えてください。",
                                $"{year.Name.En}: “{feature.Name.En}” needs “{need.Name.En}”. Switch them together."));
                        }
    }

    /// <summary>The years the board speaks of: last year to three years ahead, and every year about which something was decided.</summary>
    public static IReadOnlyList<FiscalYear> Years(FeatureDecisionSet set, FiscalYear current) =>
        [.. Enumerable.Range(current.StartYear - 1, 5).Select(y => new FiscalYear(y)).Concat(set.All.Select(d => d.Year).OfType<FiscalYear>()).Distinct().Order()];

    private static bool Broken(FeatureDecisionSet set, FeatureDeclaration feature, FeatureDeclaration need, FiscalYear year, Guid? initiative, DateTimeOffset at) =>
        set.IsOn(feature, year, initiative, at) && !set.IsOn(need, year, initiative, at);

    private static IEnumerable<FiscalYear?> YearsFor(FeatureDecisionSet set, FiscalYear? year, FeatureDeclaration other, FiscalYear current) =>
        other.Scope == FeatureScope.Standing ? [null] : year is not null ? [year] : Years(set, current).Where(y => y >= current).Select(y => (FiscalYear?)y);
}
