using Kenmin.Modularity.Features;
using Kenmin.Programs.FeatureBoard.Decisions;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.Programs.FeatureBoard.Changes;

/// <summary>Turns a change into decisions, inside the board's lock.</summary>
internal sealed class Recording(BoardRules rules, IDocumentSession session, IReadOnlyList<FeatureDecision> stored, DateTimeOffset now)
{
    /// <summary>The board before.</summary>
    public FeatureDecisionSet Set { get; } = new(stored.Select(d => d.Decided));

    /// <summary>Checks that the board is consistent afterwards, and stores the decisions and the change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="undone">The change that it undoes, if any.</param>
    public IReadOnlyList<BoardProblem> Record(FeatureChange change, FeatureChange? undone = null)
    {
        // A change that waited for approval beyond its moment is in force from the approval on.
        var from = change.WishedFrom is { } wished && wished > now ? wished : now;
        // What was only planned is taken out of the plan; nothing has to be restored.
        List<FeatureDecision> dropped = undone?.From > now ? [.. stored.Where(d => d.ChangeId == undone.Id)] : [];
        List<FeatureDecision> added = dropped.Count > 0 ? [] :
        [
            .. change.Items.Select(i => new FeatureDecision
            {
                Id = FeatureDecision.IdOf(i.Feature, i.Year, i.Initiative, from), FeatureKey = i.Feature, Year = i.Year, Initiative = i.Initiative,
                From = from, On = i.On, Value = i.Value, ChangeId = change.Id,
            }),
        ];
        var ids = added.Concat(dropped).Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
        var after = new FeatureDecisionSet([.. stored.Where(d => !ids.Contains(d.Id)).Select(d => d.Decided), .. added.Select(d => d.Decided)]);
        var problems = rules.Inconsistencies(Set, after, change.Items, from, FiscalYear.Of(now)).ToList();
        if (problems.Count > 0) return problems;

        change.Before = [.. change.Items.Select(i => Exactly(i, from))];
        change.From = from;
        change.State = ChangeState.Decided;
        foreach (var decision in dropped) session.Delete(decision);
        foreach (var decision in added) session.Store(decision);
        session.Store(change);
        if (undone is null) return [];
        undone.UndoneBy = change.Id;
        undone.Steps.Add(new("undone", change.By, change.ByName, now, change.Reason));
        session.Store(undone);
        return [];
    }

    /// <summary>What stands decided about exactly the same at an instant.</summary>
    private ChangeItem Exactly(ChangeItem item, DateTimeOffset at)
    {
        var decided = Set.Exactly(item.Feature, item.Year, item.Initiative, at);
        return item with { On = decided?.On, Value = decided?.Value };
    }
}
