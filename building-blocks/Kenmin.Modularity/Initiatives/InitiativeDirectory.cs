using System.Collections.Frozen;

namespace Kenmin.Modularity.Initiatives;

/// <summary>
/// The initiatives of the installation, held in memory, so that gates and lists cost no query. The module that keeps
/// initiatives replaces the whole snapshot on every host within two seconds of a change.
/// </summary>
public sealed class InitiativeDirectory
{
    private volatile FrozenDictionary<Guid, InitiativeFacts>? _snapshot;

    /// <summary>Whether a module of this installation keeps initiatives. Without one, nothing belongs to an initiative and nothing is closed by one.</summary>
    public bool IsKept => _snapshot is not null;

    /// <summary>All initiatives, in no particular order.</summary>
    public IReadOnlyCollection<InitiativeFacts> All => _snapshot is { } all ? all.Values : [];

    /// <summary>All as they are known now: never changed, so that a request can keep to it. Null when no module keeps initiatives.</summary>
    internal FrozenDictionary<Guid, InitiativeFacts>? Snapshot => _snapshot;

    /// <summary>The initiative with this id; null when there is none.</summary>
    public InitiativeFacts? Find(Guid id) => _snapshot?.GetValueOrDefault(id);

    /// <summary>Replaces all at once, so that every request sees the old or the new ones, never a mixture.</summary>
    public void Replace(IEnumerable<InitiativeFacts> initiatives) => _snapshot = initiatives.ToFrozenDictionary(i => i.Id);
}
