namespace Kenmin.SportsVolunteers.Imports;

/// <summary>All that files can be imported as.</summary>
/// <param name="targets">The registered targets.</param>
public sealed class ImportTargets(IEnumerable<IImportTarget> targets)
{
    private readonly Dictionary<string, IImportTarget> _byKey = targets.ToDictionary(t => t.Key, StringComparer.Ordinal);

    /// <summary>All targets, in the order in which they were registered.</summary>
    public IReadOnlyCollection<IImportTarget> All => _byKey.Values;

    /// <summary>The target of a stored import.</summary>
    /// <exception cref="KeyNotFoundException">No target has this key.</exception>
    public IImportTarget this[string key] => _byKey[key];

    /// <summary>The target with this key; null when there is none.</summary>
    public IImportTarget? Find(string? key) => key is null ? null : _byKey.GetValueOrDefault(key);
}
