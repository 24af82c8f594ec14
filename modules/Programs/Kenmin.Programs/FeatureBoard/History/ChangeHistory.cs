using Kenmin.Programs.FeatureBoard.Board;
using Kenmin.Programs.FeatureBoard.Changes;
using Kenmin.SharedKernel;
using Marten;
using Marten.Linq.MatchesSql;

namespace Kenmin.Programs.FeatureBoard.History;

/// <summary>What to look for in the history; null means anything.</summary>
/// <param name="Feature">The feature's key.</param>
/// <param name="Year">The fiscal year that was decided about.</param>
/// <param name="State">Where the change stands.</param>
/// <param name="Text">Words in reasons, names of features and names of people, in any width and kana.</param>
internal sealed record HistoryFilter(string? Feature = null, FiscalYear? Year = null, ChangeState? State = null, string? Text = null);

/// <summary>Reads what was decided, proposed, refused and undone.</summary>
internal sealed class ChangeHistory(IProgramsStore store, BoardWords words, TimeProvider clock)
{
    /// <summary>One change; null when there is none.</summary>
    public async Task<FeatureChange?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        return await session.LoadAsync<FeatureChange>(id, cancellationToken);
    }

    /// <summary>Changes that fit, the newest first.</summary>
    /// <param name="filter">What to look for.</param>
    /// <param name="after">The last id of the page before; null for the first page.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<IReadOnlyList<FeatureChange>> ListAsync(HistoryFilter filter, Guid? after, int take, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var now = clock.GetUtcNow();
        List<FeatureChange> found = [];
        while (found.Count < take)
        {
            // Decisions are few, but never so few that all of them should be held at once.
            IQueryable<FeatureChange> query = session.Query<FeatureChange>();
            if (filter.Feature is { Length: > 0 } feature) query = query.Where(c => c.Items.Any(i => i.Feature == feature));
            if (after is { } id) query = query.Where(c => c.MatchesSql("d.id < ?", id));
            var chunk = await query.OrderByDescending(c => c.Id).Take(200).ToListAsync(cancellationToken);
            found.AddRange(chunk.Where(c => Fits(c, filter, now)).Take(take - found.Count));
            if (chunk.Count < 200) break;
            after = chunk[^1].Id;
        }
        return found;
    }

    /// <summary>Proposals that wait for an answer, and emergency stops that wait to be confirmed, oldest first.</summary>
    public async Task<IReadOnlyList<FeatureChange>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        var now = clock.GetUtcNow();
        return await session.Query<FeatureChange>()
            .Where(c => (c.State == ChangeState.Proposed && c.ExpiresAt > now) || (c.ToConfirm && c.UndoneBy == null))
            .OrderBy(c => c.Id).ToListAsync(cancellationToken);
    }

    private bool Fits(FeatureChange change, HistoryFilter filter, DateTimeOffset now) =>
        (filter.Year is not { } year || change.Items.Exists(i => i.Year == year))
        && (filter.State is not { } state || change.StateAt(now) == state)
        && (string.IsNullOrWhiteSpace(filter.Text) || TextOf(change).Contains(FoldedText.Of(filter.Text).ToString(), StringComparison.Ordinal));

    private string TextOf(FeatureChange change) => FoldedText.Of(string.Join(' ', [
        .. change.Steps.SelectMany(s => new[] { s.Text ?? "", s.ByName }),
        .. change.Items.SelectMany(i => new[] { words.Subject(i).Ja, words.Subject(i).En, i.Feature }),
    ])).ToString();
}
