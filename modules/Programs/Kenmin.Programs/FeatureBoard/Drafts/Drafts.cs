using Kenmin.Modularity;
using Kenmin.Programs.FeatureBoard.Changes;
using Kenmin.SharedKernel;
using Marten;

namespace Kenmin.Programs.FeatureBoard.Drafts;

/// <summary>A draft and what is known of its effect.</summary>
/// <param name="Draft">The draft.</param>
/// <param name="Replies">The answers so far.</param>
/// <param name="Waiting">Whether modules still have time to answer.</param>
/// <param name="Silent">The modules that have not answered.</param>
internal sealed record DraftView(ChangeDraft Draft, IReadOnlyList<ImpactReply> Replies, bool Waiting, IReadOnlyList<LoadedModule> Silent)
{
    /// <summary>What the item would do; null when nobody knows.</summary>
    public LocalizedText? EffectOf(ChangeItem item) => Replies.SelectMany(r => r.Effects)
        .FirstOrDefault(e => (e.Feature, e.Year, e.Initiative) == item.Subject)?.Text;

    public long? TouchedBy(ChangeItem item) => Replies.SelectMany(r => r.Effects)
        .FirstOrDefault(e => (e.Feature, e.Year, e.Initiative) == item.Subject)?.Touched;

    public int Percent => Draft.Asked.Count == 0 ? 100 : 100 * (Draft.Asked.Count - Silent.Count) / Draft.Asked.Count;
}

/// <summary>Reads drafts.</summary>
internal sealed class DraftReader(IProgramsStore store, ModuleCatalog catalog, TimeProvider clock)
{
    /// <summary>The administrator's own draft; null when there is none.</summary>
    public async Task<DraftView?> FindAsync(Guid id, Guid? by, CancellationToken cancellationToken)
    {
        await using var session = store.QuerySession();
        if (await session.LoadAsync<ChangeDraft>(id, cancellationToken) is not { } draft || draft.By != by) return null;
        var replies = await session.Query<ImpactReply>().Where(r => r.DraftId == id).ToListAsync(cancellationToken);
        var silent = catalog.Modules.Where(m => draft.Asked.Contains(m.Manifest.Key) && replies.All(r => r.Module != m.Manifest.Key)).ToList();
        return new(draft, replies, silent.Count > 0 && clock.GetUtcNow() < draft.At + ChangeDraft.Patience, silent);
    }
}
